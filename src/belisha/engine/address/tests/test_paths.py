"""No spelling of a path dodges a rule about that path, and different resources stay different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.address import Address, matching_path, read_url


@pytest.mark.parametrize(
    "path",
    [
        "/admin",
        "/%61dmin",
        "/%61%64%6D%69%6e",
        "//admin",
        "/./admin",
        "/x/../admin",
        "/x/%2e%2e/admin",
        "/x/.%2E/admin",
        "/x%2F..%2Fadmin",
        "/%2Fadmin",
        "/../../admin",
        "\\admin",
        "admin",
    ],
)
def test_every_spelling_of_a_path_is_one_path(path: str) -> None:
    assert matching_path(path) == "/admin"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", "/"),
        ("/", "/"),
        ("//", "/"),
        ("/..", "/"),
        ("/a/", "/a/"),
        ("/a/.", "/a/"),
        ("/a/b/..", "/a/"),
        ("/a//b", "/a/b"),
        ("/A", "/A"),
        ("/%2561dmin", "/%2561dmin"),
        ("/%252e%252e/a", "/%252e%252e/a"),
        ("/%%36%31", "/%2561"),
        ("/100%", "/100%25"),
        ("/%zz", "/%25zz"),
        ("/a%20b", "/a%20b"),
        ("/a b", "/a%20b"),
        ("/%c3%a4", "/%C3%A4"),
        ("/ä", "/%C3%A4"),
        ("/%5Cadmin", "/%5Cadmin"),
        ("/%00", "/%00"),
        ("/a%3Fb", "/a%3Fb"),
        ("/a%23b", "/a%23b"),
        ("/a%21%28%29", "/a!()"),
        ("/.hidden", "/.hidden"),
        ("/...", "/..."),
    ],
)
def test_a_path_is_undone_exactly_once_as_servers_do(path: str, expected: str) -> None:
    assert matching_path(path) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=a", "/s?q=a"),
        ("q=%61", "/s?q=a"),
        ("%71=a", "/s?q=a"),
        ("q=a+b", "/s?q=a%20b"),
        ("q=a%20b", "/s?q=a%20b"),
        ("q=a%2Bb", "/s?q=a%2Bb"),
        ("q=a%26b", "/s?q=a%26b"),
        ("q=a&b", "/s?q=a&b"),
        ("q=a=b", "/s?q=a%3Db"),
        ("q=../a//b", "/s?q=../a//b"),
        ("q", "/s?q"),
        ("q=", "/s?q="),
    ],
)
def test_a_query_keeps_its_structure(query: str, expected: str) -> None:
    assert matching_path("/s", query) == expected


def test_path_and_query_may_come_as_one_text() -> None:
    assert matching_path("/%73?q=%61") == matching_path("/s", "q=a")


_PIECES = st.sampled_from(
    [
        "/",
        ".",
        "..",
        "%",
        "%2",
        "%2e",
        "%2F",
        "%25",
        "%61",
        "%C3%A4",
        "a",
        "A",
        "ä",
        "\\",
        "?",
        "&",
        "=",
        "+",
        " ",
        ";",
        "\udcff",
    ]
)
_TANGLED = st.one_of(st.text(), st.lists(_PIECES).map("".join))


@given(_TANGLED, _TANGLED)
def test_a_matching_path_is_its_own_matching_path(path: str, query: str) -> None:
    once = matching_path(path, query)
    assert matching_path(once) == once
    assert once.startswith("/")
    assert once.isascii()


@given(_TANGLED)
def test_a_matching_path_has_no_dot_segment_and_no_empty_one(path: str) -> None:
    first, *segments = matching_path(path).partition("?")[0].split("/")
    assert first == ""
    assert not {".", ".."} & set(segments)
    assert "" not in segments[:-1]


@given(st.text(alphabet="abc./%26E", max_size=20), st.data())
def test_escaping_any_letter_of_a_path_changes_nothing(path: str, data: st.DataObject) -> None:
    found = read_url(f"https://example.com/{path}")
    assert isinstance(found, Address)
    letters = [at for at, letter in enumerate(found.path) if letter in "abc"]
    escaped = found.path
    if letters:
        at = data.draw(st.sampled_from(letters))
        if "%" not in found.path[max(0, at - 2) : at]:
            escaped = f"{found.path[:at]}%{ord(found.path[at]):02x}{found.path[at + 1 :]}"
    assert matching_path(escaped) == matching_path(found.path)
