"""A thousand mutated uploads and texts: none is run, none is lost, none leaves as something that it is not."""

from __future__ import annotations

import os
import random
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.writing import add_entry
from belisha.console.concerns.evidence.actions.keeping import keep, put
from belisha.console.concerns.evidence.actions.looking import taken
from belisha.console.concerns.evidence.pictures import check_picture
from belisha.console.concerns.evidence.rules.kinds import kind_of
from belisha.console.concerns.evidence.rules.refusing import RefusedError
from belisha.console.concerns.models import EvidenceFile
from cast import somebody
from concerns_scene import SYSTEM, a_scene, told
from files_of_evidence import a_jpeg, a_pdf, a_png, a_zip, upload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client

MANY = 1000
KEPT = 120  # of those that are taken, so many go all the way to the disk and back: each costs a transaction
HOSTILE = (
    "<script>alert(1)</script>", "'; DROP TABLE concerns_entry; --", "{{ 7*7 }}", "${7*7}", "%(name)s %s %n",
    "=cmd|' /C calc'!A0", "\u202egpj.exe", "a\u0000b", "\ud800", "../../etc/passwd", "$(touch /tmp/x)", "`id`",
    "\r\nSet-Cookie: a=b", "ﷺ" * 50, "🙂" * 200, "e\u0301" * 100,
)  # fmt: skip


def mutated(seeds: list[bytes], number: int) -> Iterator[bytes]:
    """Seeds with bytes turned, cut, doubled, joined and filled with what attackers write; the same each time."""
    drawn = random.Random(20261122)
    for _each in range(number):
        body = bytearray(drawn.choice(seeds)[: 1 << 16])
        for _turn in range(drawn.randint(1, 6)):
            place = drawn.randrange(len(body) + 1)
            way = drawn.randrange(5)
            if way == 0 and body:
                body[place - 1] = drawn.randrange(256)
            elif way == 1:
                del body[place : place + drawn.randint(1, 200)]
            elif way == 2:
                body[place:place] = drawn.choice(HOSTILE).encode("utf-8", "replace")
            elif way == 3:
                body += drawn.choice(seeds)[:2000]
            else:
                body[place:place] = drawn.randbytes(drawn.randint(1, 40))
        yield bytes(body)


def seeds_of(folder: Path) -> list[bytes]:
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size < (1 << 20)]
    return [path.read_bytes()[: 1 << 16] for path in found[:: max(1, len(found) // 150)]]


def own_seeds() -> list[bytes]:
    return [a_png(60, 40), a_jpeg(60, 40), a_pdf(), a_zip({"chat.txt": b"you are not coming\n" * 9}), b"plain words\n"]


def never_run(*args: object, **options: object) -> None:
    message = f"something was run: {args}"
    raise AssertionError(message)


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    for place, name in ((subprocess, "Popen"), (os, "system"), (os, "execv"), (os, "execve"), (os, "posix_spawn")):
        monkeypatch.setattr(place, name, never_run)


def judged(content: bytes) -> str:
    """The kind, or the sentence with which it is refused; anything else that is raised fails the test."""
    try:
        kind = kind_of(content)
        if kind.picture:
            check_picture(kind, content)
    except RefusedError as error:
        said = str(error)
    else:
        return kind.id
    assert said.endswith(".")
    return ""


@pytest.mark.parametrize("data", ["files", "email"])
def test_real_files_mutated_are_taken_or_refused_with_a_sentence(data: str, belisha_shared: Path) -> None:
    seeds = seeds_of(belisha_shared / data)
    assert seeds
    found = [judged(content) for content in mutated(seeds, MANY // 4)]
    assert len(found) == MANY // 4


def test_our_own_files_mutated_are_taken_or_refused_with_a_sentence() -> None:
    found = [judged(content) for content in mutated(own_seeds(), MANY)]
    assert any(found)
    assert not all(found)


@pytest.mark.django_db
def test_what_is_taken_comes_back_as_it_was_and_leaves_as_what_it_is(scanner: str) -> None:
    scene = a_scene()
    concern, dsl = told(scene), By(scene.dsl)
    kept: dict[str, bytes] = {}
    for content in mutated(own_seeds(), MANY):
        if len(kept) < KEPT and judged(content) and sha256(content).hexdigest() not in kept:
            put(by=SYSTEM, concern=concern, upload=upload(content, "x.html"))
            kept[sha256(content).hexdigest()] = content
    assert len(kept) > KEPT // 3
    EvidenceFile.objects.update(state="clean", scanned_at=concern.reported_at)
    for file in EvidenceFile.objects.filter(concern=concern)[:40]:
        assert taken(by=dsl, kept=file, reason="Test") == kept[file.sha256]
        assert file.name == "x"


@pytest.mark.django_db
def test_hostile_words_are_kept_letter_by_letter_and_shown_as_words(client: Client) -> None:
    scene = a_scene()
    concern, drawn = told(scene), random.Random(7)
    texts = ["".join(drawn.choices(HOSTILE, k=3)) for _each in range(60)]
    for text in texts:
        clean = text.replace("\0", "").encode("utf-8", "replace").decode()
        entry = add_entry(by=By(scene.dsl), concern=concern, kind="note", text=clean)
        entry.refresh_from_db()
        assert entry.text == clean.strip()
    client.force_login(scene.dsl)
    page = client.get(f"/schools/{scene.school.code}/concerns/{concern.reference}/").content.decode()
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page
    assert client.get("/").status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_every_box_get_an_answer(text: str, client: Client, no_scanner: None) -> None:
    scene = a_scene()
    concern = told(scene)
    client.force_login(somebody(scene.school, Role.DEPUTY_DSL))
    here = f"/schools/{scene.school.code}/concerns/{concern.reference}/"
    for page in ("files/add/", "files/words-only/", "referrals/question/threat/"):
        told_us = {"about": text, "reason": text, "applies": "no", "shows": text, "sure": ""}
        clean = {key: value.encode("utf-8", "replace").decode() for key, value in told_us.items()}
        answer = client.post(here + page, {**clean, "file": upload(b"words\n", f"{clean['about']}.txt")})
        assert answer.status_code in {200, 302}
    assert keep(by=SYSTEM, concern=told(scene), upload=upload(b"words\n", text.replace("\0", "") or "x")).name
