"""A school with as many concerns as nobody will ever have: invented people and words, the same in every run."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from belisha.console.access.models import School, User
    from belisha.console.people.models import Person

SYLLABLES: Final = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "we",
    "xi",
    "yo",
    "zu",
    "bra",
    "cle",
    "dri",
    "flo",
    "gru",
    "sta",
    "tre",
]
VOCABULARY: Final = 12_000  # words of a school's concerns
BATCH: Final = 2_000
ROUTES: Final = ("team",) * 17 + ("head", "head", "data")


def fill(school: School, writer: User, *, concerns: int, entries: int, pupils: int = 3_000) -> None:
    """Concerns of ten years, each about one or two pupils, with their entries and the index of their words."""
    from django.utils import timezone

    drawn = random.Random(2026)
    people = _pupils(school, pupils)
    words = [_word(number) for number in range(VOCABULARY)]
    weights = list(accumulate(1 / (rank + 20) for rank in range(VOCABULARY)))
    now = timezone.now()
    for start in range(0, concerns, BATCH):
        size = min(BATCH, concerns - start)
        made = _concerns(school, writer, drawn, now, start, size, concerns)
        _subjects(drawn, made, people)
        _entries(school, writer, drawn, made, (words, weights), entries // concerns)


def _word(number: int) -> str:
    parts = []
    number += len(SYLLABLES)
    while number:
        number, rest = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[rest])
    return "".join(parts)


def _pupils(school: School, count: int) -> list[Person]:
    from belisha.console.access.models import User
    from belisha.console.people.models import Person
    from cast import FIRST_DAY

    users = User.objects.bulk_create(
        [User(federation=school.federation, school=school, kind="pupil", name=f"Pupil {n}") for n in range(count)]
    )
    rows = [
        Person(
            school=school, kind="pupil", user=user, given=_word(7 * n).title(), family=_word(11 * n + 5).title(),
            joined=FIRST_DAY, year="year-4",
        )
        for n, user in enumerate(users)
    ]  # fmt: skip
    return Person.objects.bulk_create(rows)


def _concerns(school, writer, drawn, now: datetime, start: int, size: int, total: int) -> list:
    from belisha.console.concerns.models import Concern
    from belisha.console.concerns.rules.categories import categories

    kinds = [category.id for category in categories()]
    rows = []
    for number in range(start, start + size):
        at = now - timedelta(days=3650 * (1 - number / total), minutes=number % 600 + 1)
        closed = number < total * 0.998  # what is open is the work of weeks, not of years
        rows.append(
            Concern(
                school=school, reference=_reference(number), route=drawn.choice(ROUTES), category=drawn.choice(kinds),
                state="closed" if closed else "open", origin="staff", reported_at=at, reported_by=writer,
                acknowledged_at=at, closed_at=at + timedelta(days=9) if closed else None,
            )
        )  # fmt: skip
    return Concern.objects.bulk_create(rows)


def _reference(number: int) -> str:
    letters, drawn = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", []
    for _place in range(8):
        number, rest = divmod(number, 31)
        drawn.append(letters[rest])
    return "".join(drawn[:4]) + "-" + "".join(drawn[4:])


def _subjects(drawn, made: list, people: list[Person]) -> None:
    from belisha.console.concerns.models import Subject

    rows = []
    for concern in made:
        for role, person in zip(("harmed", "alleged"), drawn.sample(people, drawn.choice((1, 1, 2))), strict=False):
            rows.append(Subject(concern=concern, person=person, role=role, added_at=concern.reported_at))
    Subject.objects.bulk_create(rows)


def _entries(school, writer, drawn, made: list, vocabulary: tuple, each: int) -> None:
    from belisha.console.concerns.models import Entry
    from belisha.console.concerns.rules.sealing import seal_of

    words, weights = vocabulary
    rows, held = [], []
    for concern in made:
        texts = [" ".join(drawn.choices(words, cum_weights=weights, k=drawn.randint(12, 50))) for _n in range(each)]
        for number, text in enumerate(texts):
            kind, salt = "report" if number == 0 else "note", f"{concern.pk:016x}{number:016x}"
            rows.append(
                Entry(
                    concern=concern, kind=kind, text=text, at=concern.reported_at + timedelta(days=number), by=writer,
                    salt=salt, seal=seal_of(salt, kind, text, {}),
                )
            )  # fmt: skip
        held.append((concern.pk, texts))
    Entry.objects.bulk_create(rows, batch_size=500)
    _index(school, held)


def _index(school: School, held: list[tuple[int, list[str]]]) -> None:
    from django.db import connection

    from belisha.console.concerns.models import Word
    from belisha.console.concerns.rules.words import words_of

    found = {pk: words_of(*texts) for pk, texts in held}
    all_words = set().union(*found.values())
    Word.objects.bulk_create(
        [Word(school=school, text=word.encode()) for word in sorted(all_words)], ignore_conflicts=True, batch_size=500
    )
    known = {bytes(text).decode(): pk for pk, text in Word.objects.values_list("pk", "text")}

    def rows() -> Iterator[tuple[int, int]]:
        for pk, words in found.items():
            yield from ((known[word], pk) for word in sorted(words))

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy("COPY concerns_wordplace (word_id, concern_id) FROM STDIN") as copy:
                for row in rows():
                    copy.write_row(row)
        else:
            cursor.executemany("INSERT INTO concerns_wordplace (word_id, concern_id) VALUES (%s, %s)", list(rows()))
