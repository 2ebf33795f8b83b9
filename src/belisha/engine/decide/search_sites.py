"""Search engines and video sites: where the term stands in an address, and how safe search is forced. Reviewed data.

A Python table, not YAML: the gateway's helper asks on its first request, and importing a YAML reader costs it 15 ms
and 2 MB, this table 1 ms. Reviewed November 2026. A safe-search parameter is listed only where the publisher documents
it, or writes it into its own addresses when a person chooses the strictest setting.
"""

from typing import Final, NamedTuple

from belisha.engine.address.probes import SEARCH_HOST, VIDEO_HOST


class Page(NamedTuple):
    """Addresses of one site, by the beginning of their path."""

    paths: tuple[str, ...]
    """Lower case, whole segments; "/" is the front page alone, and only with a term."""
    terms: tuple[str, ...] = ()
    """Query parameters that hold what was searched for."""
    safe: tuple[tuple[str, str], ...] = ()
    """Query parameters that force the strictest safe search."""
    term_in_path: bool = False
    """The segment after `paths` is what was searched for."""
    watched: bool = False
    """A page of a video site whose query says which video."""


class Site(NamedTuple):
    """One engine or video site; the first page that fits an address counts."""

    name: str
    """As reports show it."""
    pages: tuple[Page, ...]
    domains: tuple[str, ...] = ()
    """Each with everything below it."""
    hosts: tuple[str, ...] = ()
    """Each by itself."""


# The endings of Google's own list of the domains it supports.
_GOOGLE_ENDINGS: Final = """
    com ad ae al am as at az ba be bf bg bi bj bs bt by ca cat cd cf cg ch ci cl cm cn cv cz de dj dk dm dz ee es
    fi fm fr ga ge gg gl gm gp gr gy hn hr ht hu ie im iq is it je jo kg ki kz la li lk lt lu lv md me mg mk ml mn
    ms mu mv mw ne nl no nr nu pl pn ps pt ro rs ru rw sc se sh si sk sm sn so sr st td tg tk tl tm tn to tt us vg
    vu ws co.ao co.bw co.ck co.cr co.id co.il co.in co.jp co.ke co.kr co.ls co.ma co.mz co.nz co.th co.tz co.ug
    co.uk co.uz co.ve co.vi co.za co.zm co.zw com.af com.ag com.ai com.ar com.au com.bd com.bh com.bn com.bo
    com.br com.by com.bz com.co com.cu com.cy com.do com.ec com.eg com.et com.fj com.gh com.gi com.gt com.hk
    com.jm com.kh com.kw com.lb com.lc com.ly com.mm com.mt com.mx com.my com.na com.nf com.ng com.ni com.np
    com.om com.pa com.pe com.pg com.ph com.pk com.pr com.py com.qa com.sa com.sb com.sg com.sl com.sv com.tj
    com.tr com.tw com.ua com.uy com.vc com.vn
"""
GOOGLE_DOMAINS: Final = tuple(f"google.{ending}" for ending in _GOOGLE_ENDINGS.split())

_ACTIVE: Final = (("safe", "active"),)
_STRICT: Final = (("adlt", "strict"),)

FORCED_BY_ADDRESS: Final = (
    # The parameter is the one that Chrome's own ForceGoogleSafeSearch policy adds, on these same pages.
    Site(
        "Google",
        (
            Page(
                ("/search", "/images", "/imgres", "/m/search", "/custom", "/cse", "/", "/webhp"),
                ("q", "as_q", "as_epq", "as_oq"),
                _ACTIVE,
            ),
        ),
        hosts=(
            *GOOGLE_DOMAINS,
            *(f"www.{domain}" for domain in GOOGLE_DOMAINS),
            *(f"images.{domain}" for domain in GOOGLE_DOMAINS),
            *(f"{name}.google.com" for name in ("cse", "encrypted", "ipv4", "ipv6", "video", "shopping")),
        ),
    ),
    # Published by Microsoft in 2009 for filters of schools; holds for pictures, videos and news as well.
    Site(
        "Bing",
        (
            Page(("/search", "/images/search", "/videos/search", "/news/search", "/shop"), ("q",), _STRICT),
            Page(("/images", "/videos", "/news"), safe=_STRICT),
        ),
        domains=("bing.com",),
    ),
    # DuckDuckGo's help names kp=1; its pages fetch pictures, videos and news with p=1.
    Site(
        "DuckDuckGo",
        (
            Page(("/", "/html", "/lite"), ("q",), (("kp", "1"),)),
            Page(("/d.js",), safe=(("kp", "1"), ("p", "1"))),
            Page(("/i.js", "/v.js", "/news.js"), safe=(("p", "1"),)),
        ),
        domains=("duckduckgo.com",),
    ),
    # Yahoo writes vm=r, i or p into its addresses for strict, moderate or off.
    Site("Yahoo", (Page(("/search", "/mobile/s", "/yhs"), ("p",), (("vm", "r"),)),), domains=("search.yahoo.com",)),
    # Qwant writes s=2 into its addresses for the strictest setting, and its pages ask its interface with safesearch=2.
    Site(
        "Qwant",
        (Page(("/",), ("q",), (("s", "2"),)), Page(("/v3/search",), safe=(("safesearch", "2"),))),
        domains=("qwant.com",),
    ),
    # Named so in Brave's own search interface.
    Site(
        "Brave Search",
        (Page(("/search", "/images", "/videos", "/news", "/goggles"), ("q",), (("safesearch", "strict"),)),),
        hosts=("search.brave.com",),
    ),
    # Documented among Mojeek's search options.
    Site("Mojeek", (Page(("/search",), ("q",), (("safe", "1"),)),), domains=("mojeek.com", "mojeek.co.uk")),
    # What Yandex writes into its addresses for family search.
    Site(
        "Yandex",
        (Page(("/search", "/images/search", "/video/search"), ("text",), (("family", "yes"),)),),
        domains=(
            *("yandex.com", "yandex.ru", "yandex.by", "yandex.kz", "yandex.uz", "yandex.com.tr", "yandex.eu", "ya.ru"),
        ),
    ),
)

# Our own page, which the gateway's portal answers by telling what reached it: so that forcing is tested the whole way.
OUR_TEST: Final = (Site("Belisha's own test", (Page(("/search",), ("q",), _ACTIVE),), hosts=(SEARCH_HOST,)),)

# Restricted mode is asked for by the header YouTube-Restrict at these hosts (Google Workspace help, answer 6214622);
# no address forces it.
YOUTUBE: Final = Site(
    "YouTube",
    (
        Page(("/results", "/search"), ("search_query", "q")),
        Page(("/watch", "/playlist", "/embed", "/shorts"), watched=True),
    ),
    domains=("youtube.com", "youtube-nocookie.com"),
    hosts=("youtubei.googleapis.com", "youtube.googleapis.com", VIDEO_HOST),
)

# They filter by themselves and offer no way to turn that off.
FOR_CHILDREN: Final = (
    Site("Kiddle", (Page(("/s.php",), ("q",)),), domains=("kiddle.co",)),
    Site("Swiggle", (Page(("/", "/search"), ("q", "query", "search")),), domains=("swiggle.org.uk",)),
    Site("KidRex", (Page(("/results",), ("q",)),), domains=("kidrex.org",)),
    Site("KidzSearch", (Page(("/kzsearch.php",), ("q",)),), domains=("kidzsearch.com",)),
    Site("Qwant Junior", (Page(("/",), ("q",)),), domains=("qwantjunior.com",)),
    Site("Swisscows", (Page(("/en/web", "/en/images", "/en/videos", "/web"), ("query",)),), domains=("swisscows.com",)),
)

# No address forces safe search here: for pupils the category search-without-safety decides. Ecosia and Startpage
# offer it by a DNS name only, and Startpage's own pages send the setting in the body of the request.
NOT_FORCED: Final = (
    Site("Ecosia", (Page(("/search", "/images", "/videos", "/news"), ("q",)),), domains=("ecosia.org",)),
    Site(
        "Startpage",
        (Page(("/sp/search", "/do/search", "/do/dsearch", "/search"), ("query", "q")),),
        domains=("startpage.com",),
    ),
    Site("Baidu", (Page(("/s", "/search", "/sf/vsearch"), ("wd", "word")),), domains=("baidu.com",)),
    Site("Ask", (Page(("/web",), ("q",)),), domains=("ask.com",)),
    Site("AOL", (Page(("/aol",), ("q",)),), hosts=("search.aol.com", "search.aol.co.uk")),
    Site("Dogpile", (Page(("/serp", "/search"), ("q",)),), domains=("dogpile.com",)),
    Site("Yahoo Japan", (Page(("/search",), ("p",)),), domains=("search.yahoo.co.jp",)),
    Site("Perplexity", (Page(("/search", "/"), ("q",)),), domains=("perplexity.ai",)),
    Site("You.com", (Page(("/search",), ("q",)),), domains=("you.com",)),
)

_AMAZON: Final = ("co.uk", "com", "de", "fr", "es", "it", "ie", "nl", "pl", "se", "ca", "com.au", "in", "co.jp")
_EBAY: Final = ("co.uk", "com", "de", "fr", "es", "it", "ie", "ca", "com.au")
_WIKI: Final = (Page(("/w/index.php", "/wiki/special:search"), ("search",)),)
_Q: Final = (Page(("/search",), ("q",)),)

# They search their own pages: whether those are fit is a matter of categories, not of safe search.
OWN_PAGES: Final = (
    Site("Google News", _Q, hosts=("news.google.com",)),
    Site(
        "Google Scholar",
        (Page(("/scholar",), ("q",)),),
        hosts=tuple(f"scholar.{domain}" for domain in GOOGLE_DOMAINS),
    ),
    Site("Google Books", (Page(("/books",), ("q",)),), hosts=("books.google.com", "books.google.co.uk")),
    Site("Google Play", (Page(("/store/search",), ("q",)),), hosts=("play.google.com",)),
    Site("Wikipedia", _WIKI, domains=("wikipedia.org",)),
    Site("Wikimedia Commons", _WIKI, domains=("commons.wikimedia.org",)),
    Site(
        "BBC",
        (Page(("/search", "/bitesize/search", "/cbbc/search", "/iplayer/search", "/sounds/search"), ("q",)),),
        domains=("bbc.co.uk", "bbc.com"),
    ),
    Site("Britannica", (Page(("/search", "/kids/search"), ("query",)),), domains=("britannica.com",)),
    Site("Twinkl", (Page(("/search",), ("q", "term")),), domains=("twinkl.co.uk", "twinkl.com")),
    Site("Scratch", (Page(("/search/projects", "/search/studios"), ("q",)),), hosts=("scratch.mit.edu",)),
    Site("Openverse", _Q, domains=("openverse.org",)),
    Site("Internet Archive", (Page(("/search", "/search.php"), ("query",)),), hosts=("archive.org",)),
    Site("Amazon", (Page(("/s",), ("k", "field-keywords")),), domains=tuple(f"amazon.{place}" for place in _AMAZON)),
    Site("eBay", (Page(("/sch",), ("_nkw",)),), domains=tuple(f"ebay.{place}" for place in _EBAY)),
    Site(
        "Pixabay",
        (Page(("/images/search", "/photos/search", "/videos/search"), term_in_path=True),),
        domains=("pixabay.com",),
    ),
    Site("Unsplash", (Page(("/s/photos",), term_in_path=True),), domains=("unsplash.com",)),
    Site("Flickr", (Page(("/search",), ("text", "q")),), domains=("flickr.com",)),
    Site("GIPHY", (Page(("/search",), term_in_path=True),), domains=("giphy.com",)),
    Site("Tenor", (Page(("/search",), term_in_path=True),), domains=("tenor.com",)),
    Site("Vimeo", _Q, domains=("vimeo.com",)),
    Site("Dailymotion", (Page(("/search",), term_in_path=True),), domains=("dailymotion.com",)),
    Site("Twitch", (Page(("/search",), ("term",)),), domains=("twitch.tv",)),
    Site("TikTok", _Q, domains=("tiktok.com",)),
    Site("Reddit", _Q, domains=("reddit.com",)),
    Site("X", _Q, domains=("x.com", "twitter.com")),
    Site("Instagram", (Page(("/explore/search/keyword",), ("q",)),), domains=("instagram.com",)),
    Site("Pinterest", _Q, domains=("pinterest.co.uk", "pinterest.com")),
    Site("Tumblr", (Page(("/search",), term_in_path=True),), domains=("tumblr.com",)),
    Site("Roblox", (Page(("/discover", "/catalog", "/search"), ("keyword",)),), domains=("roblox.com",)),
    Site("SoundCloud", _Q, domains=("soundcloud.com",)),
    Site("Spotify", (Page(("/search",), term_in_path=True),), hosts=("open.spotify.com",)),
    Site("Fandom", (Page(("/wiki/special:search",), ("query", "search")),), domains=("fandom.com",)),
    Site("Quora", _Q, domains=("quora.com",)),
    Site("Urban Dictionary", (Page(("/define.php",), ("term",)),), domains=("urbandictionary.com",)),
)

SITES: Final = (*FORCED_BY_ADDRESS, *OUR_TEST, YOUTUBE, *FOR_CHILDREN, *NOT_FORCED, *OWN_PAGES)
