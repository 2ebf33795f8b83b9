"""Parents, IP addresses, other names of the same machine, and agreement with SNI and Host header."""

import pytest

from belisha.engine.address import host_and_sni_agree, host_header_agrees, is_ip, read_host, readings, suffixes


def test_suffixes_go_up_label_by_label() -> None:
    assert [*suffixes("www.school.example.co.uk")] == [
        "www.school.example.co.uk",
        "school.example.co.uk",
        "example.co.uk",
        "co.uk",
        "uk",
    ]
    assert [*suffixes("localhost")] == ["localhost"]


@pytest.mark.parametrize("host", ["192.0.2.1", "[2001:db8::1]", "[::ffff:102:304]"])
def test_an_ip_address_has_no_parents(host: str) -> None:
    assert is_ip(host)
    assert [*suffixes(host)] == [host]


@pytest.mark.parametrize("host", ["example.com", "1e100.net", "3com", "123.example", "a", "x0", "1.2.3.4.example"])
def test_a_name_with_digits_is_no_ip_address(host: str) -> None:
    assert read_host(host) == host
    assert not is_ip(host)


@pytest.mark.parametrize(
    ("host", "others"),
    [
        ("example.com", ()),
        ("192.0.2.1", ()),
        ("[2001:db8::1]", ()),
        ("[::]", ()),
        ("[::1]", ()),
        ("[::ffff:c000:201]", ("192.0.2.1",)),
        ("[64:ff9b::c000:201]", ("192.0.2.1",)),
        ("[64:ff9b:0:0:1::]", ()),
        ("[2002:c000:201::]", ("192.0.2.1",)),
        ("[2002:c000:201:1::5]", ("192.0.2.1",)),
    ],
)
def test_an_ipv6_form_of_an_ipv4_address_is_also_that_address(host: str, others: tuple[str, ...]) -> None:
    canonical = read_host(host)
    assert isinstance(canonical, str)
    assert readings(canonical) == (canonical, *others)


@pytest.mark.parametrize(
    ("host", "sni"),
    [
        ("example.com", "example.com"),
        ("example.com", "EXAMPLE.com."),
        ("bücher.example", "xn--bcher-kva.example"),
        ("192.0.2.1", ""),
        ("[2001:db8::1]", ""),
    ],
)
def test_host_and_sni_agree_in_any_spelling(host: str, sni: str) -> None:
    assert host_and_sni_agree(host, sni)


@pytest.mark.parametrize(
    ("host", "sni"),
    [
        ("blocked.example", "allowed.example"),
        ("www.example.com", "example.com"),
        ("example.com", ""),
        ("", ""),
        ("a..b", "a..b"),
        ("example.com\0", "example.com"),
        ("example.com", "example.com:443"),
    ],
)
def test_another_or_no_readable_name_is_disagreement(host: str, sni: str) -> None:
    assert not host_and_sni_agree(host, sni)


def test_a_host_header_agrees_with_or_without_its_port() -> None:
    assert host_header_agrees("Example.com", "example.com")
    assert host_header_agrees("example.com.:8443", "example.com")
    assert host_header_agrees("[::1]:80", "[::1]")
    assert host_header_agrees("0x7f.1", "127.0.0.1")


@pytest.mark.parametrize(
    "header", ["", "blocked.example", "example.com,blocked.example", "example.com/", "u@example.com"]
)
def test_a_host_header_that_names_another_host_disagrees(header: str) -> None:
    assert not host_header_agrees(header, "example.com")
