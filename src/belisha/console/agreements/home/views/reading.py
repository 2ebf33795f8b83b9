"""What families read at home: tips, signs, help, units, the pledge, notices, events, the online safety page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.agreements.home.actions.doing import do_unit, note_step, read_notice
from belisha.console.agreements.home.guards import family_page
from belisha.console.agreements.home.hooks import help_of, policy_address, worry_address
from belisha.console.agreements.home.queries.front import schools_of
from belisha.console.agreements.home.queries.programme import coming
from belisha.console.agreements.home.queries.steps import notice_for, notices_for, read_by, steps_of
from belisha.console.agreements.home.rules import age_for, school_year, talking, tips, unit_of, units
from belisha.console.agreements.home.rules import signs as signs_of
from belisha.console.agreements.models import FamilyStep

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.agreements.home.queries.entering import Family
    from belisha.console.people.models import Relationship

__all__ = ["events", "get_help", "home_tips", "learn", "notice", "notices", "pledge", "safety", "signs", "unit"]

Kind = FamilyStep.Kind


def _note(family: Family, kind: str, item: str = "") -> None:
    """Note that something was opened this school year, once at each school of theirs."""
    year = str(school_year(timezone.localdate()))
    for link in _one_a_school(family):
        note_step(link=link, kind=kind, item=item or year, child=False)


@family_page
def home_tips(request: HttpRequest, family: Family) -> HttpResponse:
    """Tips for home, those for the ages of one's own children first."""
    _note(family, Kind.TIPS)
    own = {age_for(link.child.year).id for link in family.children}
    ages = sorted(tips().ages, key=lambda age: age.id not in own)
    context = {"family": family, "ages": ages, "own": own, "controls": tips().controls, "sites": talking().ages}
    return render(request, "agreements/home/tips.html", context)


@family_page
def signs(request: HttpRequest, family: Family) -> HttpResponse:
    """Signs to watch for, and the way to tell the school."""
    _note(family, Kind.SIGNS)
    schools = [(school, worry_address(school)) for school in schools_of(family.children)]
    return render(request, "agreements/home/signs.html", {"family": family, "signs": signs_of(), "places": schools})


@family_page
def get_help(request: HttpRequest, family: Family) -> HttpResponse:
    """Who helps in the whole country, and near the school."""
    _note(family, Kind.SUPPORT)
    lines = {line.title: line for school in schools_of(family.children) for line in help_of(school)}
    schools = [(school, worry_address(school)) for school in schools_of(family.children)]
    context = {"family": family, "lines": list(lines.values()), "places": schools}
    return render(request, "agreements/home/help.html", context)


@family_page
def learn(request: HttpRequest, family: Family) -> HttpResponse:
    """Short units, and which of them the family has done."""
    done = {item for kind, item, _child in _steps(family) if kind == Kind.UNIT}
    return render(request, "agreements/home/learn.html", {"family": family, "units": units(), "done": done})


def _steps(family: Family) -> set[tuple[str, str, int | None]]:
    return steps_of({link.adult_id for link in family.children})


@family_page
def unit(request: HttpRequest, family: Family, unit: str) -> HttpResponse:
    """One unit: it is done once its question is answered."""
    try:
        known = unit_of(unit)
    except KeyError as error:
        raise Http404 from error
    wrong = False
    if request.method == "POST":
        choice = request.POST.get("choice", "")
        right = [do_unit(link=link, unit=unit, choice=choice) for link in _one_a_school(family)]
        if all(right):
            messages.success(request, _("Right. %(why)s") % {"why": known.why})
            return redirect("family-learn")
        wrong = True
    context = {"family": family, "unit": known, "wrong": wrong, "chosen": request.POST.get("choice", "")}
    return render(request, "agreements/home/unit.html", context)


def _one_a_school(family: Family) -> list[Relationship]:
    return list({link.child.school_id: link for link in family.children}.values())


@family_page
def pledge(request: HttpRequest, family: Family) -> HttpResponse:
    """The family pledge of a school year."""
    year = str(school_year(timezone.localdate()))
    if request.method == "POST":
        _note(family, Kind.PLEDGE)
        messages.success(request, _("Thank you. Hang it on the fridge."))
        return redirect("family-pledge")
    made = any((kind, item) == (Kind.PLEDGE, year) for kind, item, _child in _steps(family))
    return render(request, "agreements/home/pledge.html", {"family": family, "lines": talking().pledge, "made": made})


@family_page
def safety(request: HttpRequest, family: Family) -> HttpResponse:
    """The online safety page of the home-school form."""
    _note(family, Kind.SAFETY_PAGE)
    schools = [(school, policy_address(school)) for school in schools_of(family.children)]
    context = {"family": family, "chapters": talking().safety, "places": schools}
    return render(request, "agreements/home/safety.html", context)


@family_page
def notices(request: HttpRequest, family: Family) -> HttpResponse:
    """What the school tells."""
    rows = notices_for(schools_of(family.children))
    seen = read_by({link.adult_id for link in family.children})
    return render(request, "agreements/home/notices.html", {"family": family, "notices": rows, "seen": seen})


@family_page
def notice(request: HttpRequest, family: Family, number: int) -> HttpResponse:
    """One notice; opening it counts."""
    found = notice_for(schools_of(family.children), number)
    if found is None:
        raise Http404
    adult = next(link.adult for link in family.children if link.child.school_id == found.school_id)
    read_notice(person=adult, notice=found)
    context = {"family": family, "notice": found, "sites": talking().ages if found.topic == "ages" else []}
    return render(request, "agreements/home/notice.html", context)


@family_page
def events(request: HttpRequest, family: Family) -> HttpResponse:
    """What parents can come to."""
    rows = coming(schools_of(family.children), timezone.localdate())
    return render(request, "agreements/home/events.html", {"family": family, "events": rows})
