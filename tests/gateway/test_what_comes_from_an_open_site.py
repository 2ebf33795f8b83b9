"""What may be had of an open site: no program, no closed part of it, no unsafe search, however it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from town.device import inside, result, said

if TYPE_CHECKING:
    from town.device import Device

pytestmark = pytest.mark.gateway


# --- Downloads ---

TYPES = [
    *("application/x-msdownload; charset=binary", "APPLICATION/X-MSDOWNLOAD", "application/x-msdownload;"),
    *("text/html, application/x-msdownload", '"application/x-msdownload"', "application/x-msdownload\t"),
    *(
        "application/vnd.android.package-archive",
        "application/x-msi",
        "application/dns-message",
        "application/dns-json",
    ),
]
NAMES = [
    *("attachment; filename=x.exe", 'attachment; filename="x.exe"', "attachment; filename*=UTF-8''x.exe"),
    *("attachment; filename*=UTF-8''x%2Eex%65", "attachment; filename=\"x.txt\"; filename*=UTF-8''x.exe"),
    *("attachment; filename=\"x.exe\"; filename*=UTF-8''x.txt", "attachment; filename=x.exe; size=3"),
    *('attachment;filename = "x.exe"', 'attachment; FILENAME="x.EXE"', 'attachment; filename="x.exe" ; a=b'),
    *('attachment; filename="x.exe."', 'attachment; filename="x.exe "', 'attachment; filename="x.ex\\e"'),
    *("attachment; filename='x.exe'", 'attachment; filename="x.exe', 'inline; filename="a;b.exe"'),
    *('attachment; filename*0="x.e"; filename*1="xe"', 'attachment; filename*0="x.exe"', "filename=x.msi"),
    *('attachment; filename="=?utf-8?B?eC5leGU=?="', 'attachment; filename="=?utf-8?Q?x=2Eexe?="'),
    *('attachment; filename="x%2eexe"', 'attachment; filename="x.exe%20"', 'attachment; filename="x.txt.apk"'),
]
HARMLESS = [
    *('attachment; filename="story.pdf"', 'inline; filename="all about .exe files.txt"', "attachment"),
    *("attachment; filename*=UTF-8''caf%C3%A9.pdf", 'attachment; filename="execute.doc"', 'attachment; filename="exe"'),
]


@pytest.mark.parametrize("kind", TYPES)
def test_a_program_is_refused_however_its_type_is_written(ben: Device, kind: str) -> None:
    came = result(
        ben, f"http://story.test:{ben.town.plain_port}/reply?type={quote(kind)}", b"Host: x", b"Range: bytes=0-9"
    )
    assert came.answer.status == 403
    assert came.verdicts == {"block"}


@pytest.mark.parametrize("name", NAMES)
def test_a_program_is_refused_however_its_name_is_written(ben: Device, name: str) -> None:
    target = f"/reply?type=application/octet-stream&disposition={quote(name)}"
    came = result(ben, f"http://story.test:{ben.town.plain_port}{target}")
    assert came.answer.status == 403
    assert came.verdicts == {"block"}


@pytest.mark.parametrize("name", HARMLESS)
def test_other_files_are_not_refused(ben: Device, name: str) -> None:
    target = f"/reply?type=application/octet-stream&disposition={quote(name)}"
    assert result(ben, f"http://story.test:{ben.town.plain_port}{target}").answer.status == 200


# --- Rules for a part of a site ---

INTO_THE_SECRET = [
    *("/secret", "/secret/", "/secret/x", "//secret", "/./secret", "/x/../secret", "/%2e/secret", "/x/%2e%2e/secret"),
    *("/%73ecret", "/secret%2fx", "/secret?x", "/x%2f..%2fsecret", "/%2fsecret", "/secret#x", "/x\\..\\secret"),
]
OUT_OF_THE_LESSON = [
    *("/", "/lesson/../games", "/lesson/%2e%2e/games", "/lesson/..%2fgames", "/lesson%2f..%2fgames", "/lessonx"),
    *("/lesson/.%2e/games", "//lesson/../games", "/games?/lesson", "/games#/lesson", "/lesson\\..\\games"),
    *("/lesson/#/../../games", "/lesson/%2e%2e%2fgames", "/lesson/x\\..\\..\\games"),
]


@pytest.mark.parametrize("path", INTO_THE_SECRET)
def test_a_blocked_part_of_a_site_is_blocked_however_its_path_is_written(ben: Device, path: str) -> None:
    for came in (
        result(ben, f"http://bitesize.test:{ben.town.plain_port}{path}"),
        inside(ben, "bitesize.test", "bitesize.test", said(ben, "bitesize.test", path)),
    ):
        assert came.answer.status == 403
        assert came.reached == []
        assert "block" in came.verdicts


@pytest.mark.parametrize("path", OUT_OF_THE_LESSON)
def test_an_opened_part_of_a_site_does_not_open_the_rest(ben: Device, path: str) -> None:
    came = result(ben, f"http://maze.test:{ben.town.plain_port}{path}")
    assert came.answer.status == 403
    assert came.reached == []
    assert result(ben, f"http://maze.test:{ben.town.plain_port}/lesson/1").reached == ["maze.test/lesson/1"]


# --- Searches ---

UNSAFE = [
    *("/search?q=x", "/search?q=x&safe=off&safe=off", "/search?q=x&%73afe=off", "/search?q=x&SAFE=off"),
    *("/search?q=x&safe=active&safe=off", "/search?safe=off&q=x&safe=active", "/search?q=x&saf%65%20=off"),
    *("//search?q=x", "/Search?q=x", "/%73earch?q=x", "/search/?q=x", "/search;x?q=x", "/images?q=x", "/?q=x"),
]


@pytest.mark.parametrize("path", UNSAFE)
def test_a_search_is_made_safe_however_it_is_written(ben: Device, path: str) -> None:
    came = inside(ben, "www.google.com", "www.google.com", said(ben, "www.google.com", path))
    (seen,) = came.reached
    assert seen.endswith("safe=active")
    assert "off" not in seen


@pytest.mark.parametrize("host", ["www.google.co.uk", "images.google.com", "www.google.com"])
def test_every_name_of_a_search_engine_is_made_safe(ben: Device, host: str) -> None:
    (plain,) = result(ben, f"http://{host.upper()}:{ben.town.plain_port}/search?q=x&safe=off").reached
    assert plain.endswith("/search?q=x&safe=active")
    (tls,) = inside(ben, host, host, said(ben, host, "/search?q=x")).reached
    assert tls == f"{host}/search?q=x&safe=active"


@pytest.mark.parametrize("host", ["m.youtube.com", "www.youtube-nocookie.com", "youtubei.googleapis.com"])
def test_every_name_of_a_video_site_is_asked_for_restricted_mode(ben: Device, host: str) -> None:
    assert inside(ben, host, host, said(ben, host, "/watch?v=1")).reached
    headers = ben.town.seen()[-1]["headers"]
    assert isinstance(headers, dict)
    assert headers["YouTube-Restrict"] == "Strict"
