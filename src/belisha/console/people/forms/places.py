"""Forms about sites, rooms and devices, and many devices at once from a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from belisha.console.people.models import Device, Group, Person, Room

__all__ = ["DeviceForm", "PasteForm", "RoomForm", "SiteForm", "read_devices"]

MOST_ROWS: Final = 2000
# Headings that are understood, in small letters, and the field that each one fills.
HEADINGS: Final = {
    "name": "name",
    "device": "name",
    "asset tag": "asset_tag",
    "asset": "asset_tag",
    "tag": "asset_tag",
    "mac": "mac",
    "mac address": "mac",
    "hardware address": "mac",
    "address": "address",
    "ip": "address",
    "ip address": "address",
    "room": "room",
    "class": "group",
    "group": "group",
    "person": "person",
    "given to": "person",
}


class SiteForm(forms.Form):
    """The name of a site."""

    name = forms.CharField(label=__("Name"), max_length=80)


class RoomForm(forms.Form):
    """A room: where it is, and whose."""

    name = forms.CharField(label=__("Name"), max_length=80)
    site = forms.ChoiceField(label=__("Site"), required=False)
    group = forms.ChoiceField(
        label=__("Class or group"),
        help_text=__("What is used in this room counts as used by them. Leave it open for rooms that all use."),
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        sites: Sequence[tuple[str, str]],
        groups: Sequence[tuple[str, str]],
        room: Room | None = None,
    ) -> None:
        super().__init__(
            data, initial={"name": room.name, "site": room.site_id, "group": room.group_id} if room else {}
        )
        self.fields["site"].choices = [("", _("None")), *sites]  # type: ignore[attr-defined]  # of ChoiceField
        self.fields["group"].choices = [("", _("None")), *groups]  # type: ignore[attr-defined]  # of ChoiceField


class DeviceForm(forms.Form):
    """A device: how it is known, and who has it."""

    name = forms.CharField(label=__("Name"), help_text=__("For example, Tablet 12."), max_length=80)
    asset_tag = forms.CharField(label=__("Asset tag"), max_length=40, required=False)
    mac = forms.CharField(
        label=__("Hardware address (MAC)"),
        help_text=__("In the settings of the device, for example 02:00:5e:10:00:01."),
        max_length=40,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20", "spellcheck": "false"}),
    )
    address = forms.CharField(
        label=__("Fixed address (IP)"),
        help_text=__("Only if it always has the same one, for example 10.20.4.17."),
        max_length=45,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20", "spellcheck": "false"}),
    )
    site = forms.ChoiceField(label=__("Site"), required=False)
    room = forms.ChoiceField(label=__("It stays in this room"), required=False)
    group = forms.ChoiceField(label=__("Or is used by this class or group"), required=False)
    person = forms.CharField(
        label=__("Or is given to this person"),
        help_text=__("Their whole name, or e-mail."),
        max_length=160,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        places: Mapping[str, Sequence[tuple[str, str]]],
        people: Mapping[str, list[Person]],
        device: Device | None = None,
    ) -> None:
        initial: dict[str, Any] = {}
        if device:
            initial = {"name": device.name, "asset_tag": device.asset_tag, "mac": device.mac, "address": device.address}
            initial |= {"site": device.site_id, "room": device.room_id, "group": device.group_id}
            initial["person"] = device.person.name if device.person else ""
        super().__init__(data, initial=initial)
        self._people, self._device = people, device
        for name in ("site", "room", "group"):
            self.fields[name].choices = [("", _("None")), *places[name]]  # type: ignore[attr-defined]  # of ChoiceField

    def clean_person(self) -> Person | None:
        """The person meant, or None. Raises ValidationError for a name that nobody or several bear."""
        typed = self.cleaned_data["person"].strip()
        if self._device and self._device.person and typed == self._device.person.name:
            return self._device.person
        return _person(typed, self._people) if typed else None


class PasteForm(forms.Form):
    """Rows of a spreadsheet, pasted or as a CSV file."""

    rows = forms.CharField(
        label=__("Rows"),
        help_text=__(
            "Copy them from a spreadsheet with their headings: Name, Asset tag, MAC address, IP address, Room, Class, "
            "Person. Name is needed; the order does not matter."
        ),
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        required=False,
    )
    file = forms.FileField(
        label=__("Or a CSV file"), required=False, widget=forms.ClearableFileInput({"accept": ".csv,text/csv"})
    )

    def clean(self) -> dict[str, Any]:
        """The text of either."""
        data = super().clean() or {}
        if data.get("file"):
            data["rows"] = data["file"].read(1_000_000).decode("utf-8-sig", "replace")
        if not (data.get("rows") or "").strip():
            self.add_error("rows", _("Paste rows, or choose a file."))
        return data


def read_devices(
    text: str, rooms: Mapping[str, Room], groups: Mapping[str, Group], people: Mapping[str, list[Person]]
) -> list[dict[str, Any]]:
    """Devices from rows of a spreadsheet. Raises ValidationError with a line for each row that cannot be used."""
    heading, lines = _table(text)
    known = [HEADINGS.get(title.strip().casefold(), "") for title in heading]
    if "name" not in known:
        raise ValidationError({"rows": [_("The first row must hold the headings, and one of them must be Name.")]})
    if len(lines) > MOST_ROWS:
        raise ValidationError({"rows": [_("That is more than 2,000 rows: take them in parts.")]})
    found, wrong = [], []
    for number, line in enumerate(lines, start=2):
        cells = {field: cell.strip() for field, cell in zip(known, line, strict=False) if field and cell.strip()}
        if not cells:
            continue
        try:
            found.append(_device(cells, rooms, groups, people))
        except ValidationError as error:
            wrong.append(_("Line %(number)s: %(why)s") % {"number": number, "why": " ".join(error.messages)})
    if wrong:
        raise ValidationError({"rows": wrong[:20]})
    return found


def _table(text: str) -> tuple[list[str], list[list[str]]]:
    first = text.lstrip().split("\n", 1)[0]
    separator = max("\t;,", key=first.count)
    rows = [row for row in csv.reader(StringIO(text.strip()), delimiter=separator) if any(row)]
    return (rows[0], rows[1:]) if rows else ([], [])


def _device(
    cells: dict[str, str], rooms: Mapping[str, Room], groups: Mapping[str, Group], people: Mapping[str, list[Person]]
) -> dict[str, Any]:
    details: dict[str, Any] = dict(cells)
    if not cells.get("name"):
        raise ValidationError(_("there is no name"))
    places: tuple[tuple[str, Mapping[str, Any]], ...] = (("room", rooms), ("group", groups))
    for field, places_by_name in places:
        if field in cells:
            details[field] = places_by_name.get(cells[field].casefold())
            if details[field] is None:
                raise ValidationError(_("there is no “%(name)s” at this school") % {"name": cells[field]})
    if "person" in cells:
        details["person"] = _person(cells["person"], people)
    return details


def _person(typed: str, people: Mapping[str, list[Person]]) -> Person:
    found = people.get(typed.casefold(), [])
    if not found:
        raise ValidationError(_("nobody on the register is called “%(name)s”") % {"name": typed})
    if len(found) > 1:
        raise ValidationError(_("several people are called “%(name)s”: use the e-mail") % {"name": typed})
    return found[0]
