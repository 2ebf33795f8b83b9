"""What is in force at a school: the text as adopted, what has changed since, and whether anybody can read it."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.models import Post, School
from belisha.console.access.remembering import remembered
from belisha.console.access.roles import ROLES, Role
from belisha.console.policies.approving.queries.steps import signatures_of
from belisha.console.policies.clauses.house import chapters, edition
from belisha.console.policies.clauses.queries import ONLINE_SAFETY, compose, in_force, parameters_of
from belisha.console.policies.models import Approval, ChangeMinuted, Outcome, PageCheck, Version
from belisha.console.policies.shelf.queries import Shelved, shelved_by_kind
from belisha.console.policies.shelf.rules import linked_to
from belisha.console.policies.writing.queries import text_of

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.policies.clauses.rules import Paragraph, Section

__all__ = [
    "MARK",
    "Change",
    "PublishedSection",
    "Said",
    "approval_behind",
    "changes_of",
    "house_mark",
    "open_school",
    "outcomes_behind",
    "page_check_of",
    "published_at",
    "published_context",
    "published_text",
    "reviewer_of",
    "unminuted",
]


MARK: Final = "belisha-policy"
"""The name of the page's mark, which holds the digest of the text that was adopted."""


class Change(NamedTuple):
    """A paragraph that reads otherwise than when it was adopted."""

    id: str
    number: str
    before: str  # "" where it is new
    after: str  # "" where it is no more


class Said(NamedTuple):
    """A paragraph as it reads now, and what it said when it was adopted where that is another thing."""

    paragraph: Paragraph
    change: Change | None


class PublishedSection(NamedTuple):
    """A section as it is published."""

    section: Section
    paragraphs: list[Said]
    linked: list[Shelved]


def published_at(school: School, kind: str = ONLINE_SAFETY) -> Version | None:
    """The version in force at a school: its own, else its federation's."""
    return remembered(("policy in force", school.pk, kind), lambda: in_force(school, kind))


@cache
def house_mark() -> str:
    """The edition of the clauses with a mark of their very words: a version keeps those that governors approved."""
    words = hashlib.sha256(msgspec.json.encode(chapters())).hexdigest()
    return f"{edition()}-{words[:8]}"


def _live(version: Version, school: School, kept: tuple[Section, ...]) -> tuple[Section, ...]:
    """What the adopted text says today. Once the clauses have other words, only the answers of parameters move.

    Nobody reads in a policy in force what its governors have not approved, whatever an update of Belisha brings.
    """
    if version.edition == house_mark():
        return compose(version, school)
    now = {each.name: each.answer.text for each in parameters_of(school)}
    return tuple(
        section._replace(
            paragraphs=tuple(
                each._replace(
                    pieces=tuple(
                        piece._replace(text=now.get(piece.parameter, piece.text)) if piece.parameter else piece
                        for piece in each.pieces
                    )
                )
                for each in section.paragraphs
            )
        )
        for section in kept
    )


def published_text(version: Version, school: School) -> list[PublishedSection]:
    """A version in force, section by section, with what has changed since it was adopted and the sister policies."""
    kept = text_of(version, school)
    now = _live(version, school, kept)
    live = {each.id: each for section in now for each in section.paragraphs}
    adopted = {each.id for section in kept for each in section.paragraphs}
    new = {section.id: [each for each in section.paragraphs if each.id not in adopted] for section in now}
    shelf = shelved_by_kind(school)
    return [
        PublishedSection(
            section,
            [_said(each, live.get(each.id)) for each in section.paragraphs]
            + [Said(each, Change(each.id, each.number, "", each.words)) for each in new.get(section.id, ())],
            [shelf[kind.id] for kind in linked_to(section.id) if kind.id in shelf],
        )
        for section in kept
    ]


def _said(adopted: Paragraph, live: Paragraph | None) -> Said:
    if live is None:
        return Said(adopted, Change(adopted.id, adopted.number, adopted.words, ""))
    shown = live._replace(number=adopted.number)
    changed = live.words != adopted.words
    return Said(shown, Change(adopted.id, adopted.number, adopted.words, live.words) if changed else None)


def changes_of(version: Version, school: School) -> list[Change]:
    """What reads otherwise at a school than when it was adopted."""
    return [said.change for section in published_text(version, school) for said in section.paragraphs if said.change]


def unminuted(version: Version, school: School) -> list[Change]:
    """Changes since adoption of which governors have not taken note."""
    noted = set(ChangeMinuted.objects.filter(version=version, school=school).values_list("parameter", "after"))
    return [change for change in changes_of(version, school) if (change.id, change.after) not in noted]


def reviewer_of(version: Version, school: School, today: date) -> str:
    """Who reviews a version next: the post, and whoever holds it at a school."""
    if not version.reviewer:
        return ""
    title = str(ROLES[Role(version.reviewer)].title)
    held = Post.objects.for_school(school).held_on(today).filter(role=version.reviewer).order_by("first", "pk")
    names = ", ".join(held.values_list("holder__name", flat=True))
    return f"{title}: {names}" if names else title


def page_check_of(school: School) -> PageCheck | None:
    """When the public page was last fetched, and what was found."""
    return PageCheck.objects.for_school(school).select_related("version").defer("version__frozen").first()


def open_school(code: str) -> School:
    """The school that an open page is of: that it exists is no secret. Raises Http404."""
    found = School.objects.filter(code=code).select_related("federation").first()
    if found is None:
        raise Http404
    return found


def published_context(school: School) -> dict[str, Any]:
    """What every copy of the policy in force shows. Raises Http404 where none is."""
    version = published_at(school)
    if version is None:
        raise Http404
    sections = published_text(version, school)
    return {
        "school": school,
        "version": version,
        "sections": sections,
        "changed": [said.change for each in sections for said in each.paragraphs if said.change],
        "reviewer": reviewer_of(version, school, timezone.localdate()),
        "signatures": signatures_of(version),
        "approval": approval_behind(version),
        "outcomes": outcomes_behind(version),
        "late": version.review_due is not None and version.review_due < timezone.localdate(),
        "mark": MARK,
        "address": settings.CONSOLE.url + reverse("public-policy", args=[school.code]),
    }


def approval_behind(version: Version) -> Approval | None:
    """The vote on the text that is in force."""
    found: Approval | None = version.approvals.filter(digest=version.digest).first()
    return found


def outcomes_behind(version: Version) -> list[Outcome]:
    """You said, we did: of every round about a version."""
    return list(Outcome.objects.filter(round__version=version).order_by("audience", "at", "pk"))
