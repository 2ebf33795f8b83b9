"""The three forms: what they ask, how long an answer may be, and what is missing from one that was sent.

Nothing is ever cut or dropped: a form that cannot be kept is shown again with all that was written in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.gateway.portal.wire import Request

__all__ = ["ADULTS", "ASK", "HAPPENED", "PRACTICE", "REPORT", "SAID_BY_PAGE", "TELL", "Filled", "Form", "fill", "said"]

HAPPENED: Mapping[str, str] = {
    "saw": "I saw something I did not like",
    "unkind": "Somebody was unkind",
    "stranger": "Somebody I do not know wrote to me",
    "secret": "Somebody asked for a secret or a picture",
    "friend": "I am worried about a friend",
    "other": "Something else",
}
ADULTS: Mapping[str, str] = {
    "team": "The safeguarding team",
    "teacher": "My teacher",
    "head": "The head teacher",
    "other": "Another grown-up I trust",
}
PRACTICE: Mapping[str, str] = {"yes": "We are only trying this out with our teacher"}
SAID_BY_PAGE = ("page", "category", "rule", "list", "profile")
"""What the links of a blocked page say about it. Anybody can write such a link, so it is kept as a claim."""
LONGEST_CLAIM = 200


class Field(NamedTuple):
    """A field that takes text. `needed`: what to say when it is empty; "" when it may be."""

    name: str
    longest: int
    needed: str = ""


class Form(NamedTuple):
    """A form: its fields of text, and those where some of a few choices may be ticked."""

    texts: tuple[Field, ...]
    choices: Mapping[str, Mapping[str, str]]


ASK = Form(
    (
        Field("address", 4000, "Write the address of the page."),
        Field("reason", 4000, "Write what you need the page for."),
        Field("name", 100, "Write your name, so that we can tell you the answer."),
        Field("class", 100),
        Field("until", 100),
    ),
    {},
)
TELL = Form(
    (Field("text", 8000), Field("name", 100), Field("adult_name", 100), Field("address", 4000)),
    {"happened": HAPPENED, "adult": ADULTS},
)
REPORT = Form(
    (
        Field("address", 4000, "Write the address of the page, or as much of it as you know."),
        Field("text", 4000),
        Field("name", 100),
    ),
    {"practice": PRACTICE},
)


class Filled(NamedTuple):
    """A form as somebody filled it in. `faults`: by field, a sentence that says what to do."""

    texts: Mapping[str, str]
    ticked: Mapping[str, tuple[str, ...]]
    claims: Mapping[str, str]
    faults: Mapping[str, str]


def fill(form: Form, request: Request) -> Filled:
    """What the request says of each field, with what is wrong with it."""
    texts = {field.name: _plain(request.field(field.name)) for field in form.texts}
    ticked = {
        name: tuple(choice for choice in choices if choice in request.fields.get(name, ()))
        for name, choices in form.choices.items()
    }
    claims = {name: _plain(request.field(name))[:LONGEST_CLAIM] for name in SAID_BY_PAGE}
    faults = {field.name: fault for field in form.texts if (fault := _fault(field, texts[field.name]))}
    if "happened" in ticked and not ticked["happened"] and not texts["text"]:
        faults.setdefault("happened", "Choose a picture, or write a few words.")
    return Filled(texts, ticked, {name: claim for name, claim in claims.items() if claim}, faults)


def _plain(text: str) -> str:
    """Without spaces around it, and with one kind of line end. Squid writes a dash for what it does not know."""
    text = text.replace("\r\n", "\n").strip()
    return "" if text == "-" else text


def _fault(field: Field, text: str) -> str:
    if not text:
        return field.needed
    if len(text) > field.longest:
        return f"This has {len(text):,} letters. We can keep {field.longest:,}: please make it shorter."
    return ""


def said(filled: Filled) -> dict[str, object]:
    """What is kept of a form, without what was left empty."""
    kept: dict[str, object] = {name: text for name, text in filled.texts.items() if text}
    kept |= {name: list(choices) for name, choices in filled.ticked.items() if choices}
    if filled.claims:
        kept["the_page_said"] = dict(filled.claims)
    return kept
