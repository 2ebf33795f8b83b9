"""What surveys ask, what counts as good, which numbers are too small to show. No database."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import Counter
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import msgspec
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django_stubs_ext import StrPromise

__all__ = [
    "CODE",
    "FEWEST",
    "FORMS_OF",
    "INFANT_YEARS",
    "LEAST_GOOD",
    "LONGEST",
    "LONGEST_OPEN",
    "SCALES",
    "WORDS_KEPT",
    "YEAR",
    "Option",
    "Question",
    "Share",
    "answers_of",
    "code_of",
    "counted_share",
    "digest_of",
    "faces_of",
    "form_of_years",
    "given",
    "good_share",
    "new_code",
    "questions",
    "shown",
    "tally",
]

LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another
CODE: Final = re.compile(rf"[{LETTERS}]{{6}}")
MISREAD: Final = str.maketrans({"O": "Q", "L": "J", "U": "V", "I": "J", "1": "J", "0": "Q"})
FEWEST: Final = 5  # fewer answers in a group are not shown
LEAST_GOOD: Final = 70  # of a hundred answers: below it the culture counts as weak
LONGEST: Final = 2000  # letters of what somebody writes
LONGEST_OPEN: Final = timedelta(days=60)
WORDS_KEPT: Final = timedelta(days=365)  # after the survey
YEAR: Final = timedelta(days=365)
INFANT_YEARS: Final = frozenset({"nursery", "reception", "year-1", "year-2"})
EVERY_FORM: Final = ("infants", "juniors", "staff", "parents")
FORMS_OF: Final = {"pupils": ("infants", "juniors"), "staff": ("staff",), "parents": ("parents",)}
SCALES: Final[dict[str, dict[str, StrPromise]]] = {
    "yes": {"yes": _("Yes"), "unsure": _("Not sure"), "no": _("No")},
    "often": {"often": _("Often"), "sometimes": _("Sometimes"), "never": _("Never")},
}


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of several things that can be ticked."""

    id: str
    words: str


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question. `id`: the same in two forms where the same is asked; `kind`: a scale of SCALES, options, or words.

    `about`: the duty that something is done for where the answers are bad. `good`: the answer that one hopes for; ""
    where none is better. `picture`: a file below static/. `counted`: for culture, telling, partners.
    """

    id: str
    kind: Literal["yes", "often", "many", "words"]
    words: str
    about: str
    good: str = ""
    picture: str = ""
    counted: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()


class Share(NamedTuple):
    """Of a hundred answers so many are good. `percent`: None where there are too few to show."""

    answered: int
    percent: int | None


@cache
def questions(form: str) -> tuple[Question, ...]:
    """Our questions for a form. Raises KeyError."""
    if form not in EVERY_FORM:
        raise KeyError(form)
    text = (Path(__file__).parent / f"data/{form}.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=tuple[Question, ...])


def answers_of(question: Question) -> list[tuple[str, str]]:
    """What can be answered, with its words; none for words."""
    if question.kind == "many":
        return [(option.id, option.words) for option in question.options]
    return [(value, str(words)) for value, words in SCALES.get(question.kind, {}).items()]


def faces_of(question: Question) -> dict[str, str]:
    """The face of each answer: of a yes that hurts the sad one."""
    turned = {"yes": "no", "no": "yes"} if question.good == "no" else {}
    return {value: turned.get(value, value) for value in SCALES["yes"]}


def form_of_years(years: Iterable[str]) -> str:
    """The form for a class: that of the youngest in it."""
    return "infants" if INFANT_YEARS & set(years) else "juniors"


def given(asked: Iterable[Question], said: Mapping[str, Any]) -> dict[str, Any]:
    """Of what was sent the answers that there are; words are not among them."""
    found: dict[str, Any] = {}
    for question in asked:
        known = {value for value, _words in answers_of(question)}
        answer = said.get(question.id)
        if question.kind == "many":
            ticked = [each for each in (answer or ()) if each in known]
            found.update({question.id: ticked} if ticked else {})
        elif isinstance(answer, str) and answer in known:
            found[question.id] = answer
    return found


def tally(question: Question, answers: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How many gave each answer; under "" how many answered at all."""
    counts: Counter[str] = Counter()
    for each in answers:
        said = each.get(question.id)
        if said:
            counts[""] += 1
            counts.update(said if isinstance(said, list) else [said])
    return counts


def good_share(question: Question, counts: Mapping[str, int]) -> Share:
    """How many of a hundred gave the answer that one hopes for."""
    answered = counts.get("", 0)
    enough = answered >= FEWEST and question.good
    return Share(answered, round(counts.get(question.good, 0) * 100 / answered) if enough else None)


def counted_share(good: Sequence[int]) -> int:
    """Of a hundred answers so many are good. `good`: 1 or 0 for each answer, of which there is one at least."""
    return round(sum(good) * 100 / len(good))


def shown(sizes: Mapping[str, int]) -> set[str]:
    """Which groups of one whole may be shown, so that none of fewer than five can be worked out from the others.

    Where those left out are themselves fewer than five, the next smallest is left out with them.
    """
    small = {name for name, size in sizes.items() if size < FEWEST}
    hidden = sum(sizes[name] for name in small)
    for name in sorted(sizes, key=lambda name: (sizes[name], name)):
        if not 0 < hidden < FEWEST:
            break
        if name not in small:
            small.add(name)
            hidden += sizes[name]
    return sizes.keys() - small


def new_code() -> str:
    """A code that lets somebody answer."""
    return "".join(secrets.choice(LETTERS) for _each in range(6))


def code_of(typed: str) -> str:
    """A code as it was given out, however it was typed; "" for what is none."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(MISREAD)
    return letters if CODE.fullmatch(letters) else ""


def digest_of(code: str) -> str:
    """What is kept of a code: SHA-256, hexadecimal."""
    return hashlib.sha256(f"survey:{code}".encode()).hexdigest()
