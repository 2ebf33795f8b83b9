"""The agreements that there are and their texts: data read once, put together, filled in, sealed. No database."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "CHOSEN_DEVICES",
    "DEVICES",
    "DRESSED",
    "PARAMETERS",
    "Clause",
    "Content",
    "Kind",
    "Language",
    "OwnWords",
    "Text",
    "content_of",
    "digest_of",
    "filled",
    "forms_of",
    "kind_of",
    "kinds",
    "languages",
    "missing_clauses",
    "says_the_same",
    "text_of",
    "unknown_parameters",
    "with_own_words",
]

_DATA: Final = Path(__file__).parent / "data"
_PARAMETER: Final = re.compile(r"\{([a-z_]*)\}")
PARAMETERS: Final = ("school", "dsl", "head", "phones", "leaving", "devices")
CHOSEN_DEVICES: Final = "pupil-devices"
"""Among parameters: what the school chose on pupils' own devices, for the languages to say in theirs."""
DEVICES: Final[Mapping[str, str]] = {
    "leave": "I bring one only if the head has said yes.",
    "handed-in": "At school it is off and handed in.",
    "unsaid": "",
}
# forms that show the plain text in another dress: the words that are signed are the same
DRESSED: Final[Mapping[str, str]] = {"large": "plain", "aloud": "plain"}
ANY_PICTURE: Final = "star"  # of a clause that a school has added
FILES: Final = ("infants", "juniors", "staff", "others", "parents")

Door = Literal["account", "internet", "desk"]
Content = dict[str, Any]  # one form of an agreement, as it is kept: title, intro, clauses, promise, checks, language


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is asked; what each field means is told in data/kinds.yaml."""

    kinds: tuple[str, ...]
    years: tuple[str, ...] = ()
    group: str = ""
    devices: bool = False
    often_here: bool = False


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"whom": "for"}):
    """An agreement that a school can issue."""

    id: str
    title: str
    whom: str
    who: Asked
    often: Literal["entry", "yearly"]
    doors: tuple[Door, ...]
    required: tuple[str, ...]
    reading_age: int | None = None
    main_form: str = "plain"
    per_child: bool = False
    translated: bool = False

    def is_for(self, kind: str, year: str) -> bool:
        """Whether people of a kind and year may be asked; devices, groups and visits narrow it further."""
        return kind in self.who.kinds and (not self.who.years or year in self.who.years)


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One clause; `use` takes one that agreements share."""

    id: str = ""
    use: str = ""
    heading: str = ""
    text: str = ""
    picture: str = ""
    locked: bool = False


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question that shows whether the text was understood; `again`: what helps somebody who was wrong."""

    id: str
    question: str
    answers: tuple[str, ...]
    right: int
    again: str


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The text of a kind, as it comes with Belisha."""

    kind: str
    intro: str
    clauses: tuple[Clause, ...]
    promise: str = "I have read this, I understand it, and I will keep to it."
    checks: tuple[Check, ...] = ()


class Translated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in another language: clauses by their ids."""

    title: str
    intro: str
    promise: str
    clauses: dict[str, str]


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A home language: its own name, its name in English, which way it is written, who has checked the texts."""

    id: str
    name: str
    english: str
    direction: Literal["ltr", "rtl"] = "ltr"
    checked_by: str = ""  # empty: a native speaker has still to read it
    unchecked: str = ""  # the warning of that, in the language itself
    devices: dict[str, str] = {}  # what DEVICES says
    texts: dict[str, Translated] = {}


class OwnWords(NamedTuple):
    """A school's own words for a clause; no text: it is left out."""

    clause: str
    heading: str
    text: str


class _Kinds(msgspec.Struct, frozen=True):
    kinds: tuple[Kind, ...]


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order of the file."""
    return msgspec.yaml.decode((_DATA / "kinds.yaml").read_bytes(), type=_Kinds).kinds


def kind_of(code: str) -> Kind:
    """A kind by its id. Raises KeyError."""
    return {kind.id: kind for kind in kinds()}[code]


@cache
def _shared() -> dict[str, Clause]:
    read = msgspec.yaml.decode((_DATA / "shared.yaml").read_bytes(), type=tuple[Clause, ...])
    return {clause.id: clause for clause in read}


@cache
def _texts() -> dict[str, Text]:
    files = (msgspec.yaml.decode((_DATA / f"{name}.yaml").read_bytes(), type=tuple[Text, ...]) for name in FILES)
    return {text.kind: _with_shared(text) for texts in files for text in texts}


def _with_shared(text: Text) -> Text:
    clauses = tuple(_shared()[clause.use] if clause.use else clause for clause in text.clauses)
    return msgspec.structs.replace(text, clauses=clauses)


def text_of(kind: str) -> Text:
    """The text of a kind. Raises KeyError."""
    return _texts()[kind]


@cache
def languages() -> tuple[Language, ...]:
    """The home languages that there are texts in, the most frequent first."""
    order = msgspec.yaml.decode((_DATA / "languages.yaml").read_bytes(), type=_Order).order
    return tuple(_language(code) for code in order)


class _Order(msgspec.Struct, frozen=True):
    order: tuple[str, ...]


def _language(code: str) -> Language:
    return msgspec.yaml.decode((_DATA / "languages" / f"{code}.yaml").read_bytes(), type=Language)


def with_own_words(text: Text, own: Iterable[OwnWords]) -> Text:
    """A text with a school's own words; what is left out is gone, and what it adds stands before the sanctions."""
    words = {each.clause: each for each in own}
    known = {clause.id for clause in text.clauses}
    kept = [_reworded(clause, words.get(clause.id)) for clause in text.clauses]
    clauses = [clause for clause in kept if clause]
    added = [Clause(id=one.clause, heading=one.heading, text=one.text) for one in words.values() if one.text]
    added = [clause for clause in added if clause.id not in known]
    place = next((number for number, clause in enumerate(clauses) if clause.id == "sanctions"), len(clauses))
    return msgspec.structs.replace(text, clauses=(*clauses[:place], *added, *clauses[place:]))


def _reworded(clause: Clause, own: OwnWords | None) -> Clause | None:
    if own is None or clause.locked:
        return clause
    if not own.text:
        return None
    return msgspec.structs.replace(clause, heading=own.heading or clause.heading, text=own.text)


def missing_clauses(kind: Kind, text: Text) -> tuple[str, ...]:
    """The required clauses that a text lacks: it cannot be issued so."""
    there = {clause.id for clause in text.clauses if clause.text.strip()}
    return tuple(wanted for wanted in kind.required if wanted not in there)


def unknown_parameters(text: str) -> list[str]:
    """Names in braces that nothing fills."""
    return [name for name in _PARAMETER.findall(text) if name not in PARAMETERS]


def filled(text: str, parameters: Mapping[str, str]) -> str:
    """A text with its parameters filled in; one that is not known stays as it is."""
    return _PARAMETER.sub(lambda found: parameters.get(found.group(1), found.group()), text).strip()


def says_the_same(text: Text, issued: Content) -> bool:
    """Whether what was issued differs from a text in nothing but what its parameters were filled with."""
    shown = issued["clauses"]
    if [clause.id for clause in text.clauses] != [clause["id"] for clause in shown] or text.promise != issued[
        "promise"
    ]:
        return False
    words = [(text.intro, issued["intro"])]
    for clause, was in zip(text.clauses, shown, strict=True):
        words += [(clause.heading, was["heading"]), (clause.text, was["text"])]
    asked = [(check.id, check.question, check.answers) for check in text.checks]
    return (
        all(_unfilled(new).fullmatch(was) for new, was in words)
        and [(check["id"], check["question"], tuple(check["answers"])) for check in issued["checks"]] == asked
    )


def _unfilled(words: str) -> re.Pattern[str]:
    """What some words can read as, whatever fills them."""
    parts = _PARAMETER.split(words)[::2]
    return re.compile(r"\s*.*?\s*".join(re.escape(part.strip()) for part in parts), re.DOTALL)


def forms_of(kind: Kind, text: Text, own: Iterable[str], parameters: Mapping[str, str]) -> dict[str, Content]:
    """An agreement in all its forms, as it is issued: plain, with pictures, and languages.

    `own`: clauses in a school's own words; a language lacks its translation of them, so it is left out.
    """
    plain = _plain(kind, text, parameters)
    forms = {"plain": plain}
    if any(clause.picture for clause in text.clauses):
        pictured = [
            {**shown, "picture": clause.picture or ANY_PICTURE}
            for shown, clause in zip(plain["clauses"], text.clauses, strict=True)
        ]
        forms["pictures"] = {**plain, "clauses": pictured}
    if kind.translated and not list(own):
        forms |= {language.id: _translated(kind, text, language, parameters) for language in languages()}
    return forms


def _plain(kind: Kind, text: Text, parameters: Mapping[str, str]) -> Content:
    return {
        "title": kind.title,
        "language": "en-GB",
        "direction": "ltr",
        "intro": filled(text.intro, parameters),
        "clauses": [
            {"id": clause.id, "heading": clause.heading, "text": filled(clause.text, parameters)}
            for clause in text.clauses
        ],
        "promise": text.promise,
        "checks": [
            {
                "id": check.id,
                "question": filled(check.question, parameters),
                "answers": [filled(answer, parameters) for answer in check.answers],
                "right": check.right,
                "again": check.again,
            }
            for check in text.checks
        ],
    }


def _translated(kind: Kind, text: Text, language: Language, parameters: Mapping[str, str]) -> Content:
    words = language.texts[kind.id]
    parameters = {**parameters, "devices": language.devices.get(parameters.get(CHOSEN_DEVICES, ""), "")}
    return {
        "title": words.title,
        "language": language.id,
        "direction": language.direction,
        "unchecked": "" if language.checked_by else language.unchecked,
        "intro": filled(words.intro, parameters),
        "clauses": [
            {"id": clause.id, "heading": "", "text": filled(words.clauses[clause.id], parameters)}
            for clause in text.clauses
        ],
        "promise": words.promise,
        "checks": [],  # asked in English or with a helper: a question that nobody has checked would test the translator
    }


def content_of(forms: Mapping[str, Content], form: str) -> Content:
    """What a form shows. Raises KeyError where an agreement has no such form."""
    return forms[DRESSED.get(form, form)]


def digest_of(content: object) -> str:
    """SHA-256 of a text as it is kept: one changed character gives another one."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
