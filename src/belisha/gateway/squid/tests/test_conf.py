"""squid.conf: nothing gets into it that Squid would read otherwise, and Squid can read what we write."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from belisha.engine.decide.file_kinds import CONTENT_TYPES, NAME_ENDINGS
from belisha.gateway.authority import make_authority
from belisha.gateway.journal import new_segment
from belisha.gateway.squid import conf
from belisha.gateway.squid.conf import SquidError, check_configuration, prepare, render

if TYPE_CHECKING:
    from belisha.gateway.settings import Settings

HOSTILE = ["a b", "a\tb", 'a"b', "a'b", "a\nhttp_access allow all", "a#b", "a%b", "a\\b"]
replace = msgspec.structs.replace


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["listen", "public_name", "hosts_file", "upstream_ca"])
def test_a_value_that_squid_would_read_otherwise_is_refused(settings: Settings, name: str, text: str) -> None:
    with pytest.raises(SquidError, match="cannot hold"):
        render(replace(settings, **{name: text}))


@pytest.mark.parametrize("text", HOSTILE)
def test_so_is_such_a_home_and_such_a_name_server(settings: Settings, text: str) -> None:
    with pytest.raises(SquidError, match="cannot hold"):
        render(replace(settings, home=Path("/srv") / text))
    with pytest.raises(SquidError, match="cannot hold"):
        render(replace(settings, name_servers=("192.0.2.1", text)))


def test_everything_that_is_not_allowed_is_denied(settings: Settings) -> None:
    rules = re.findall(r"^http_access (.*)$", render(settings), re.MULTILINE)
    assert rules[-1] == "deny all"
    allowing = [
        "allow portal_port !CONNECT portal_site",
        "allow probe_page usual_method web_schemes web_ports !unusual open_place",
        "allow probe_page CONNECT connect_ports open_place !in_tunnel",
        "allow usual_method web_schemes web_ports !unusual open_place !this_machine",
        "allow CONNECT connect_ports open_place !in_tunnel !this_machine",
        "allow may_pass probe_page",
        "allow may_pass",
    ]
    assert [rule for rule in rules if rule.startswith("allow")] == allowing
    wanted = (
        "deny names_somebody !signed_in",
        "deny !known",
        *allowing[1:3],
        "deny must_sign_in !signed_in",
        "deny !judged",
        "allow may_pass probe_page",
        "allow may_pass",
    )
    order = [rules.index(rule) for rule in wanted]
    assert order == sorted(order)


def test_what_passes_without_a_verdict_is_no_tunnel_and_no_echo(settings: Settings) -> None:
    (methods,) = re.findall(r"^acl usual_method method (.*)$", render(settings), re.MULTILINE)
    assert {"CONNECT", "TRACE"}.isdisjoint(methods.split())


def test_each_request_is_written_to_the_journal_once(settings: Settings) -> None:
    lines = re.findall(r"^access_log (\S+) ?(.*)$", render(settings), re.MULTILINE)
    journal = f"stdio:{settings.journal}/current.log"
    assert [target for target, _ in lines] == [journal, "none", journal]
    (_, read), (_, written), (_, rest) = lines
    assert read == f"logformat=belisha {written}"
    assert rest == "logformat=belisha_without_address"


def test_this_machine_is_out_of_reach_unless_a_test_says_otherwise(settings: Settings) -> None:
    assert "http_access deny may_pass this_machine" in render(settings)
    assert "http_access deny may_pass this_machine" not in render(replace(settings, local_origins=True))


def test_optional_lines_are_there_only_when_asked_for(settings: Settings) -> None:
    plain = render(settings)
    assert not {"hosts_file", "dns_nameservers"} & set(re.split(r"[\s=]", plain))
    assert plain.count("cafile=") == 1  # our own test pages, by a certificate of their names alone
    text = render(replace(settings, hosts_file="/etc/h", name_servers=("192.0.2.1", "192.0.2.2"), upstream_ca="/c.pem"))
    assert "hosts_file /etc/h\n" in text
    assert "dns_nameservers 192.0.2.1 192.0.2.2\n" in text
    assert "cafile=/c.pem\n" in text


def pattern(settings: Settings, acl: str) -> re.Pattern[str]:
    """The pattern of an acl, read as Squid's POSIX library reads it."""
    (found,) = re.findall(rf"^acl {acl} \S+(?: Content-Disposition)? -i (.*)$", render(settings), re.MULTILINE)
    return re.compile(found.replace("[:space:]", r"\s"), re.IGNORECASE)


def test_every_kind_is_refused_by_each_of_its_types_and_endings(settings: Settings) -> None:
    for kind, types in CONTENT_TYPES.items():
        by_type = pattern(settings, f"type_{kind}")
        assert all(by_type.search(f"{name}; charset=x") and by_type.search(f"text/html,{name}") for name in types)
        assert not any(by_type.search(text) for text in ("text/html", "application/pdf", "image/png", ""))
    for ending, kind in NAME_ENDINGS.items():
        by_name = pattern(settings, f"name_{kind}")
        escaped = "".join(f"%{ord(letter):02X}" for letter in ending)
        for name in (f'filename="a.{ending}"', f"filename=a.{ending.upper()};", f"filename*=UTF-8''a%2e{escaped}"):
            assert by_name.search(f"attachment; {name}"), name
        assert not by_name.search(f'attachment; filename="a.{ending}q9"')
        assert not by_name.search(f'attachment; filename="{ending}"')


@pytest.fixture
def prepared(settings: Settings) -> Settings:
    if not shutil.which("squid", path="/usr/sbin:/usr/bin"):
        pytest.skip("Squid is not installed: ./check installs it")
    make_authority(settings.authority_file, settings.authority_key_file, "School")
    new_segment(settings, datetime.now(UTC))
    return settings


@pytest.mark.gateway
@pytest.mark.parametrize(
    "change",
    [
        {},
        {"listen": "0.0.0.0", "public_name": "10.1.2.3"},
        {"name_servers": ("192.0.2.1",), "helpers": 8},
        {"local_origins": True},
    ],
)
def test_squid_reads_what_we_write(prepared: Settings, change: dict[str, object]) -> None:
    configuration = prepare(replace(prepared, **change))
    check_configuration(prepared, configuration)
    assert prepare(replace(prepared, **change)) == configuration, "and again over what is there"


@pytest.mark.gateway
def test_what_squid_cannot_read_is_told_in_its_words(prepared: Settings) -> None:
    configuration = prepare(prepared)
    configuration.write_text(configuration.read_text() + "\nacl broken nonsense x\n")
    with pytest.raises(SquidError, match=r"could not read its configuration.*nonsense"):
        check_configuration(prepared, configuration)


def test_without_squid_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(SquidError, match=r"\./start --setup"):
        conf.squid_program()
