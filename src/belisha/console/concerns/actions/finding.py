"""Keeping the index of words: by it a concern is found; nothing is read from it, and erasure clears it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.console.concerns.models import Concern, Entry, Word, WordPlace
from belisha.console.concerns.rules.words import texts_in, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["index", "index_entry", "leave_index"]

BATCH: Final = 500
Open = tuple[bool, str]  # closed or not, and the word


def index_entry(concern: Concern, entry: Entry) -> None:
    """Have a concern found by the words of a new entry; inside the transaction that writes it."""
    _add(concern, {(False, word) for word in words_of(entry.text, *texts_in(entry.details))})


def index(concern: Concern) -> None:
    """Have a concern found by what it holds now, and by nothing else: after erasure, and when its subjects change."""
    held = _words_of(concern)
    places = WordPlace.objects.filter(concern=concern).select_related("word")
    kept = {(place.word.closed, bytes(place.word.text).decode()): place for place in places}
    gone = [place for word, place in kept.items() if word not in held]
    _add(concern, held - kept.keys())
    if gone:
        WordPlace.objects.filter(pk__in=[place.pk for place in gone]).delete()
        _forget({place.word_id for place in gone})


def leave_index(concern: Concern) -> None:
    """Have a concern found by nothing any more: it was put into another, which is found by its words."""
    words = set(WordPlace.objects.filter(concern=concern).values_list("word_id", flat=True))
    WordPlace.objects.filter(concern=concern).delete()
    _forget(words)


def _words_of(concern: Concern) -> set[Open]:
    held = {(False, word) for word in words_of(concern.happened, concern.where)}
    entries = Entry.objects.filter(concern_id__in=[concern.pk, *concern.merged.values_list("pk", flat=True)])
    for text, details in entries.values_list("text", "details"):
        held |= {(False, word) for word in words_of(text, *texts_in(details))}
    # names on the register are asked of the register, which knows when they change
    for name, restricted in concern.subjects.filter(ended_at=None, person=None).values_list("name", "restricted"):
        held |= {(restricted, word) for word in words_of(name)}
    return held


def _add(concern: Concern, words: Iterable[Open]) -> None:
    for closed in (False, True):
        texts = sorted(word.encode() for shut, word in words if shut is closed)
        for start in range(0, len(texts), BATCH):
            _place(concern, texts[start : start + BATCH], closed=closed)


def _place(concern: Concern, texts: list[bytes], *, closed: bool) -> None:
    """Two writers may add one word at once: whichever comes second finds it there."""
    known = Word.objects.filter(school_id=concern.school_id, closed=closed, text__in=texts)
    have = {bytes(text) for text in known.values_list("text", flat=True)}
    new = [Word(school_id=concern.school_id, closed=closed, text=text) for text in texts if text not in have]
    if new:
        Word.objects.bulk_create(new, ignore_conflicts=True)
    places = [WordPlace(word_id=pk, concern=concern) for pk in known.values_list("pk", flat=True)]
    WordPlace.objects.bulk_create(places, ignore_conflicts=True)


def _forget(words: set[int]) -> None:
    """A word that stands nowhere any more is gone altogether: it may have been a name."""
    left = set(WordPlace.objects.filter(word__in=words).values_list("word_id", flat=True))
    Word.objects.filter(pk__in=words - left).delete()
