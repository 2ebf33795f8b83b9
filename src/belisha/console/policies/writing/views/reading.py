"""Pages to read: the policies of a school, a version and its way, its text, its history, two side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import has_permission
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import show
from belisha.console.policies.approving.queries.causes import open_causes
from belisha.console.policies.approving.queries.published import (
    page_check_of,
    published_at,
    reviewer_of,
    unminuted,
)
from belisha.console.policies.approving.queries.rounds import open_rounds_for
from belisha.console.policies.approving.queries.steps import approval_of, lacking, part_for, signatures_of, words_of
from belisha.console.policies.clauses.queries import ONLINE_SAFETY
from belisha.console.policies.shelf.queries import is_red, shelf_of
from belisha.console.policies.writing.actions import place_of
from belisha.console.policies.writing.queries import (
    edits_of,
    in_the_making,
    is_editable,
    left_out_of,
    text_of,
    version_of,
    versions_of,
)
from belisha.console.policies.writing.rules import MAKING, STATES, State, lines_of, side_by_side, words_apart
from belisha.console.policies.writing.tables import HISTORY, versions_at

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.policies.clauses.rules import Paragraph
    from belisha.console.policies.models import Version
    from belisha.console.policies.writing.rules import Row

__all__ = ["all_versions", "compare", "history", "policies", "text", "variations", "version"]

TONES = {State.PUBLISHED: "good", State.SUPERSEDED: "neutral", State.ABANDONED: "neutral"}


def able(request: HttpRequest, version: Version) -> dict[str, bool]:
    """What whoever asks may do with a version: of a federation's, only those who may for all of it."""
    user, school = request.user, version.policy.school
    if not isinstance(user, User):
        return {}
    return {
        "write": has_permission(user, Permission.WRITE_POLICIES, school),
        "approve": has_permission(user, Permission.APPROVE_POLICIES, school),
    }


@school_page(Permission.SEE_SCHOOL)
def policies(request: HttpRequest, school: School) -> HttpResponse:
    """The online-safety policy in force, what is being made, what waits, and how the shelf stands."""
    now = published_at(school)
    making = in_the_making(school, ONLINE_SAFETY)
    user = request.user
    writes = isinstance(user, User) and has_permission(user, Permission.WRITE_POLICIES, school)
    shelf = [each for each in shelf_of(school) if each.kind.id != ONLINE_SAFETY]
    context = {
        "school": school,
        "version": now,
        "reviewer": reviewer_of(now, school, timezone.localdate()) if now else "",
        "late": bool(now and now.review_due and now.review_due < timezone.localdate()),
        "making": [(each, STATES[State(each.state)]) for each in making],
        "begin": writes and all(each.policy.school_id is None for each in making),
        "writes": writes,
        "rounds": list(open_rounds_for(school)),
        "causes": list(open_causes(school)),
        "changes": unminuted(now, school) if now and writes else [],
        "red": [each for each in shelf if is_red(each)],
        "shelf": shelf,
        "check": page_check_of(school),
        "shared": bool(now and now.policy.school_id is None and school.federation.schools.count() > 1),
    }
    return render(request, "policies/writing/policies.html", context)


@school_page(Permission.SEE_SCHOOL)
def all_versions(request: HttpRequest, school: School) -> HttpResponse:
    """Every version there ever was."""
    rows = versions_of(school, ONLINE_SAFETY)
    return show(request, versions_at(school), rows, "policies/writing/versions.html", {"school": school})


@school_page(Permission.SEE_SCHOOL)
def version(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """A version and its way."""
    found = version_of(school, pk)
    making = found.state in MAKING
    user = request.user
    places = signatures_of(found)
    part = part_for(user, place_of(found.policy)) if isinstance(user, User) else None
    context = {
        "school": school,
        "version": found,
        "state": STATES[State(found.state)],
        "tone": TONES.get(State(found.state), "info"),
        "making": making,
        "editable": is_editable(found),
        "may": able(request, found),
        "lacking": lacking(found, school) if making and found.state in {State.DRAFT, State.LEADERS} else [],
        "vacant": [each for each in _paragraphs(found, school) if each.vacant] if making else [],
        "rounds": list(found.rounds.all()),
        "words": words_of(found),
        "approval": approval_of(found),
        "signatures": places,
        "mine": part is not None and all(each.given is None for each in places if each.part == part[0]),
        "left_out": left_out_of(found),
        "others": [each for each in versions_of(school, found.policy.kind) if each.pk != found.pk][:10],
        "reviewer": reviewer_of(found, school, timezone.localdate()),
    }
    return render(request, "policies/writing/version.html", context)


def _paragraphs(version_: Version, school: School) -> list[Paragraph]:
    return [each for section in text_of(version_, school) for each in section.paragraphs]


@school_page(Permission.SEE_SCHOOL)
def text(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """What a version says."""
    found = version_of(school, pk)
    context = {
        "school": school,
        "version": found,
        "state": STATES[State(found.state)],
        "sections": text_of(found, school),
        "left_out": left_out_of(found),
    }
    return render(request, "policies/writing/text.html", context)


@school_page(Permission.SEE_SCHOOL)
def history(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Who changed what in a version."""
    found = version_of(school, pk)
    context = {"school": school, "version": found}
    return show(request, HISTORY, edits_of(found), "policies/writing/history.html", context)


def _shown(rows: list[Row]) -> list[dict[str, Any]]:
    """The rows that differ, each with its words cut where they do."""
    found = []
    for row in rows:
        if row.kind == "same":
            continue
        left, right = words_apart(row.left.words if row.left else "", row.right.words if row.right else "")
        line = row.right or row.left
        found.append({"kind": row.kind, "section": line.section if line else "", "left": left, "right": right})
    return found


@school_page(Permission.SEE_SCHOOL)
def compare(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Two versions side by side."""
    right = version_of(school, pk)
    others = [each for each in versions_of(school, right.policy.kind) if each.pk != pk]
    asked = request.GET.get("with", "")
    if not asked and not others:
        return redirect("policy-version", school.code, pk)
    if asked and not asked.isdigit():
        raise Http404
    left = version_of(school, int(asked)) if asked else _before(right, others)
    rows = side_by_side(lines_of(text_of(left, school)), lines_of(text_of(right, school)))
    context = {
        "school": school,
        "left": left,
        "right": right,
        "others": others,
        "rows": _shown(rows),
        "same": sum(row.kind == "same" for row in rows),
        "heads": (_named(left), _named(right)),
        "title": _("Two versions side by side"),
        "back_link": reverse("policy-version", args=[school.code, pk]),
    }
    return render(request, "policies/writing/compare.html", context)


def _before(version_: Version, others: list[Version]) -> Version:
    """The one in force before it, else the newest of the others."""
    published = [each for each in others if each.state in {State.PUBLISHED, State.SUPERSEDED}]
    return version_of_pk(version_, published or others)


def version_of_pk(version_: Version, found: list[Version]) -> Version:
    """The newest that is older, else the first."""
    older = [each for each in found if each.begun_at < version_.begun_at]
    return (older or found)[0]


def _named(version_: Version) -> str:
    words = {"n": version_.number, "state": STATES[State(version_.state)], "place": place_of(version_.policy).name}
    return _("%(place)s, version %(n)s (%(state)s)") % words


@school_page(Permission.SEE_SCHOOL)
def variations(request: HttpRequest, school: School) -> HttpResponse:
    """The federation's policy and what this school says otherwise, side by side."""
    found = list(versions_of(school, ONLINE_SAFETY).filter(state__in=[*MAKING, State.PUBLISHED]))
    shared = _best([each for each in found if each.policy.school_id is None])
    own = _best([each for each in found if each.policy.school_id is not None])
    rows: list[Row] = []
    if shared and own:
        rows = side_by_side(lines_of(text_of(shared, school)), lines_of(text_of(own, school)))
    context = {
        "school": school,
        "shared": shared,
        "own": own,
        "rows": _shown(rows),
        "same": sum(row.kind == "same" for row in rows),
        "heads": (_named(shared), _named(own)) if shared and own else (),
    }
    return render(request, "policies/writing/variations.html", context)


def _best(found: list[Version]) -> Version | None:
    """The one in force, else the one in the making."""
    return next((each for each in found if each.state == State.PUBLISHED), next(iter(found), None))
