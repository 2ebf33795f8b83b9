"""Having many new concerns found by their words at once: one by one (actions/finding.py) takes too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection

from belisha.console.concerns.models import Word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.access.models import School

__all__ = ["index_many"]

BATCH: Final = 500
# new concerns stand nowhere yet: nothing can be there twice
PLACE: Final = "INSERT INTO concerns_wordplace (word_id, concern_id) VALUES (%s, %s)"


def index_many(school: School, words: Mapping[int, set[str]]) -> None:
    """Have new concerns found by words: id of the concern -> its words, as `words_of` makes them."""
    texts = sorted({word.encode() for found in words.values() for word in found})
    numbers: dict[bytes, int] = {}
    for start in range(0, len(texts), BATCH):
        numbers |= _numbers(school, texts[start : start + BATCH])
    places = [(numbers[word.encode()], concern) for concern, found in words.items() for word in sorted(found)]
    with connection.cursor() as cursor:  # an object for each of a million rows takes minutes
        cursor.executemany(PLACE, places)


def _numbers(school: School, texts: list[bytes]) -> dict[bytes, int]:
    """The ids of words; two writers may add one word at once: whichever comes second finds it there."""
    known = Word.objects.filter(school=school, closed=False, text__in=texts)
    have = {bytes(text) for text in known.values_list("text", flat=True)}
    new = [Word(school=school, closed=False, text=text) for text in texts if text not in have]
    Word.objects.bulk_create(new, ignore_conflicts=True)
    return {bytes(text): pk for pk, text in known.all().values_list("pk", "text")}
