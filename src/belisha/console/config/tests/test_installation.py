"""console.yaml: every setting has a default and a line in the documents; what cannot be used is refused plainly."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from belisha.console.config.database import DatabaseAddressError, database_settings, read_address
from belisha.console.config.installation import (
    DEFAULT_TEXT,
    FILE,
    Console,
    ConsoleSettingsError,
    read_console,
    write_default,
)
from belisha.console.config.serving import certificate_files, options

DOCUMENT = Path(__file__).parents[5] / "docs/operate/console.md"


def read(home: Path, text: str) -> Console:
    (home / FILE).write_text(text)
    return read_console(home)


def test_every_setting_is_documented() -> None:
    text = DOCUMENT.read_text()
    assert [name for name in Console.__struct_fields__ if f"`{name}`" not in text] == []


def test_the_file_that_is_written_says_the_defaults(tmp_path: Path) -> None:
    write_default(tmp_path)
    assert read_console(tmp_path) == Console()
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0, "passwords will stand in it"
    (tmp_path / FILE).write_text("port: 1234")
    write_default(tmp_path)
    assert read_console(tmp_path).port == 1234, "what somebody wrote stays"
    assert set(re.findall(r"^(\w+):", DEFAULT_TEXT, re.MULTILINE)) <= set(Console.__struct_fields__)


def test_without_a_file_only_this_machine_gets_in(tmp_path: Path) -> None:
    console = read_console(tmp_path)
    assert not console.reached_by_others
    assert console.url == "http://127.0.0.1:8070"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("port: 70000", "not a port"),
        ("prot: 8070", "prot"),
        ("port: [", "console.yaml"),
        ("listen: 0.0.0.0", "public_url: is needed"),
        ("behind_proxy: true", "public_url: is needed"),
        ("{listen: 0.0.0.0, public_url: 'http://a.example'}", "begins with https"),
        ("public_url: safety.example", "is not like https://"),
        ("public_url: https://safety.example/belisha", "is not like https://"),
        ("certificate: /none.pem", "both, or neither"),
        ("{certificate: /none.pem, certificate_key: /none.key}", "there is no file /none.pem"),
        ("backup_keep: 0", "at least 1"),
        ("database: postgresql://u:secret@host", "names no database"),
        ("database: mysql://u:secret@host/x", "must begin with postgresql://"),
        ("mail: mail.example", "must begin with smtp://"),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(ConsoleSettingsError, match=re.escape(fault)) as refused:
        read(tmp_path, text)
    assert "secret" not in str(refused.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConsoleSettingsError) as refused:
        read(tmp_path, "{port: 0, backup_keep: 0, mail: nonsense}")
    assert len(str(refused.value).splitlines()) == 3


def test_once_others_may_come_it_does_https_unless_a_web_server_in_front_does() -> None:
    ours = Console(listen="0.0.0.0", public_url="https://safety.example:8070")
    assert ours.tls
    assert str(certificate_files(ours, Path("/home"))[0]) == "/home/console/tls/certificate.pem"
    assert options(ours, Path("/home"))["certfile"] == "/home/console/tls/certificate.pem"
    theirs = msgspec.structs.replace(ours, certificate="/etc/cert.pem", certificate_key="/etc/cert.key")
    assert options(theirs, Path("/home"))["keyfile"] == "/etc/cert.key"
    proxied = msgspec.structs.replace(ours, behind_proxy=True)
    assert "certfile" not in options(proxied, Path("/home"))


def test_an_address_of_a_database_may_hold_what_must_be_escaped() -> None:
    server = read_address("postgresql://oak:p%40ss%2Fword@db.example:5433/belisha?sslmode=verify-full")
    assert (server.host, server.port, server.user, server.password) == ("db.example", "5433", "oak", "p@ss/word")
    assert server.environment["PGSSLMODE"] == "verify-full"
    assert read_address("postgresql://belisha@%2Ftmp%2FUpper/x").host == "/tmp/Upper", "sockets keep their case"
    assert read_address("postgresql:///belisha").host == "", "the socket of this machine"


def test_an_option_that_nobody_needs_is_refused() -> None:
    with pytest.raises(DatabaseAddressError, match="may set only"):
        read_address("postgresql://u@h/x?options=-csearch_path=evil")


def test_sqlite_is_what_there_is_when_nothing_is_set(tmp_path: Path) -> None:
    assert database_settings("", tmp_path)["NAME"] == tmp_path / "console" / "console.sqlite3"
