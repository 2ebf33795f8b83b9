"""Open pages: the forms for parents, visitors and whistleblowing, where help is found; and posters that lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import segno
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import open_page, school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import values_of
from belisha.console.concerns.reporting.actions.doors import begun, is_old, report_openly
from belisha.console.concerns.reporting.declared import OPEN_FORMS
from belisha.console.concerns.reporting.forms.doors import DoorForm
from belisha.console.concerns.reporting.queries.helping import directory_of, shown
from belisha.console.concerns.reporting.queries.whose import school_of
from belisha.console.concerns.reporting.rules.doors import DOORS
from belisha.console.concerns.reporting.rules.helping import audiences, topics
from belisha.console.concerns.working.declared import HOURS_FROM, HOURS_TO, OUT_OF_HOURS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from belisha.console.access.models import School
    from belisha.console.concerns.reporting.rules.helping import HelpLine

__all__ = ["door", "door_sent", "doors", "find_help", "poster", "posters"]

AUDIENCE_OF: Final = {"parents": "parent", "visitors": "staff", "whistleblowing": "staff"}
ABOUT_WORK: Final = "work"  # the topic of help that whistleblowing shows


def _school(code: str) -> School:
    """The school that an open page is of; its name and telephone are no secret."""
    found = school_of(code)
    if found is None:
        raise Http404
    return found


def _open(school: School) -> list[str]:
    """The forms that a school has."""
    values = values_of(school)
    return [name for name, setting in OPEN_FORMS.items() if values[setting.key] == "open"]


def _read(school: School) -> dict[str, Any]:
    """Who reads it and when, as the forms say it."""
    values = values_of(school)
    return {
        "from": values[HOURS_FROM.key],
        "to": values[HOURS_TO.key],
        "outside": values[OUT_OF_HOURS.key],
    }


def _lines_of(school: School, door: str) -> list[HelpLine]:
    """What stands above a form: help for danger, and for whistleblowing whoever advises on it."""
    if door == "whistleblowing":
        return shown(directory_of(school), topic=ABOUT_WORK, audience=AUDIENCE_OF[door])
    return _first_lines(school, AUDIENCE_OF[door])


def _first_lines(school: School, audience: str) -> list[HelpLine]:
    """The lines that stand first on every page, for an audience or (empty) for all."""
    return [line for line in shown(directory_of(school), audience=audience) if line.first]


@open_page
def doors(request: HttpRequest, school: str) -> HttpResponse:
    """Every way to tell the school something."""
    here = _school(school)
    found = [(name, DOORS[name]) for name in _open(here)]
    context = {"school": here, "doors": found, "lines": _first_lines(here, ""), "read": _read(here)}
    return render(request, "concerns/reporting/doors.html", context)


@open_page
def door(request: HttpRequest, school: str, door: str) -> HttpResponse:
    """One open form."""
    here = _school(school)
    if door not in _open(here):
        raise Http404
    form = DoorForm(request.POST or None, door=DOORS[door])
    mark = request.POST.get("began", "") or begun()
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "name": form.cleaned_data.get("name", "")}
        address = by(request).address
        if done(form, lambda: report_openly(school=here, door=door, given=given, address=address, mark=mark)):
            return redirect("report-door-sent", here.code, door)
        mark = begun() if is_old(mark) else mark  # kept while it holds: a report sent twice is one
    context = {
        "school": here,
        "door": DOORS[door],
        "name": door,
        "form": form,
        "mark": mark,
        "place": f"belisha-door-{here.code}-{door}",
        "lines": _lines_of(here, door),
        "read": _read(here),
    }
    return render(request, "concerns/reporting/door.html", context)


@open_page
def door_sent(request: HttpRequest, school: str, door: str) -> HttpResponse:
    """What happens next."""
    here = _school(school)
    if door not in DOORS:
        raise Http404
    context = {
        "school": here,
        "door": DOORS[door],
        "name": door,
        "clear": [f"belisha-door-{here.code}-{door}"],
        "lines": _lines_of(here, door),
        "read": _read(here),
    }
    return render(request, "concerns/reporting/door_sent.html", context)


@open_page
def find_help(request: HttpRequest, school: str) -> HttpResponse:
    """Where help is found, by topic and by who asks."""
    here = _school(school)
    topic, audience = request.GET.get("topic", ""), request.GET.get("for", "")
    topic = topic if topic in {each.id for each in topics()} else ""
    audience = audience if audience in {each.id for each in audiences()} else ""
    context = {
        "school": here,
        "lines": shown(directory_of(here), topic=topic, audience=audience),
        "topics": topics(),
        "audiences": audiences(),
        "topic": topic,
        "audience": audience,
    }
    return render(request, "concerns/reporting/find_help.html", context)


@school_page(Permission.SEE_SCHOOL)
def posters(request: HttpRequest, school: School) -> HttpResponse:
    """The addresses of the open forms, and posters to print."""
    found = [(name, DOORS[name], _address(school, name)) for name in _open(school)]
    return render(request, "concerns/reporting/posters.html", {"school": school, "doors": found})


@school_page(Permission.SEE_SCHOOL)
def poster(request: HttpRequest, school: School, door: str) -> HttpResponse:
    """A poster with a code to scan."""
    if door not in _open(school):
        raise Http404
    address = _address(school, door)
    context = {
        "school": school,
        "door": DOORS[door],
        "address": address,
        "picture": _picture(address),
        "lines": _lines_of(school, door),
    }
    return render(request, "concerns/reporting/poster.html", context)


def _address(school: School, door: str) -> str:
    return f"{settings.CONSOLE.url}{reverse('report-door', args=[school.code, door])}"


def _picture(address: str) -> SafeString:
    """The code to scan as SVG, without styles."""
    code = segno.make(address, error="q", micro=False)
    svg = code.svg_inline(scale=8, border=4, dark="#000", light="#fff", title=_("Code to scan"), omitsize=True)
    return mark_safe(svg)  # noqa: S308 - drawn here, from an address of this console
