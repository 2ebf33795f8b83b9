"""Searches are read as the engine reads them, and safe search cannot be argued away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.address import Address, is_public_suffix, read_host, read_url, suffixes
from belisha.engine.decide.search import (
    LONGEST_TERM,
    Search,
    forces_by_url,
    is_search_or_video,
    keeps_query,
    search_hosts,
    search_of,
    with_safe_search,
    youtube_host,
)
from belisha.engine.decide.search_sites import (
    FOR_CHILDREN,
    FORCED_BY_ADDRESS,
    GOOGLE_DOMAINS,
    NOT_FORCED,
    OWN_PAGES,
    SITES,
)


def url(text: str) -> Address:
    found = read_url(text)
    assert isinstance(found, Address), text
    return found


@pytest.mark.parametrize(
    ("text", "engine", "term"),
    [
        ("https://www.google.com/search?q=cute+cats", "Google", "cute cats"),
        ("https://www.google.co.uk/search?hl=en&q=caf%C3%A9", "Google", "café"),
        ("https://google.de/search?q=cafe%CC%81", "Google", "café"),
        ("https://www.google.com/search?tbm=isch&q=cats", "Google", "cats"),
        ("https://www.google.com/%73earch?%71=cats", "Google", "cats"),
        ("https://www.google.com//search?q=cats", "Google", "cats"),
        ("https://www.google.com/search?q=one&q=two", "Google", "one two"),
        ("https://www.google.com/search?as_q=cats&as_epq=and+dogs", "Google", "cats and dogs"),
        ("https://www.bing.com/images/search?q=cats", "Bing", "cats"),
        ("https://www.bing.com/SEARCH?Q=cats", "Bing", "cats"),
        ("https://duckduckgo.com/?q=cats&ia=web", "DuckDuckGo", "cats"),
        ("https://html.duckduckgo.com/html/?q=cats", "DuckDuckGo", "cats"),
        ("https://uk.search.yahoo.com/search;_ylt=Awr?p=cats", "Yahoo", "cats"),
        ("https://images.search.yahoo.com/search/images?p=cats", "Yahoo", "cats"),
        ("https://www.ecosia.org/search?q=cats", "Ecosia", "cats"),
        ("https://www.youtube.com/results?search_query=cats", "YouTube", "cats"),
        ("https://m.youtube.com/results?search_query=cats", "YouTube", "cats"),
        ("https://www.kiddle.co/s.php?q=cats", "Kiddle", "cats"),
        ("https://swiggle.org.uk/search?q=cats", "Swiggle", "cats"),
        ("https://www.qwant.com/?q=cats&t=images", "Qwant", "cats"),
        ("https://www.startpage.com/sp/search?query=cats", "Startpage", "cats"),
        ("https://search.brave.com/images?q=cats", "Brave Search", "cats"),
        ("https://yandex.com/images/search?text=cats", "Yandex", "cats"),
        ("https://www.baidu.com/s?wd=cats", "Baidu", "cats"),
        ("https://en.wikipedia.org/wiki/Special:Search?search=cats", "Wikipedia", "cats"),
        ("https://en.wikipedia.org/w/index.php?search=cats", "Wikipedia", "cats"),
        ("https://www.bbc.co.uk/search?q=cats", "BBC", "cats"),
        ("https://www.amazon.co.uk/s?k=cats", "Amazon", "cats"),
        ("https://www.ebay.co.uk/sch/i.html?_nkw=cats", "eBay", "cats"),
        ("https://pixabay.com/images/search/cute%20cats/?order=ec", "Pixabay", "cute cats"),
        ("https://giphy.com/search/Cats", "GIPHY", "Cats"),
        ("https://scratch.mit.edu/search/projects?q=cats", "Scratch", "cats"),
    ],
)
def test_a_search_is_recognised(text: str, engine: str, term: str) -> None:
    assert search_of(url(text)) == Search(engine, term)
    assert is_search_or_video(url(text).host)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.google.com/",
        "https://www.google.com/search",
        "https://www.google.com/search?q=",
        "https://www.google.com/search?q=+%20%09",
        "https://www.google.com/complete/search?q=ca",
        "https://www.google.com/url?q=https://example.com/",
        "https://www.google.com/searching?q=cats",
        "https://mail.google.com/search?q=cats",
        "https://www.google.com.evil.example/search?q=cats",
        "https://google.example/search?q=cats",
        "https://notbing.com/search?q=cats",
        "https://www.example.com/search?q=cats",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://duckduckgo.com/",
        "https://duckduckgo.com/i.js?q=cats",
        "https://giphy.com/search/",
        "https://192.0.2.1/search?q=cats",
    ],
)
def test_what_is_no_search_is_not_taken_for_one(text: str) -> None:
    assert search_of(url(text)) is None


def test_a_term_is_one_clean_line_of_bounded_length() -> None:
    assert search_of(url("https://www.google.com/search?q=%20a%0A%0Db%09%20c+")) == Search("Google", "a b c")
    assert search_of(url("https://www.google.com/search?q=%ff")) == Search("Google", "\ufffd")
    found = search_of(url(f"https://www.google.com/search?q={'cat+' * 1000}"))
    assert found is not None
    assert LONGEST_TERM - 1 <= len(found.term) <= LONGEST_TERM
    assert not found.term.endswith(" ")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://www.google.com/search?q=a", "https://www.google.com/search?q=a&safe=active"),
        ("https://www.google.co.uk/search?q=a&safe=off&hl=en", "https://www.google.co.uk/search?q=a&hl=en&safe=active"),
        ("https://www.google.com/search?s%61fe=off&q=a", "https://www.google.com/search?q=a&safe=active"),
        ("https://www.google.com/search?SAFE=off&q=a", "https://www.google.com/search?q=a&safe=active"),
        ("https://www.google.com/search?safe=active&q=a&safe=off", "https://www.google.com/search?q=a&safe=active"),
        ("https://www.google.com/search?safe=active&safe=active", "https://www.google.com/search?safe=active"),
        ("https://www.google.com/search?safe&q=a", "https://www.google.com/search?q=a&safe=active"),
        ("https://www.google.com/search?q=a&%20safe=off", "https://www.google.com/search?q=a&safe=active"),
        ("https://www.google.com/%73earch?q=a", "https://www.google.com/%73earch?q=a&safe=active"),
        ("https://www.google.com/search", "https://www.google.com/search?safe=active"),
        ("https://www.google.com/?q=a", "https://www.google.com/?q=a&safe=active"),
        ("http://images.google.fr:8080/images?q=a", "http://images.google.fr:8080/images?q=a&safe=active"),
        ("https://www.bing.com/search?q=a&adlt=off", "https://www.bing.com/search?q=a&adlt=strict"),
        ("https://www.bing.com/images/async?q=a", "https://www.bing.com/images/async?q=a&adlt=strict"),
        ("https://cn.bing.com/videos/search?q=a", "https://cn.bing.com/videos/search?q=a&adlt=strict"),
        ("https://duckduckgo.com/?q=a&kp=-2", "https://duckduckgo.com/?q=a&kp=1"),
        ("https://duckduckgo.com/i.js?q=a&p=-1", "https://duckduckgo.com/i.js?q=a&p=1"),
        ("https://search.yahoo.com/search?p=a&vm=p", "https://search.yahoo.com/search?p=a&vm=r"),
        ("https://www.qwant.com/?q=a&s=0", "https://www.qwant.com/?q=a&s=2"),
        ("https://api.qwant.com/v3/search/web?q=a", "https://api.qwant.com/v3/search/web?q=a&safesearch=2"),
        ("https://search.brave.com/search?q=a", "https://search.brave.com/search?q=a&safesearch=strict"),
        ("https://yandex.com/search/?text=a", "https://yandex.com/search/?text=a&family=yes"),
        ("https://www.mojeek.com/search?q=a&safe=0", "https://www.mojeek.com/search?q=a&safe=1"),
    ],
)
def test_safe_search_is_forced_and_forcing_it_again_changes_nothing(text: str, safe: str) -> None:
    assert with_safe_search(url(text)) == safe
    assert with_safe_search(url(safe)) is None
    assert search_of(url(safe)) == search_of(url(text))


@pytest.mark.parametrize(
    "text",
    [
        "https://www.google.com/",
        "https://www.google.com/search?q=a&safe=active",
        "https://www.google.com/search?safe=%61ctive&q=a",
        "https://www.google.com/maps?q=a",
        "https://mail.google.com/search?q=a",
        "https://www.youtube.com/results?search_query=a",
        "https://www.ecosia.org/search?q=a",
        "https://www.kiddle.co/s.php?q=a",
        "https://www.example.com/search?q=a",
        "https://duckduckgo.com/",
    ],
)
def test_what_is_safe_already_or_no_engine_is_left_as_it_is(text: str) -> None:
    assert with_safe_search(url(text)) is None


@given(
    st.text(alphabet="safeqvt=&%20+61?;ä", max_size=40),
    st.sampled_from(["www.google.com", "www.bing.com", "google.fr"]),
)
def test_no_query_escapes_safe_search(query: str, host: str) -> None:
    address = url(f"https://{host}/search?{query}")
    safe = with_safe_search(address)
    final = url(safe) if safe else address
    assert with_safe_search(final) is None
    assert search_of(final) == search_of(address)
    wanted = "adlt=strict" if "bing" in host else "safe=active"
    assert wanted in final.query or "%" in final.query


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://www.google.com/search?q=a", True),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", True),
        ("https://www.youtube.com/results?search_query=a", True),
        ("https://www.bing.com/images/search?q=a", True),
        ("https://www.google.com/url?q=https://example.com/?token=1", False),
        ("https://www.youtube.com/signin?token=1", False),
        ("https://accounts.google.com/signin?email=a", False),
        ("https://www.amazon.co.uk/gp/cart?session=1", False),
        ("https://www.example.com/search?q=a", False),
        ("https://www.google.com/", False),
    ],
)
def test_the_log_keeps_queries_of_searches_and_videos_only(text: str, kept: bool) -> None:
    assert keeps_query(url(text)) is kept


@pytest.mark.parametrize(
    "host",
    [
        *("youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "www.youtube-nocookie.com"),
        *("youtubei.googleapis.com", "youtube.googleapis.com"),
    ],
)
def test_restricted_mode_is_asked_for_at_every_youtube_host(host: str) -> None:
    assert youtube_host(host)
    assert is_search_or_video(host)
    assert not forces_by_url(host)


@pytest.mark.parametrize(
    "host", ["googleapis.com", "maps.googleapis.com", "notyoutube.com", "youtube.com.evil.example", ""]
)
def test_other_hosts_are_not_youtube(host: str) -> None:
    assert not youtube_host(host)


def test_hosts_whose_safe_search_an_address_forces_are_known_before_the_address_is() -> None:
    for host in ("www.google.com", "google.co.uk", "www.bing.com", "duckduckgo.com", "uk.search.yahoo.com"):
        assert forces_by_url(host)
    for host in ("www.ecosia.org", "www.kiddle.co", "www.bbc.co.uk", "mail.google.com", "www.yahoo.com", "example.com"):
        assert not forces_by_url(host)


def test_every_google_domain_is_searched_safely() -> None:
    assert len(GOOGLE_DOMAINS) == len(set(GOOGLE_DOMAINS)) > 185
    for domain in GOOGLE_DOMAINS:
        assert read_host(domain) == domain
        assert is_public_suffix(domain.partition(".")[2]), domain
        assert with_safe_search(url(f"https://www.{domain}/search?q=a")), domain


def test_the_table_is_sound() -> None:
    names = [site.name for site in SITES]
    assert len(names) == len(set(names))
    hosts = [host for site in SITES for host in (*site.hosts, *site.domains)]
    assert len(hosts) == len(set(hosts))
    for site in SITES:
        for host in (*site.hosts, *site.domains):
            assert read_host(host) == host
        for page in site.pages:
            assert page.terms or page.safe or page.term_in_path or page.watched
            assert "/" not in page.paths or page.terms
            for text in (*page.paths, *page.terms, *(name for name, _ in page.safe)):
                assert text == text.lower()
            assert all(path.startswith("/") and (path == "/" or not path.endswith("/")) for path in page.paths)


def test_no_host_belongs_to_two_sites() -> None:
    domains = {domain: site.name for site in SITES for domain in site.domains}
    for site in SITES:
        for host in (*site.hosts, *site.domains):
            assert {domains[suffix] for suffix in suffixes(host) if suffix in domains} <= {site.name}


def test_only_sites_said_to_be_forced_have_a_parameter() -> None:
    assert all(any(page.safe for page in site.pages) for site in FORCED_BY_ADDRESS)
    for site in (*FOR_CHILDREN, *NOT_FORCED, *OWN_PAGES):
        assert not any(page.safe for page in site.pages), site.name


def test_hosts_are_listed_as_squid_writes_them() -> None:
    listed = search_hosts()
    assert "www.google.co.uk" in listed
    assert ".youtube.com" in listed
    assert all(is_search_or_video(entry.lstrip(".")) for entry in listed)
    assert all(is_search_or_video(f"x{entry}") for entry in listed if entry.startswith("."))
