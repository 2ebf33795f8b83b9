"""Public test suites: WHATWG's, Unicode's, and strings collected to break things. Differences are named here."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from belisha.engine.address import DEFAULT_PORTS, Address, Refused, read_address, read_authority, read_host, read_url

_BLANKS = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")

# The standard reads these; we refuse them, because DNS has no such name or readers differ.
REFUSED_THOUGH_STANDARD = {
    "\0\x1b\x04\x12 http://example.com/\x1f \r ": "there is a NUL byte in it",
    "http://example.org/test?a#b\0c": "there is a NUL byte in it",
    "https://x/\0y": "there is a NUL byte in it",
    "https://x/?\0y": "there is a NUL byte in it",
    "https://x/?#\0y": "there is a NUL byte in it",
    "http://./": "there is no host name",
    "http://../": "the host name has an empty part between its dots",
    "http://foo.09..": "the host name has an empty part between its dots",
}
UNDNSABLE = ("there is no host name", "it is empty", "empty part", "longer than 63", "longer than 253")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The cases of a JSON suite, without its comments."""
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text("utf-8")
    yield from (row for row in json.loads(text) if isinstance(row, dict))


def is_absolute_web_url(text: str, base: str | None) -> bool:
    """Whether the standard reads it without looking at the base."""
    trimmed = text.strip(_BLANKS).translate(dict.fromkeys(map(ord, "\t\n\r")))
    found = _SCHEME.match(trimmed)
    if found is None or found[1].lower() not in DEFAULT_PORTS:
        return False
    if base is None or not base.lower().startswith(found[0].lower()):
        return True
    return trimmed[found.end() : found.end() + 2].replace("\\", "/") == "//"


def standard_reading(row: dict[str, Any]) -> Address:
    scheme = row["protocol"][:-1]
    port = int(row["port"]) if row["port"] else DEFAULT_PORTS[scheme]
    return Address(scheme, row["hostname"].removesuffix("."), port, row["pathname"], row["search"][1:])


@pytest.mark.parametrize("name", ["urltestdata.json", "ada_extra_urltestdata.json"])
def test_urls_are_read_as_the_standard_says(belisha_shared: Path, name: str) -> None:
    read = 0
    for row in rows(belisha_shared / "url" / "wpt" / name):
        text = row["input"]
        if not is_absolute_web_url(text, row.get("base")) or "[" in (row.get("base") or ""):
            continue
        read += 1
        found = read_url(text)
        if row.get("failure"):
            assert isinstance(found, Refused), text
        elif text in REFUSED_THOUGH_STANDARD:
            assert found == Refused(text, REFUSED_THOUGH_STANDARD[text])
        else:
            assert found == standard_reading(row), text
            assert read_address(text) == found
    assert read > (400 if name == "urltestdata.json" else 5)


def test_what_the_standard_reads_but_dns_cannot_hold_is_refused(belisha_shared: Path) -> None:
    folder = belisha_shared / "url" / "wpt"
    for row in rows(folder / "ada_long_urltestdata.json"):
        assert isinstance(read_url(row["input"]), Refused)
    for row in rows(folder / "urltestdata-javascript-only.json"):
        assert read_url(row["input"]) == Refused(row["input"], "it is not valid UTF-8 text")
    for row in rows(folder / "verifydnslength_tests.json"):
        assert isinstance(read_url(row["input"]), Refused if row["failure"] else Address), row["message"]


@pytest.mark.parametrize("name", ["toascii.json", "IdnaTestV2.json", "IdnaTestV2-removed.json"])
def test_international_names_become_the_ascii_names_of_the_standard(belisha_shared: Path, name: str) -> None:
    for row in rows(belisha_shared / "url" / "wpt" / name):
        text, expected = row["input"], row["output"]
        found = read_host(text)
        if expected is None:
            # A blank or control at either end is trimmed from every address, as browsers trim it.
            assert isinstance(found, Refused) or text[0] in _BLANKS, text
        elif isinstance(found, Refused):
            assert any(reason in found.reason for reason in UNDNSABLE), text
            assert max(map(len, expected.split("."))) > 63 or len(expected) > 253 or "" in expected.split("."), text
        else:
            assert found == expected.removesuffix("."), text


def unescaped(column: str) -> str:
    text = re.sub(r"\\u([0-9A-F]{4})|\\x\{([0-9A-F]+)\}", lambda found: chr(int(found[1] or found[2], 16)), column)
    return "" if text == '""' else text


def idna_rows(path: Path) -> Iterator[tuple[str, str, set[str]]]:
    """Source, ASCII form and the errors that concern browsers (UTS 46 without hyphen, length and STD3 checks)."""
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        columns = [column.strip(" \t") for column in line.partition("#")[0].split(";")]
        if len(columns) < 5:
            continue
        source = unescaped(columns[0])
        ascii_form = unescaped(columns[3] or columns[1]) or source
        errors = set(re.findall(r"\w+", columns[4] or columns[2])) - {"V2", "V3", "A4_1", "A4_2", "X4_2", "U1"}
        yield source, ascii_form, errors


def test_unicodes_own_idna_tests_hold(belisha_shared: Path) -> None:
    read = 0
    for source, ascii_form, errors in idna_rows(belisha_shared / "url" / "unicode" / "IdnaTestV2-16.0.txt.gz"):
        found = read_host(source)
        if isinstance(found, Refused):
            a_number = ascii_form.rstrip(".").rpartition(".")[2].isdigit()
            assert errors or a_number or "?" in source or any(why in found.reason for why in UNDNSABLE), ascii(source)
        elif source.isascii():
            # The URL standard takes ASCII names as they are, xn-- or not.
            assert found == source.lower().removesuffix(".")
        else:
            # Browsers do not check the direction of text (B rules); one letter came with Unicode 17.
            assert all(error[0] == "B" for error in errors) or source == "\U0003293120.\u97f3.\ua8661.", ascii(source)
            assert found == ascii_form.lower().removesuffix(".")
        read += 1
    assert read > 6_000


def test_punycode_is_read_and_written(belisha_shared: Path) -> None:
    read = 0
    for row in rows(belisha_shared / "url" / "unicode" / "punycode_tests.json"):
        decoded, encoded = row["decoded"], f"xn--{row['encoded']}"
        if not decoded or decoded.isascii() or len(encoded) > 63 or set(decoded) & set(" <>/?#@:,.|"):
            continue
        assert read_host(encoded) == encoded.lower()
        if decoded == decoded.lower():
            assert read_host(decoded) == encoded, row
        read += 1
    assert read > 10
    for row in rows(belisha_shared / "url" / "unicode" / "bad_punycode_tests.json"):
        assert isinstance(read_host(row["decoded"]), Refused)


def test_naughty_strings_are_read_or_refused_but_never_raise(belisha_shared: Path) -> None:
    for text in json.loads((belisha_shared / "url" / "blns.json").read_text("utf-8")):
        for given in (text, f"https://{text}", f"https://example.com/{text}", f"{text}:443"):
            for read in (read_address, read_url, read_authority, read_host):
                assert isinstance(read(given), (Address, Refused, str))


def test_a_look_alike_is_the_same_host_only_where_browsers_fold_it(belisha_shared: Path) -> None:
    table = json.loads(gzip.decompress((belisha_shared / "url" / "unicode" / "confusables.json.gz").read_bytes()))
    folded = 0
    for letter, likenesses in table.items():
        for likeness in {
            row["c"] for row in likenesses if len(row["c"]) == 1 and row["c"].isascii() and row["c"].isalpha()
        }:
            found = read_host(f"p{letter}ypal.example")
            if found == f"p{likeness.lower()}ypal.example":
                folded += 1
                # What full-width and mathematical letters have in common: Unicode itself calls them that letter.
                assert (
                    letter.casefold() == likeness.casefold()
                    or read_host(letter + ".example") == f"{likeness.lower()}.example"
                )
            else:
                assert (
                    isinstance(found, Refused)
                    or found.startswith("xn--")
                    or found != f"p{likeness.lower()}ypal.example"
                )
    assert folded > 500
