"""For which school year a signature counts, where somebody stands with an agreement, what seals a signature."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from belisha.console.agreements.texts.rules import content_of, digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.agreements.models import Signature
    from belisha.console.agreements.texts.rules import Content

__all__ = [
    "NEXT_YEAR_FROM",
    "Given",
    "State",
    "Where",
    "counts_for",
    "fault_of",
    "first_day",
    "form_digests",
    "grace_ends",
    "misread",
    "new_token",
    "school_year",
    "seal_of",
    "secret_digest",
    "where",
]

SEPTEMBER: Final = 9
NEXT_YEAR_FROM: Final = 6  # what is signed from June on counts for the school year to come as well


class State(StrEnum):
    """Where somebody stands with an agreement that they are asked for."""

    SIGNED = "signed"
    TO_SIGN = "to sign"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Given(NamedTuple):
    """A signature as the rules take it: for which year it counts, under which number, and whether it was withdrawn."""

    number: int
    counts_for: int
    withdrawn_on: date | None


class Where(NamedTuple):
    """A state; `since`: the day from which it was asked; `at_once`: no days of grace, for they said no."""

    state: State
    since: date
    at_once: bool = False


def counts_for(day: date) -> int:
    """The school year that a signature counts for, by its first: one of June to August counts for the year to come."""
    return day.year if day.month >= NEXT_YEAR_FROM else day.year - 1


def first_day(year: int) -> date:
    """The first of September of a school year."""
    return date(year, SEPTEMBER, 1)


def school_year(day: date) -> int:
    """The school year that a day lies in, by its first: 2026 is 2026 to 2027."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def where(
    *,
    yearly: bool,
    asks_from: int,
    issued: date,
    joined: date,
    signed: Given | None,
    declined: date | None,
    today: date,
) -> Where:
    """Where somebody stands. `asks_from`: the number of the oldest agreement whose signature still counts.

    `issued`: when that one was. `signed`: their last signature of this kind, withdrawn or not.
    """
    if declined is not None:
        return Where(State.DECLINED, declined, at_once=True)
    asked = max(issued, joined)
    if signed is None:
        return Where(State.TO_SIGN, asked)
    if signed.withdrawn_on is not None:
        return Where(State.WITHDRAWN, signed.withdrawn_on, at_once=True)
    if signed.number < asks_from:
        return Where(State.TO_SIGN, asked)
    if yearly and signed.counts_for < school_year(today):
        return Where(State.TO_SIGN, max(asked, first_day(school_year(today))))
    return Where(State.SIGNED, asked)


def misread(content: Content, answers: Mapping[str, str]) -> dict[str, str]:
    """The check questions that were not answered, or wrongly, with what helps: by the question's id."""
    checks: list[dict[str, Any]] = content["checks"]
    return {check["id"]: check["again"] for check in checks if answers.get(check["id"], "") != str(check["right"])}


def seal_of(row: Signature, digest: str) -> str:
    """SHA-256 over all that a signature says; `digest`: of the agreement. What is withdrawn later is not part of it."""
    said = {
        "agreement": digest,
        "person": row.person_id,
        "child": row.child_id,
        "name": row.name,
        "at": row.at.astimezone(UTC).isoformat(),
        "counts_for": row.counts_for,
        "way": row.way,
        "form": row.form,
        "text": row.text_digest,
        "answers": row.answers,
        "helper": row.helper,
        "witness": row.witness_id,
        "token": row.token,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def fault_of(row: Signature, digests: Mapping[str, str], digest: str) -> str:
    """What is wrong with a signature, in words; "" where it is whole. `digests`: of each form, as it is kept now."""
    if row.text_digest != digests.get(row.form, ""):
        return "the text is not the one that was signed"
    if row.seal != seal_of(row, digest):
        return "what it says is not what was sealed"
    return ""


def form_digests(forms: Mapping[str, Content], used: set[str]) -> dict[str, str]:
    """The digests of some forms of an agreement, as they are kept now."""
    return {form: digest_of(content_of(forms, form)) for form in used}


def new_token() -> str:
    """What stands in the QR code of a certificate, and in the address of a link: nobody guesses it."""
    return secrets.token_hex(16)


def secret_digest(token: str) -> str:
    """What is kept of a secret in an address."""
    return hashlib.sha256(token.encode()).hexdigest()


def grace_ends(since: date, days: int, *, at_once: bool) -> date:
    """The first day on which somebody who has not signed is restricted."""
    return since if at_once else since + timedelta(days=days)
