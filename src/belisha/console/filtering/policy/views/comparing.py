"""Two profiles, two schools, or one school on two days, side by side."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from msgspec.structs import replace

from belisha.console.access.authorization import has_permission, schools_for
from belisha.console.access.permissions import Permission
from belisha.console.design.files import spreadsheet
from belisha.console.filtering.policy.forms.places import CompareDatesForm, CompareProfilesForm, CompareSchoolsForm
from belisha.console.filtering.policy.queries.places import places_of, school_tree
from belisha.console.filtering.policy.queries.versions import NotAdoptedError, settled
from belisha.console.filtering.policy.rules.comparing import (
    Row,
    compared_places,
    compared_profiles,
    compared_rules,
    compared_trees,
    differing,
)
from belisha.console.filtering.policy.rules.tree import tree_of
from belisha.console.filtering.policy.views.drafting import policy_page, user_of
from belisha.engine.policy.edits import Holder, HolderKind, rules_held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.engine.policy import Policy
    from belisha.engine.policy.model import SiteRule

__all__ = ["compare"]

MOST_SHOWN: Final = 500  # rows of a page; a file holds all


class _Compared(NamedTuple):
    form: BaseForm
    heads: tuple[str, str] = ("", "")
    rows: tuple[Row, ...] = ()


@policy_page()
def compare(request: HttpRequest, school: School, what: str = "profiles") -> HttpResponse:
    """What differs; with `?all=1` all that was compared."""
    asks = {"profiles": _profiles, "schools": _schools, "dates": _dates}
    found = asks[what](request, school)
    every = bool(request.GET.get("all"))
    asked = request.GET.copy()
    asked.pop("all", None)
    asked.pop("format", None)
    rows = found.rows if every else tuple(differing(found.rows))
    if request.GET.get("format") == "csv" and found.heads[0]:
        return _csv(found, rows)
    words = {"profiles": _("Two profiles"), "schools": _("Two schools"), "dates": _("Two days")}
    context = {
        "school": school,
        "what": what,
        "words": words,
        "form": found.form,
        "heads": found.heads,
        "asked": bool(found.heads[0]),
        "count": len(found.rows),
        "rows": rows[:MOST_SHOWN],
        "more": max(0, len(rows) - MOST_SHOWN),
        "different": len(rows),
        "every": every,
        "query": asked.urlencode(),
    }
    return render(request, "filtering/policy/compare.html", context)


def _profiles(request: HttpRequest, school: School) -> _Compared:
    policy = places_of(school)
    form = CompareProfilesForm(request.GET if "left" in request.GET else None, policy=policy)
    if not form.is_valid():
        return _Compared(form)
    left, right = form.cleaned_data["left"], form.cleaned_data["right"]
    heads = (policy.profiles[left].name, policy.profiles[right].name)
    return _Compared(form, heads, tuple(compared_profiles((left, policy), (right, policy))))


def _schools(request: HttpRequest, school: School) -> _Compared:
    user = user_of(request)
    others = {
        other.code: other
        for other in schools_for(user).select_related("federation")
        if other != school
        and other.federation_id == school.federation_id
        and has_permission(user, Permission.SEE_FILTER, other)
    }
    choices = [(code, other.name) for code, other in others.items()]
    form = CompareSchoolsForm(request.GET if "other" in request.GET else None, schools=choices)
    if not form.is_valid():
        return _Compared(form)
    other = others[form.cleaned_data["other"]]
    policies = (places_of(school), places_of(other))
    rows = compared_trees(school_tree(school, policies[0]), school_tree(other, policies[1]), policies)
    rows = [row for row in rows if not row.what.startswith(_("Person"))]
    rows += compared_places(policies[0].schools[school.code], policies[1].schools[other.code])
    whole = settled(school.federation)
    rows += compared_rules(*(_own_rules(whole, each.code) for each in (school, other)))
    return _Compared(form, (school.name, other.name), tuple(rows))


def _dates(request: HttpRequest, school: School) -> _Compared:
    form = CompareDatesForm(request.GET if "earlier_day" in request.GET else None)
    if not form.is_valid():
        return _Compared(form)
    days = (form.cleaned_data["earlier"], form.cleaned_data["later"])
    sides = []
    for day in days:
        try:
            sides.append(settled(school.federation, _end_of(day) if day else None))
        except NotAdoptedError:
            form.add_error("earlier" if day == days[0] else "later", _("The console had no policy then."))
            return _Compared(form)
    heads = tuple(date_format(day, "j F Y") if day else _("Now") for day in days)
    return _Compared(form, (heads[0], heads[1]), tuple(_two_days(school, sides[0], sides[1])))


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _two_days(school: School, left: Policy, right: Policy) -> list[Row]:
    """Holders, profiles and rules as they were on two days."""
    sides = (left, right)
    trees = [tree_of(side, school.code, {}, {}) for side in sides if school.code in side.schools]
    rows = compared_trees(trees[0], trees[1], sides) if len(trees) == len(sides) else []
    for name in {**left.profiles, **right.profiles}:
        rows += _profile_rows(name, left, right)
    if len(trees) == len(sides):
        rows += compared_places(left.schools[school.code], right.schools[school.code])
    rules = [_rules(side, school.code) for side in sides]
    return rows + compared_rules(rules[0], rules[1])


def _profile_rows(name: str, left: Policy, right: Policy) -> list[Row]:
    known = left.profiles.get(name) or right.profiles[name]
    title = _("Profile “%(name)s”") % {"name": known.name}
    if name not in left.profiles or name not in right.profiles:
        there, gone = _("There"), _("Not there")
        return [Row(title, there if name in left.profiles else gone, there if name in right.profiles else gone)]
    return [
        row._replace(what=f"{title}: {row.what}")
        for row in compared_profiles((name, left), (name, right))
        if row.differs
    ]


def _rules(policy: Policy, code: str) -> dict[tuple[Holder, str], SiteRule]:
    return {(holder, rule.address): rule for holder, rule in rules_held(policy) if holder.school in {"", code}}


def _own_rules(policy: Policy, code: str) -> dict[tuple[Holder, str], SiteRule]:
    """A school's own rules, under holders that another school's can be matched with; none of single children."""
    return {
        (replace(holder, school=""), rule.address): rule
        for holder, rule in rules_held(policy)
        if holder.school == code and holder.kind is not HolderKind.PERSON
    }


def _csv(found: _Compared, rows: Sequence[Row]) -> HttpResponse:
    return spreadsheet("compared", [_("What"), *found.heads], rows)
