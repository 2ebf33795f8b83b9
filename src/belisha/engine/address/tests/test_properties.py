"""What holds for every text: nothing raises, reading is idempotent, the quick way and ada agree."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from belisha.engine.address import (
    DEFAULT_PORTS,
    Address,
    Refused,
    host_and_sni_agree,
    is_ip,
    is_plain_name,
    read_address,
    read_authority,
    read_host,
    read_url,
    reading,
    readings,
    suffixes,
)

_PIECES = st.sampled_from(
    [
        *("abcxyz019.-_:/?#@%\\[]&=~|{}<>^`'\"*" + "ä\u00df\u3002\uff0e\uff11\u200d\udcff\0\t\n "),
        *("..", "://", "http", "https", "HTTPS", "wss", "ftp", "file", "www.", "com", "443"),
        *("%2e", "%2E", "%41", "xn--", "0x", "::"),
    ]
)
_TANGLED = st.one_of(st.text(), st.lists(_PIECES, max_size=12).map("".join))
_LABEL = st.text(alphabet="abcz019-_", min_size=1, max_size=8)
_HOSTS = st.lists(_LABEL, min_size=1, max_size=4).map(".".join)
_URLS = st.builds(
    "{}://{}{}/{}{}".format,
    st.sampled_from(["http", "https"]),
    _HOSTS,
    st.sampled_from(["", "", ":443", ":80", ":8080"]),
    st.text(alphabet="ab./%2eE~!$&'()*+,;=:@|[]{}^`\"<>-_ ä", max_size=12),
    st.one_of(st.just(""), st.text(alphabet="ab./%2eE~!$&'()*+,;=:@|[]{}^`\"<>-_ä\\?", max_size=12).map("?".__add__)),
)


@given(_TANGLED)
def test_no_text_raises_and_every_refusal_has_a_reason(text: str) -> None:
    for read in (read_address, read_url, read_authority, read_host):
        found = read(text)
        if isinstance(found, Refused):
            assert found.text == text
            assert found.reason


@given(st.one_of(_TANGLED, _URLS))
def test_reading_a_canonical_address_again_gives_itself(text: str) -> None:
    found = read_address(text)
    if isinstance(found, Address):
        assert read_url(found.url) == found
        assert read_address(found.url) == found
        assert read_host(found.host) == found.host
        assert found.scheme in DEFAULT_PORTS
        assert 0 <= found.port <= 65_535
        assert found.path.startswith("/")
        assert found.url.isascii()


@given(st.one_of(_URLS, _HOSTS, _TANGLED))
@example("https://a.b/%2e/c")
@example("https://a.b/.")
@example("https://1.2/")
@example("http:80")
@example("tel:999")
@example("https")
def test_the_quick_way_and_the_whole_parser_agree(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        quick = (read_url(text), read_address(text), read_authority(text), read_host(text))
        for name in ("_plain_url", "_plain_authority", "_plain_host"):
            patch.setattr(reading, name, lambda _: None)
        assert quick == (read_url(text), read_address(text), read_authority(text), read_host(text))


@given(st.one_of(_HOSTS, _TANGLED))
@example("a.1")
@example("a")
@example("a" * 64 + ".b")
def test_plain_names_are_those_of_several_labels_that_the_quick_way_takes(host: str) -> None:
    name = host.encode("utf-8", "replace")
    quick = reading._plain_host(host) is not None and "." in host
    assert (is_plain_name(name) is not None) == quick
    if quick and len(host) <= 253:
        assert read_host(host) == host


@given(_HOSTS)
def test_suffixes_end_at_label_boundaries(host: str) -> None:
    found = read_host(host)
    if isinstance(found, str):
        for suffix in suffixes(found):
            assert found == suffix or found.endswith(f".{suffix}")
        assert len([*suffixes(found)]) == (1 if is_ip(found) else found.count(".") + 1)


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).map(str))
def test_every_ip_address_is_one_and_reads_back(text: str) -> None:
    host = read_host(text)
    assert isinstance(host, str)
    assert is_ip(host)
    assert readings(host)[0] == host
    assert all(read_host(other) == other for other in readings(host))


@given(_TANGLED, _TANGLED)
def test_agreement_is_mutual_and_never_raises(host: str, sni: str) -> None:
    if host and sni:
        assert host_and_sni_agree(host, sni) == host_and_sni_agree(sni, host)
