"""Pages of settings: all of a school or federation, one with its history, and two schools side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import federation_page, school_page
from belisha.console.access.models import Decision, School
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address, may
from belisha.console.access.settings.actions import change_setting, reset_setting
from belisha.console.access.settings.forms import SettingForm, shown
from belisha.console.access.settings.queries import history_of, setting_of, settings_of
from belisha.console.access.settings.registry import SETTINGS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation
    from belisha.console.access.settings.queries import SettingInForce

__all__ = ["federation_setting", "federation_settings", "setting", "settings"]


@school_page(Permission.SEE_SCHOOL)
def settings(request: HttpRequest, school: School) -> HttpResponse:
    """All settings of a school: what counts, and where that comes from."""
    return _all(request, school)


@federation_page(Permission.SEE_SCHOOL)
def federation_settings(request: HttpRequest, federation: Federation) -> HttpResponse:
    """What the federation has set for its schools."""
    return _all(request, federation)


@school_page(Permission.CHANGE_SCHOOL)
def setting(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """One setting of a school: change it, and see how it came about."""
    return _one(request, school, key)


@federation_page(Permission.CHANGE_SCHOOL)
def federation_setting(request: HttpRequest, federation: Federation, key: str) -> HttpResponse:
    """One setting for all schools of a federation: change it, lock it, and see how it came about."""
    return _one(request, federation, key)


@require_POST
@school_page(Permission.CHANGE_SCHOOL)
def setting_reset(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """Put a setting back to what the federation says."""
    return _reset(request, school, key)


@require_POST
@federation_page(Permission.CHANGE_SCHOOL)
def federation_setting_reset(request: HttpRequest, federation: Federation, key: str) -> HttpResponse:
    """Put a setting of the federation back to what it is without anybody deciding."""
    return _reset(request, federation, key)


def _all(request: HttpRequest, place: School | Federation) -> HttpResponse:
    sought = request.GET.get("q", "").strip()
    found = [each for each in settings_of(place) if sought.lower() in _words(each).lower()]
    context = {
        "place": place,
        "of_federation": not isinstance(place, School),
        "subjects": _by_subject(found),
        "sought": sought,
        "may_change": may(request, Permission.CHANGE_SCHOOL, place),
        "address": address,
    }
    return render(request, "access/settings/all.html", context)


def _words(one: SettingInForce) -> str:
    """What a setting is found by: how it is called, what is said of it, and what can be chosen."""
    chosen = [words for _value, words in one.setting.choices]
    return " ".join(str(words) for words in (one.setting.title, one.setting.help, *chosen))


def _by_subject(found: list[SettingInForce]) -> list[tuple[str, list[SettingInForce]]]:
    """Settings below what they are about, both in the order of their words; those about nothing else come last."""
    subjects: dict[str, list[SettingInForce]] = {}
    for each in found:
        subjects.setdefault(str(each.setting.about), []).append(each)
    named = sorted(subjects.items(), key=lambda subject: (not subject[0], subject[0]))
    return [(name or _("Other"), members) for name, members in named]


def _one(request: HttpRequest, place: School | Federation, key: str) -> HttpResponse:
    if key not in SETTINGS:
        raise Http404
    now = setting_of(place, key)
    can_lock = not isinstance(place, School)
    start = {"value": shown(now.setting, now.state.value), "locked": now.state.locked}
    form = SettingForm(now.setting, request.POST or None, can_lock=can_lock, initial=start)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _changed(request, place, form)):
        messages.success(request, _("%(title)s: saved.") % {"title": now.setting.title})
        return redirect(address(place, "settings"))
    context = {
        "place": place,
        "of_federation": can_lock,
        "now": now,
        "form": form,
        "history": history_of(place, key)[:50],
        "address": address,
    }
    return render(request, "access/settings/one.html", context)


def _changed(request: HttpRequest, place: School | Federation, form: SettingForm) -> Decision:
    return change_setting(
        by(request),
        at=place,
        key=form.setting.key,
        value=form.value,
        locked=form.cleaned_data.get("locked", False),
        reason=form.cleaned_data["reason"],
    )


def _reset(request: HttpRequest, place: School | Federation, key: str) -> HttpResponse:
    if key not in SETTINGS:
        raise Http404
    title = SETTINGS[key].title
    again = request.POST.get("decision")
    if again:
        # one of the history: what counted then counts again
        level = place if isinstance(place, School) else None
        old = get_object_or_404(history_of(place, key), pk=again, school=level, value__isnull=False)
        put_back = partial(change_setting, by(request), at=place, key=key, value=old.value, locked=old.locked)
        attempt(request, put_back, _("%(title)s: put back.") % {"title": title})
    else:
        reset = partial(reset_setting, by(request), at=place, key=key)
        attempt(request, reset, _("%(title)s: now as inherited.") % {"title": title})
    return redirect(address(place, "setting", key))
