"""The public suffix list decides what somebody registered."""

import re
from pathlib import Path

import pytest
from publicsuffixlist import PublicSuffixList

from belisha.engine.address import Refused, is_public_suffix, read_host, registrable


@pytest.mark.parametrize(
    ("host", "registered"),
    [
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("bbc.co.uk", "bbc.co.uk"),
        ("co.uk", "co.uk"),
        ("pupil.school.sch.uk", "pupil.school.sch.uk"),
        ("a.pages.github.io", "pages.github.io"),
        ("github.io", "github.io"),
        ("localhost", "localhost"),
        ("192.0.2.1", "192.0.2.1"),
        ("[2001:db8::1]", "[2001:db8::1]"),
    ],
)
def test_the_registered_domain_of_a_host(host: str, registered: str) -> None:
    assert registrable(host) == registered


@pytest.mark.parametrize("host", ["uk", "co.uk", "com", "localhost", "unheard-of", "xn--p1ai"])
def test_a_registry_suffix_or_single_label_is_public(host: str) -> None:
    assert is_public_suffix(host)


@pytest.mark.parametrize("host", ["bbc.co.uk", "github.io", "blogspot.com", "192.0.2.1", "[::1]", "a.unheard-of"])
def test_a_site_or_hosting_firm_is_not_public(host: str) -> None:
    assert not is_public_suffix(host)


def cases(folder: Path) -> list[tuple[str, str]]:
    """Pairs of input and answer of both files of the public suffix list's own tests."""
    pairs = [line.split() for line in (folder / "tests.txt").read_text("utf-8").splitlines()]
    quoted = re.findall(
        r"^checkPublicSuffix\('?([^',]+)'?, '?([^',]+?)'?\);",
        (folder / "test_psl.txt").read_text("utf-8"),
        re.MULTILINE,
    )
    return [(pair[0], pair[1]) for pair in [*pairs, *quoted] if len(pair) == 2 and not pair[0].startswith("//")]


def test_the_lists_own_tests_hold(belisha_shared: Path) -> None:
    found = cases(belisha_shared / "url" / "psl")
    assert len(found) > 150
    for text, answer in found:
        host = read_host(text)
        if isinstance(host, Refused):
            assert text.startswith("."), "only a leading dot is refused"
            assert answer == "null"
        else:
            assert registrable(host) == (host if answer == "null" else read_host(answer)), text


def test_public_suffixes_are_those_of_the_library_for_every_rule_and_around_it() -> None:
    library = PublicSuffixList(only_icann=True)
    rules = {rule.lstrip("!*.") for rule in library._publicsuffix}
    hosts = [rule for rule in rules if rule.isascii()]
    hosts += [f"{label}.{host}" for host in hosts for label in ("a", "a.b")]
    assert [host for host in hosts if is_public_suffix(host) != library.is_public(host)] == []
