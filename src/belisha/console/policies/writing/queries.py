"""Versions of policies: which there are, what each says, who changed what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404

from belisha.console.access.remembering import remembered
from belisha.console.policies.clauses.house import chapters, clauses
from belisha.console.policies.clauses.queries import compose
from belisha.console.policies.clauses.rules import thawed
from belisha.console.policies.models import ClauseChoice, FrozenAt, OwnClause, Version
from belisha.console.policies.writing.rules import EDITABLE, MAKING

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School
    from belisha.console.policies.clauses.house import Clause
    from belisha.console.policies.clauses.rules import Section
    from belisha.console.policies.models import Edit

__all__ = [
    "ClauseLine",
    "SectionLines",
    "choice_of",
    "edits_of",
    "in_the_making",
    "is_editable",
    "left_out_of",
    "lines_to_write",
    "own_clause_of",
    "text_of",
    "version_of",
    "versions_of",
]


class ClauseLine(NamedTuple):
    """A clause of the house on the page where a draft is written."""

    clause: Clause
    choice: ClauseChoice | None
    words: str  # as they read now; empty where the clause is silent at this setting or left out


class SectionLines(NamedTuple):
    """A section on the page where a draft is written."""

    id: str
    title: str
    lines: list[ClauseLine]
    own: list[OwnClause]


def versions_of(school: School, kind: str) -> QuerySet[Version]:
    """All versions of a policy that count or counted at a school, newest first, without their texts."""
    found = Version.objects.for_school(school).filter(policy__kind=kind).defer("frozen")
    return found.select_related("policy__school", "policy__federation", "begun_by").order_by("-begun_at", "-pk")


def version_of(school: School, pk: int) -> Version:
    """A version of a school's or its federation's policy. Raises Http404."""
    found = Version.objects.for_school(school).filter(pk=pk)
    version = found.select_related("policy__school__federation", "policy__federation").first()
    if version is None:
        raise Http404
    return version


def in_the_making(school: School, kind: str) -> list[Version]:
    """What is being made of a kind: the school's own, and its federation's. Asked once for a page."""
    making = versions_of(school, kind).filter(state__in=[state.value for state in MAKING])
    return list(remembered(("policies in the making", school.pk, kind), lambda: list(making)))


def is_editable(version: Version) -> bool:
    """Whether its text may be changed now."""
    return version.state in EDITABLE


def text_of(version: Version, school: School) -> tuple[Section, ...]:
    """What a version says at a school: as governors approved it, else as it reads today."""
    if not version.frozen:
        return compose(version, school)
    if version.policy.school_id is None:
        kept = FrozenAt.objects.filter(version=version, digest=version.digest, school=school).first()
        if kept is not None:
            return thawed(kept.sections)
    return thawed(version.frozen)


def lines_to_write(version: Version, school: School) -> list[SectionLines]:
    """Every clause with what this version does with it, for the page where it is written."""
    now = {each.id: each.words for section in compose(version, school) for each in section.paragraphs}
    choices = {each.clause: each for each in ClauseChoice.objects.filter(version=version)}
    own: dict[str, list[OwnClause]] = {}
    for each in OwnClause.objects.filter(version=version):
        own.setdefault(each.section, []).append(each)
    return [
        SectionLines(
            chapter.section,
            chapter.title,
            [ClauseLine(one, choices.get(one.id), now.get(one.id, "")) for one in chapter.clauses],
            own.get(chapter.section, []),
        )
        for chapter in chapters()
    ]


def choice_of(version: Version, clause: str) -> ClauseChoice | None:
    """What a version does with a clause of the house."""
    return ClauseChoice.objects.filter(version=version, clause=clause).first()


def own_clause_of(version: Version, pk: int) -> OwnClause:
    """A paragraph of the school's own. Raises Http404."""
    found = OwnClause.objects.filter(version=version, pk=pk).first()
    if found is None:
        raise Http404
    return found


def left_out_of(version: Version) -> list[tuple[str, str]]:
    """What is left out: the words of the clause, and why. For governors."""
    known = clauses()
    found = ClauseChoice.objects.filter(version=version, off=True).order_by("clause")
    return [(known[each.clause].text if each.clause in known else each.clause, each.reason) for each in found]


def edits_of(version: Version) -> QuerySet[Edit]:
    """Who changed what, newest first."""
    found: QuerySet[Edit] = version.edits.select_related("by")
    return found
