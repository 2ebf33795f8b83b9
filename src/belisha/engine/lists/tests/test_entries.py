"""One name or address of a list becomes one canonical entry, or is refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.lists import Entry, entry_of


@pytest.mark.parametrize(
    ("text", "host", "path"),
    [
        ("example.com", "example.com", ""),
        ("WWW.Example.COM.", "www.example.com", ""),
        ("*.example.com", "example.com", ""),
        (".example.com", "example.com", ""),
        ("bücher.example", "xn--bcher-kva.example", ""),
        ("_service.example.com", "_service.example.com", ""),
        ("example.com:8080", "example.com", ""),
        ("https://example.com", "example.com", ""),
        ("http://Example.com:80/", "example.com", ""),
        ("example.com/games/", "example.com", "/games/"),
        ("example.com/a/../b?q=1#top", "example.com", "/b?q=1"),
        ("example.com?q=1", "example.com", "/?q=1"),
        ("example.com\\games", "example.com", "/games"),
        ("192.0.2.7", "192.0.2.7", ""),
        ("3221225991", "192.0.2.7", ""),
        ("192.0.2.7/admin", "192.0.2.7", "/admin"),
        ("192.0.2.7/42", "192.0.2.7", "/42"),
        ("http://192.0.2.7/24", "192.0.2.7", "/24"),
        ("192.0.2.7/24", "192.0.2.0/24", ""),
        ("192.0.2.7/32", "192.0.2.7", ""),
        ("2001:db8::1", "[2001:db8::1]", ""),
        ("[2001:DB8:0::1]/page", "[2001:db8::1]", "/page"),
        ("2001:db8:1:2::/48", "[2001:db8:1::]/48", ""),
        ("fade.be/12", "fade.be", "/12"),
        ("blogspot.com", "blogspot.com", ""),
    ],
)
def test_what_a_list_means_is_read_as_a_browser_would(text: str, host: str, path: str) -> None:
    assert entry_of(text) == Entry(host, path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("localhost", "machine itself"),
        ("printer.local", "machine itself"),
        ("127.0.0.1", "machine itself"),
        ("0.0.0.0", "machine itself"),
        ("::1", "machine itself"),
        ("10.1.2.3", "machine itself"),
        ("192.168.0.0/16", "machine itself"),
        ("255.255.255.255", "machine itself"),
        ("com", "single word"),
        ("co.uk", "public suffix"),
        ("*.co.uk", "public suffix"),
        ("https://gov.uk/", "public suffix"),
        ("0.0.0.0/0", "wide"),
        ("8.0.0.0/7", "wide"),
        ("2000::/3", "wide"),
        ("somebody@example.com", "e-mail"),
        ("ads*.example.com", "star"),
        ("two words", "more than one word"),
        ("", "no name"),
        ("   ", "no name"),
        (f"{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 63}.com", ""),
        ("exa mple.com", "more than one word"),
        ("<html>", ""),
        ("http://", ""),
        ("\x00.com", ""),
    ],
)
def test_what_no_list_may_cover_is_refused_with_a_reason(text: str, reason: str) -> None:
    found = entry_of(text)
    assert isinstance(found, str)
    assert found
    assert reason in found


@given(st.text())
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    found = entry_of(text)
    assert isinstance(found, Entry | str)
    assert found


@given(
    st.sampled_from(["example.com", "192.0.2.7", "[2001:db8::1]", "xn--bcher-kva.example"]),
    st.text(st.characters(codec="utf-8"), max_size=20),
)
def test_an_entry_written_as_a_line_reads_back_as_itself(host: str, path: str) -> None:
    found = entry_of(f"http://{host}/{''.join(path.split())}")
    assert isinstance(found, Entry)
    assert entry_of(str(found)) == found
