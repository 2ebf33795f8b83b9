"""Pages of clauses: the policy as it reads today, the points on which schools differ, what texts are filled with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import federation_page, school_page
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address, may
from belisha.console.access.settings.actions import change_setting
from belisha.console.duties.catalogue import catalogue
from belisha.console.policies.clauses.differences import choice_of, choices_of
from belisha.console.policies.clauses.forms import choice_form
from belisha.console.policies.clauses.links import followed_by
from belisha.console.policies.clauses.queries import compose, compose_house, in_force, parameters_of, version_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation
    from belisha.console.access.settings.forms import SettingForm
    from belisha.console.policies.clauses.rules import Section
    from belisha.console.policies.models import Version

    Place = School | Federation

__all__ = [
    "choices",
    "federation_choice",
    "federation_choices",
    "parameters",
    "reading",
    "school_choice",
    "version_reading",
]


@school_page(Permission.SEE_SCHOOL)
def reading(request: HttpRequest, school: School) -> HttpResponse:
    """The policy that counts at a school, as it reads today; without one, what the clauses of the house would say."""
    version = in_force(school)
    sections = compose(version, school) if version else compose_house(school)
    return _read(request, school, sections, version)


@school_page(Permission.WRITE_POLICIES)
def version_reading(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One version, a draft too, as it reads today."""
    version = version_of(school, number)
    return _read(request, school, compose(version, school), version)


def _read(request: HttpRequest, school: School, sections: tuple[Section, ...], version: Version | None) -> HttpResponse:
    paragraphs = [each for section in sections for each in section.paragraphs]
    pieces = [piece for each in paragraphs for piece in each.pieces]
    context = {
        "school": school,
        "version": version,
        "sections": sections,
        "links": followed_by(request.user, school, (piece.link for piece in pieces)),  # type: ignore[arg-type]
        "vacant": [each for each in paragraphs if each.vacant],
        "catalogue": catalogue(),
        "may_see_duties": may(request, Permission.SEE_DUTIES, school),
    }
    return render(request, "policies/clauses/reading.html", context)


@school_page(Permission.SEE_SCHOOL)
def choices(request: HttpRequest, school: School) -> HttpResponse:
    """Every point on which schools' policies differ, as it stands here."""
    return _choices(request, school)


@federation_page(Permission.SEE_SCHOOL)
def federation_choices(request: HttpRequest, federation: Federation) -> HttpResponse:
    """The same for all schools of a federation that have not decided otherwise."""
    return _choices(request, federation)


@require_POST
@school_page(Permission.CHANGE_SCHOOL)
def school_choice(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """Decide one point."""
    return _choose(request, school, key)


@require_POST
@federation_page(Permission.CHANGE_SCHOOL)
def federation_choice(request: HttpRequest, federation: Federation, key: str) -> HttpResponse:
    """Decide one point for all schools."""
    return _choose(request, federation, key)


def _choose(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    choice = choice_of(place, key)
    if choice is None:
        raise Http404
    form = choice_form(choice, request.POST)
    if form.is_valid() and done(form, lambda: _change(request, place, form)):
        messages.success(request, _("%(title)s: saved.") % {"title": choice.now.setting.title})
        return redirect(f"{address(place, 'policy-choices')}#{key}")
    return _choices(request, place, form)


def _change(request: HttpRequest, place: Place, form: SettingForm) -> object:
    reason = form.cleaned_data["reason"]
    return change_setting(by(request), at=place, key=form.setting.key, value=form.value, reason=reason)


def _choices(request: HttpRequest, place: Place, sent: SettingForm | None = None) -> HttpResponse:
    may_change = may(request, Permission.CHANGE_SCHOOL, place)
    found = choices_of(place)
    context: dict[str, Any] = {
        "place": place,
        "school": place if isinstance(place, School) else None,
        "choices": [
            (each, sent if sent and sent.setting.key == each.difference.setting else choice_form(each))
            for each in found
        ],
        "form": sent,
        "address": address,
        "may_change": may_change,
        "may_for_all": isinstance(place, School) and may(request, Permission.SEE_SCHOOL, place.federation),
        "as_a": sum(each.is_a for each in found),
        "as_b": sum(each.is_b for each in found),
        "catalogue": catalogue(),
    }
    return render(request, "policies/clauses/choices.html", context, status=400 if sent else 200)


@school_page(Permission.SEE_SCHOOL)
def parameters(request: HttpRequest, school: School) -> HttpResponse:
    """What a text can be filled with, and what each is here."""
    sought = request.GET.get("q", "").strip()
    found = [each for each in parameters_of(school) if sought.lower() in f"{each.name} {each.title}".lower()]
    context = {
        "school": school,
        "parameters": found,
        "links": followed_by(request.user, school, (each.answer.link for each in found)),  # type: ignore[arg-type]
        "sought": sought,
    }
    return render(request, "policies/clauses/parameters.html", context)
