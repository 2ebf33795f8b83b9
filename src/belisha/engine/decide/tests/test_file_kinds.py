"""A file that can change a computer is known by its name and by what the server calls it, however it is dressed up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.address import Address, read_address
from belisha.engine.decide.file_kinds import (
    CONTENT_TYPES,
    KINDS,
    NAME_ENDINGS,
    kind_by_content_type,
    kind_by_disposition,
    kind_by_name,
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/setup.exe", "programs"),
        ("/setup.exe?x=1", "programs"),
        ("/a/SETUP.EXE", "programs"),
        ("/a.exe/", "programs"),
        ("/a.exe//", "programs"),
        ("/a%2Eexe", "programs"),
        ("/a.ex%65", "programs"),
        ("/a.exe.", "programs"),
        ("/a.exe%20", "programs"),
        ("/a.exe;v=1", "programs"),
        ("/a;b.exe", "programs"),
        ("/x;y/a.exe", "programs"),
        ("/a%00.exe", "programs"),
        ("/a.exe%00.txt", "programs"),
        ("/photo.jpg.exe", "programs"),
        ("/invoice.pdf.com", "programs"),
        ("/eicar.com", "programs"),
        ("/mod.jar", "programs"),
        ("/.exe", "programs"),
        ("setup.exe", "programs"),
        ("/setup.msi", "installers"),
        ("/app.apk", "installers"),
        ("/app.dmg", "installers"),
        ("/app.msix", "installers"),
        ("/app.deb", "installers"),
        ("/run.ps1", "scripts"),
        ("/install.sh", "scripts"),
        ("/run.bat", "scripts"),
        ("/block.crx", "browser-extensions"),
        ("/linux.iso", "disk-images"),
        ("/sums.xlsm", "macro-documents"),
        ("/film.torrent", "torrents"),
    ],
)
def test_a_name_that_a_computer_would_run_is_known(path: str, kind: str) -> None:
    assert kind_by_name(path) == kind


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/index.html",
        "/app.js",
        "/lesson.py",
        "/worksheet.docx",
        "/exe",
        "/exe/",
        "/setup.exe.txt",
        "/setup.exe/notes",
        "/files/setup.exe/download",
        "/a.executable",
        "/download?file=setup.exe",
        "/download#setup.exe",
        "/about/www.example.com",
        "/about/www.example.com/",
        "/web/2020/http://example.com",
        "/web/2020/https://example.sh/",
        "/100%",
        "/...",
    ],
)
def test_other_names_are_not(path: str) -> None:
    assert kind_by_name(path) is None


@pytest.mark.parametrize("text", ["example.com", "https://example.com", "https://example.com/", "eicar.com:443"])
def test_a_host_that_ends_in_com_is_no_file(text: str) -> None:
    address = read_address(text)
    assert isinstance(address, Address)
    assert kind_by_name(address.path) is None


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("application/x-msdownload", "programs"),
        ("Application/X-MSDownload; charset=binary", "programs"),
        (" application/vnd.microsoft.portable-executable ", "programs"),
        ("text/html, application/x-msdownload", "programs"),
        ("application/x-msi", "installers"),
        ("application/vnd.android.package-archive", "installers"),
        ("application/x-sh", "scripts"),
        ("application/x-chrome-extension", "browser-extensions"),
        ("application/vnd.ms-excel.sheet.macroEnabled.12", "macro-documents"),
        ("text/html; charset=utf-8", None),
        ("application/octet-stream", None),
        ("application/javascript", None),
        ("", None),
        (";", None),
    ],
)
def test_the_content_type_of_a_reply_tells_the_kind(value: str, kind: str | None) -> None:
    assert kind_by_content_type(value) == kind


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ('attachment; filename="setup.exe"', "programs"),
        ("attachment; filename=setup.exe", "programs"),
        ("inline; FileName=SETUP.EXE; size=1", "programs"),
        ('attachment; filename = "setup.exe "', "programs"),
        ("attachment; filename*=UTF-8''setup%2Eexe", "programs"),
        ("attachment; filename=\"notes.txt\"; filename*=UTF-8''setup.exe", "programs"),
        ("attachment; filename=setup.exe; filename*=UTF-8''notes.txt", "programs"),
        ('attachment; filename="a;b.exe"', "programs"),
        ('attachment; filename="a\\"b.exe"', "programs"),
        ('attachment; filename="set\\up.exe"', "programs"),
        ('attachment; filename="setup.exe', "programs"),
        ('attachment; filename="../../setup.exe"', "programs"),
        ('attachment; filename="example.com"', "programs"),
        ('attachment; filename="app.msi"', "installers"),
        ('attachment; filename="notes.txt"', None),
        ("attachment", None),
        ("", None),
    ],
)
def test_the_file_name_that_a_reply_proposes_tells_the_kind(value: str, kind: str | None) -> None:
    assert kind_by_disposition(value) == kind


def test_the_table_is_sound() -> None:
    assert len({kind.id for kind in KINDS}) == len(KINDS) == len(CONTENT_TYPES)
    assert len(NAME_ENDINGS) == sum(len(kind.endings) for kind in KINDS)
    types = [name for names in CONTENT_TYPES.values() for name in names]
    assert len(types) == len(set(types))
    for text in (*NAME_ENDINGS, *types):
        assert text == text.lower().strip()
        assert "." not in text or "/" in text
    assert all(kind.reason.endswith(".") for kind in KINDS)


@given(st.sampled_from(sorted(NAME_ENDINGS)), st.text(alphabet="ab.%2e /", max_size=8), st.booleans())
def test_every_ending_is_known_after_any_name(ending: str, name: str, shouted: bool) -> None:
    shown = ending.upper() if shouted else ending
    expected = NAME_ENDINGS[ending]
    assert kind_by_name(f"/x/a.{shown}") == expected
    assert kind_by_name(f"/{name}/a.{shown}?{name}") == expected
    assert kind_by_disposition(f'attachment; filename="a.{shown}"') == expected


@given(st.text(), st.text())
def test_nothing_raises(before: str, after: str) -> None:
    kind_by_name(f"{before}.exe{after}")
    kind_by_content_type(before)
    kind_by_disposition(f'{before}filename="{after}')
