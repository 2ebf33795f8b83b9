"""What is taken and what is not, by content alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.concerns.evidence.pictures import check_picture, marked
from belisha.console.concerns.evidence.rules.kinds import KINDS, LARGEST, holds_picture, kind_of
from belisha.console.concerns.evidence.rules.names import clean_name, saved_name
from belisha.console.concerns.evidence.rules.refusing import RefusedError
from files_of_evidence import a_bomb, a_jpeg, a_pdf, a_png, a_zip

TAKEN = {
    "png": a_png(),
    "jpeg": a_jpeg(),
    "pdf": a_pdf(),
    "text": b"[12/11/2026, 16:02] Sam: you are not coming\n",
    "mail": b"From: a@x.example\r\nSubject: hello\r\nMessage-ID: <1@x.example>\r\n\r\n<p>words</p>\r\n",
    "zip": a_zip({"chat.txt": b"words " * 40, "photo.jpg": a_jpeg(20, 20), "messages/index.html": b"<p>x</p>"}),
    "word": a_zip({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
    "video": b"\x00\x00\x00\x18ftypmp42" + b"\0" * 64,
    "sound": b"\x00\x00\x00\x18ftypM4A " + b"\0" * 64,
    "heic": b"\x00\x00\x00\x18ftypheic" + b"\0" * 64,
    "wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "mp3": b"ID3\x04" + b"\0" * 40,
}
REFUSED = {
    "nothing": b"",
    "a page": b"<!DOCTYPE html><script>alert(1)</script>",
    "a page after spaces": b"\xef\xbb\xbf \n<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    "XML": b"<?xml version='1.0'?><x/>",
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "a program of Windows": b"MZ\x90\0" + b"\0" * 60,
    "a program of Linux": b"\x7fELF" + b"\0" * 60,
    "Word of old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "rich text": b"{\\rtf1 {\\object\\objdata 0105}}",
    "RAR": b"Rar!\x1a\x07\x00",
    "bytes": bytes(range(256)) * 4,
    "a PDF with a script": a_pdf(b"/OpenAction << /S /JavaScript /JS (x) >> "),
    "a PDF whose script hides": a_pdf(b"/OpenAction << /S /J#61vaScript /#4AS (x) >> "),
    "a PDF with a file": a_pdf(b"/Names << /EmbeddedFiles 3 0 R >> "),
    "a picture that is a page": b"GIF89a" + b"<script>alert(1)</script>",
    "a picture that is an archive": a_png() + a_zip({"x.txt": b"x"}),
    "a PDF that is an archive": a_pdf() + a_zip({"x.txt": b"x"}),
    "macros": a_zip({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>", "word/vbaProject.bin": b"x"}),
    "a bomb of an archive": a_zip({"x.txt": b"\0" * (8 << 20)}),
    "an archive in an archive": a_zip({"x.zip": a_zip({"y": b"y"})}),
    "a program in an archive": a_zip({"holiday.jpg.exe": b"MZ"}),
    "an archive that leads out": a_zip({"../../etc/passwd": b"x"}),
    "a damaged archive": a_zip({"x.txt": b"words"})[:-30],
}


def sentence_for(content: bytes) -> str:
    """What whoever brings a file is told; "" where it is taken."""
    try:
        kind = kind_of(content)
        if kind.picture:
            check_picture(kind, content)
    except RefusedError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_evidence_is_taken_for_what_it_is(name: str) -> None:
    assert kind_of(TAKEN[name]).id == name


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_can_harm_is_refused_with_a_sentence(name: str) -> None:
    assert sentence_for(REFUSED[name]).endswith(".")


def test_a_file_is_judged_by_what_it_is_and_not_by_its_name() -> None:
    assert kind_of(a_png()).suffix == ".png"
    assert saved_name("holiday", kind_of(TAKEN["text"]).suffix, "K7QM-2XD4") == "K7QM-2XD4-holiday.txt"


def test_too_large_is_refused() -> None:
    with pytest.raises(RefusedError, match="25 MB"):
        kind_of(b"a" * (LARGEST + 1))


def test_a_bomb_of_a_picture_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(RefusedError, match="points"):
        check_picture(KINDS["png"], a_bomb())


def test_half_a_picture_is_refused() -> None:
    with pytest.raises(RefusedError, match="damaged"):
        check_picture(KINDS["jpeg"], a_jpeg()[:400])


def test_the_copy_that_is_shown_carries_words_and_nothing_else_of_the_file() -> None:
    content = a_jpeg(600, 400) + b"<script>alert(1)</script>"
    copy = marked(KINDS["jpeg"], content, "Amy Hill\n22 Nov 2026, 10:43")
    assert copy.startswith(b"\xff\xd8\xff")
    assert b"script" not in copy
    assert copy != marked(KINDS["jpeg"], content, "Bo Reed · 22 Nov 2026, 10:43")


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_harms_nobody(name: str) -> None:
    clean = clean_name(name)
    assert clean
    assert len(clean) <= 100
    assert not set(clean) & set("/\\<>\"\r\n\0'&=+@|`$;:*?")
    assert saved_name(clean, ".png", "K7QM-2XD4").isascii()


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\photo.jpg.exe", "photo"),
        ("photo\u202egpj.exe", "photo gpj"),
        ("=cmd|calc.csv", "cmd calc"),
        ("CON.png", "file"),
        ("", "file"),
        ("Ŵyn ac Élan.png", "Ŵyn ac Élan"),
    ],
)
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(st.binary(max_size=400))
def test_any_bytes_get_a_kind_or_a_sentence(content: bytes) -> None:
    said = sentence_for(content)
    assert not said or said.endswith(".")


def test_a_picture_written_as_letters_is_seen() -> None:
    assert holds_picture("look: data:image/png;base64,iVBORw0KGgo=")
    assert holds_picture("A" * 2000)
    assert not holds_picture("They said: it happened again, " * 200)
