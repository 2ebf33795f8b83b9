"""The pages of devices, rooms and sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import show
from belisha.console.people.actions.devices import (
    add_device,
    add_devices,
    add_room,
    add_site,
    change_device,
    change_room,
    remove_room,
    retire_device,
    return_device,
)
from belisha.console.people.forms.families import ReasonForm
from belisha.console.people.forms.places import DeviceForm, PasteForm, RoomForm, SiteForm, read_devices
from belisha.console.people.queries.groups import group_of
from belisha.console.people.queries.places import (
    device_of,
    devices_of,
    group_choices,
    groups_by_name,
    people_by_name,
    room_choices,
    room_of,
    rooms_by_name,
    rooms_of,
    site_choices,
    site_of,
)
from belisha.console.people.tables import devices_table, rooms_table
from belisha.console.people.views.answering import answer, rights

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.people.models import Device

__all__ = [
    "device",
    "device_add",
    "device_change",
    "device_retire",
    "device_return",
    "devices",
    "devices_paste",
    "room_add",
    "room_change",
    "room_remove",
    "rooms",
    "site_add",
]


@school_page(Permission.SEE_DEVICES)
def devices(request: HttpRequest, school: School) -> HttpResponse:
    """Devices of a school."""
    context = {"school": school, "can": rights(request, school, Permission.CHANGE_DEVICES)}
    return show(request, devices_table(), devices_of(school), "people/devices.html", context)


@school_page(Permission.SEE_DEVICES)
def device(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """One device."""
    context = {
        "device": device_of(school, pk),
        "school": school,
        "can": rights(request, school, Permission.CHANGE_DEVICES, Permission.SEE_PEOPLE),
    }
    return render(request, "people/device.html", context)


@school_page(Permission.CHANGE_DEVICES)
def device_add(request: HttpRequest, school: School) -> HttpResponse:
    """Add a device."""
    form = _device_form(request, school)
    made: list[Device] = []
    context = {"title": _("Add a device"), "back_link": reverse("devices", args=[school.code])}
    return answer(
        request,
        form,
        lambda: made.append(add_device(by=by(request), school=school, details=_rows(school, form.cleaned_data))),
        to=lambda: reverse("device", args=[school.code, made[0].pk]),
        success=_("The device is added."),
        context=context,
    )


@school_page(Permission.CHANGE_DEVICES)
def device_change(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Change a device, or give it to somebody else."""
    found = device_of(school, pk)
    form = _device_form(request, school, found)
    to = reverse("device", args=[school.code, found.pk])
    return answer(
        request,
        form,
        lambda: change_device(by=by(request), device=found, details=_rows(school, form.cleaned_data)),
        to=to,
        success=_("The device is changed."),
        context={"title": _("Change %(name)s") % {"name": found.name}, "back_link": to},
    )


@school_page(Permission.CHANGE_DEVICES)
def device_retire(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Take a device out of use."""
    found = device_of(school, pk)
    form = ReasonForm(request.POST or None)
    to = reverse("device", args=[school.code, found.pk])
    context = {
        "title": _("Take %(name)s out of use?") % {"name": found.name},
        "lead": _("It is no longer known to the filter. It can be put back into use."),
        "back_link": to,
    }
    return answer(
        request,
        form,
        lambda: retire_device(by=by(request), device=found, reason=form.cleaned_data["reason"]),
        to=to,
        success=_("The device is out of use."),
        context=context,
        template="design/confirm.html",
    )


@require_POST
@school_page(Permission.CHANGE_DEVICES)
def device_return(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Put a device back into use."""
    found = device_of(school, pk)
    attempt(request, lambda: return_device(by=by(request), device=found), _("The device is in use again."))
    return redirect("device", school.code, found.pk)


@school_page(Permission.CHANGE_DEVICES)
def devices_paste(request: HttpRequest, school: School) -> HttpResponse:
    """Add many devices from a spreadsheet, all or none."""
    form = PasteForm(request.POST or None, request.FILES or None)
    back = reverse("devices", args=[school.code])
    added: list[Device] = []

    def act() -> None:
        rooms, groups, people = rooms_by_name(school), groups_by_name(school), people_by_name(school)
        rows = read_devices(form.cleaned_data["rows"], rooms, groups, people)
        added.extend(add_devices(by=by(request), school=school, rows=rows))

    if request.method == "POST" and form.is_valid() and done(form, act):
        text = ngettext("%(number)s device is added.", "%(number)s devices are added.", len(added))
        messages.success(request, text % {"number": len(added)})
        return redirect(back)
    context = {"form": form, "title": _("Add devices from a spreadsheet"), "back_link": back, "submit": _("Add them")}
    return render(request, "design/form_page.html", context)


@school_page(Permission.SEE_DEVICES)
def rooms(request: HttpRequest, school: School) -> HttpResponse:
    """Rooms and sites of a school."""
    context = {
        "school": school,
        "sites": site_choices(school),
        "can": rights(request, school, Permission.CHANGE_DEVICES),
    }
    return show(request, rooms_table(), rooms_of(school), "people/rooms.html", context)


@school_page(Permission.CHANGE_DEVICES)
def room_add(request: HttpRequest, school: School) -> HttpResponse:
    """Add a room."""
    form = RoomForm(request.POST or None, sites=site_choices(school), groups=group_choices(school))
    back = reverse("rooms", args=[school.code])
    return answer(
        request,
        form,
        lambda: add_room(by=by(request), school=school, details=_rows(school, form.cleaned_data)),
        to=back,
        success=_("The room is added."),
        context={"title": _("Add a room"), "back_link": back},
    )


@school_page(Permission.CHANGE_DEVICES)
def room_change(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Change a room, or remove it."""
    found = room_of(school, pk)
    form = RoomForm(request.POST or None, sites=site_choices(school), groups=group_choices(school), room=found)
    back = reverse("rooms", args=[school.code])
    context = {"title": _("Change %(name)s") % {"name": found.name}, "back_link": back, "room": found, "school": school}
    return answer(
        request,
        form,
        lambda: change_room(by=by(request), room=found, details=_rows(school, form.cleaned_data)),
        to=back,
        success=_("The room is changed."),
        context=context,
        template="people/room.html",
    )


@require_POST
@school_page(Permission.CHANGE_DEVICES)
def room_remove(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Remove a room."""
    found = room_of(school, pk)
    if attempt(request, lambda: remove_room(by=by(request), room=found), _("The room is removed.")):
        return redirect("rooms", school.code)
    return redirect("room-change", school.code, pk)


@school_page(Permission.CHANGE_DEVICES)
def site_add(request: HttpRequest, school: School) -> HttpResponse:
    """Add a site."""
    form = SiteForm(request.POST or None)
    back = reverse("rooms", args=[school.code])
    return answer(
        request,
        form,
        lambda: add_site(by=by(request), school=school, name=form.cleaned_data["name"]),
        to=back,
        success=_("The site is added."),
        context={"title": _("Add a site"), "back_link": back},
    )


def _device_form(request: HttpRequest, school: School, found: Device | None = None) -> DeviceForm:
    places = {"site": site_choices(school), "room": room_choices(school), "group": group_choices(school)}
    # names are looked up only when something was typed
    people = people_by_name(school) if request.method == "POST" else {}
    return DeviceForm(request.POST or None, places=places, people=people, device=found)


def _rows(school: School, typed: dict[str, Any]) -> dict[str, Any]:
    """What a form holds, its ids as rows of the school."""
    find = {"site": site_of, "room": room_of, "group": group_of}
    return typed | {
        name: find[name](school, int(typed[name])) if typed[name] else None for name in find if name in typed
    }
