"""Letters as they were meant: look-alikes, full width, accents, invisible characters and digits for letters."""

from __future__ import annotations

import re
import unicodedata
from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

JOIN: Final = "\ue000"
"""Put between letters that were typed apart (k i l l), so that they stay one piece; a private character."""

_APART: Final = re.compile(r"(?<![^\s])[^\W_](?:[ .\-_*,]{1,3}[^\W_]){2,40}(?![^\s.!?,])")
_HELD: Final = re.compile(r"(.)\1{2,}")
_TWICE: Final = re.compile(r"(.)\1+")
_APOSTROPHES: Final = dict.fromkeys(map(ord, "\u2019\u2018\u0060\u00b4\u02bc\uff07\u2032"), "'")
_CYRILLIC: Final = dict(zip("аеорсухіјѕһԁԛԝкмтнвпгЬіɡ", "aeopcyxijshdqwkmthbnrbig", strict=False))
_OTHERS: Final = dict(zip("ɑɓɗɇƒɠħɨƙɱɲƞøρɍŧʉⱱʍƴƶսօհոցԍꓲꓳ", "abdefghikmnnoprtuvwyzuohnggio", strict=True))
_GREEK: Final = dict(zip("ανορτυικχεηβωμ", "avoptuikxenbwu", strict=True))
_SMALL: Final = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
_OTHER: Final = {
    "\u0131": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    "\u2113": "l",
    **dict.fromkeys("\u0649\u06cc\u06d2", "\u064a"),  # Arabic, Persian and Urdu letters that stand for each other
    **dict.fromkeys("\u0629\u06c1\u06be\u06d5\u06c3", "\u0647"),
    "\u06a9": "\u0643",
    "\u06ba": "\u0646",
}
_TWINS: Final = str.maketrans(_CYRILLIC | _GREEK | _SMALL | _OTHERS)
_LETTERS: Final = str.maketrans(_OTHER)
_RINGED: Final = {
    first + place: chr(ord("a") + place) for first in (0x1F150, 0x1F170, 0x1F1E6, 0x1F130) for place in range(26)
}
_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ue000]"
)
_MARKS: Final = re.compile(
    "[\u093c\u09bc\u0a3c\u0abc\u0300-\u036f\u0483-\u0487\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u20d0-\u20ff]"
)
_MEANT: Final = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g", "2": "z",
    "@": "a", "$": "s", "!": "il", "|": "li", "+": "t", "€": "e", "£": "e",
}  # fmt: skip
_MOST_GUESSES: Final = 16
_PARTICLES: Final = re.compile("[\u0648\u0641]?(?:[\u0628\u0643\u0644]?\u0627\u0644|\u0644\u0644|[\u0628\u0644])?")
_SHORTEST_STEM: Final = 3  # letters
_SHAPES: Final = (("vv", "w"), ("v", "u"), ("l", "i"), ("q", "g"), ("rn", "m"), ("i", "l"))
_VOWELS: Final = re.compile("[aeiou]")
_SOUNDS: Final = ((re.compile("ph"), "f"), (re.compile("ck|q|c(?![eiyh])"), "k"), (re.compile("z|c(?=[eiy])"), "s"))


def fold(text: str) -> str:
    """Lower case without accents, invisible characters, full width and ornament; other alphabets stay."""
    if text.isascii():
        return text.lower()
    text = _UNSEEN.sub("", text.translate(_APOSTROPHES).translate(_RINGED))
    text = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _MARKS.sub("", text)).translate(_LETTERS)


def look_alike(word: str) -> str:
    """A folded word with letters of other alphabets as the Latin letters that they look like."""
    return word.translate(_TWINS)


def meant(word: str) -> Iterator[str]:
    """What a word with digits or signs in it (k1ll, $uicide) may have been meant to be."""
    choices = [_MEANT.get(sign, sign) for sign in word.replace("vv", "w")]
    for count, letters in enumerate(product(*choices)):
        if count == _MOST_GUESSES:
            return
        yield "".join(letters)


def without_prefix(word: str) -> Iterator[str]:
    """An Arabic word without the particles that are written as part of it: and, then, with, to, the."""
    if "\u0621" <= word[:1] <= "\u064a":
        match = _PARTICLES.match(word)
        if match and len(word) - match.end() >= _SHORTEST_STEM:
            yield word[match.end() :]


def shapes(word: str) -> Iterator[str]:
    """A word with letters put for those that they look like: jevvs, mvslims, nlgger, nigqer."""
    for looks, letter in _SHAPES:
        if looks in word:
            yield word.replace(looks, letter)


def unstretched(word: str) -> Iterator[str]:
    """A word with letters held down (killlll, dieee) as it is written; nothing where none were."""
    if not _HELD.search(word) or len(set(word)) == 1:
        return
    yield _HELD.sub(r"\1\1", word)
    yield _HELD.sub(r"\1", word)
    once = _TWICE.sub(r"\1", word)
    yield once
    for place, letter in enumerate(once):  # one letter twice, as in kill; all others once
        yield once[:place] + letter + once[place:]


def single(word: str) -> str:
    """A word with every doubled letter once."""
    return _TWICE.sub(r"\1", word)


def without_vowels(word: str) -> str:
    """The consonants of a word, doubled ones once: what is left of it in sucd, mrdr."""
    return single(_VOWELS.sub("", word))


def respelt(word: str) -> str:
    """A word with one letter for each sound that has several: muzlims, phaggot, suiside."""
    for several, one in _SOUNDS:
        word = several.sub(one, word)
    return single(word)


def joined(text: str) -> str:
    """Letters typed apart (k i l l, k.i.l.l) brought together around JOIN."""
    return _APART.sub(lambda run: re.sub(r"[ .\-_*,]+", JOIN, run[0]), text)
