"""What people type into the pages of the proof."""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_address
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import DayField, Radios
from belisha.console.filtering.models import HandTest
from belisha.engine.lists.locked import locked_ids

__all__ = ["AddressesForm", "HandTestForm", "SignForm", "WhyForm"]

LONGEST_ADDRESS: Final = 2000
MOST_ADDRESSES: Final = 60
MOMENT: Final = "%Y-%m-%dT%H:%M"


class WhyForm(forms.Form):
    """An address, who, and when; or the code of a blocked page. Everything may be left out but one of the two."""

    code = forms.CharField(
        label=_("Code on the blocked page"),
        required=False,
        max_length=40,
        help_text=_("Eight letters and figures, as in 7K2M-9QXW. It brings up that one request, and no other."),
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )
    address = forms.CharField(
        label=_("Address of the page"),
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text=_("As the browser shows it: www.example.org/page"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )
    person = forms.CharField(
        label=_("Who asked for it"),
        required=False,
        max_length=200,
        help_text=_("User name or full name. Empty: nobody has signed in."),
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    device = forms.CharField(
        label=_("Device"),
        required=False,
        max_length=200,
        help_text=_("Its name, code or address. Empty: not known."),
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    client = forms.CharField(
        label=_("Network address"),
        required=False,
        max_length=60,
        help_text=_("Of the device, as in 10.1.4.23. Empty: not known."),
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    at = forms.CharField(
        label=_("When"),
        required=False,
        max_length=30,
        help_text=_("Empty: now."),
        widget=forms.DateTimeInput({"type": "datetime-local", "class": "govuk-input--width-20"}),
    )

    def clean_at(self) -> datetime | None:
        """The moment in the school's time; an hour that the clocks skip or repeat is read as its first."""
        typed = self.cleaned_data["at"].strip()
        if not typed:
            return None
        for form in (MOMENT, "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"):
            try:
                read = datetime.strptime(typed, form)  # noqa: DTZ007 - the zone is added below
            except ValueError:
                continue
            if 2000 <= read.year < 2100:
                return read.replace(tzinfo=timezone.get_default_timezone())
        raise ValidationError(_("Write a date and time, as in 2026-11-20 10:15."))

    def clean_client(self) -> str:
        """A network address, or nothing."""
        typed: str = self.cleaned_data["client"].strip()
        if typed:
            try:
                ip_address(typed.strip("[]"))
            except ValueError as error:
                raise ValidationError(_("This is not a network address: it looks like 10.1.4.23.")) from error
        return typed

    def clean(self) -> dict[str, Any]:
        """An address or a code is needed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("code") and not cleaned.get("address"):
            self.add_error("address", _("Type the address of a page, or the code of a blocked one."))
        return cleaned


class AddressesForm(forms.Form):
    """The addresses that the tests ask for beside our own, one a line."""

    open = forms.CharField(
        label=_("Sites that lessons need, and that must stay open for pupils"),
        required=False,
        max_length=8000,
        help_text=_("One address a line. They are asked for once a day, for every profile that pupils have."),
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )
    block = forms.CharField(
        label=_("Addresses that must be blocked"),
        required=False,
        max_length=8000,
        help_text=_("One address a line: harmless ones that you chose. Never type a real illegal address."),
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for slot in locked_ids():
            self.fields[slot] = forms.CharField(
                label=_("Test addresses of the locked list “%(list)s”") % {"list": slot},
                required=False,
                max_length=4000,
                help_text=_("Those that come with the licence, for testing. They are not shown in any evidence."),
                widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
            )

    def lines(self, field: str) -> list[str]:
        """What was typed into a field, line by line. Only of a valid form."""
        return [line.strip() for line in self.cleaned_data[field].splitlines() if line.strip()]


class SignForm(forms.Form):
    """A leader's signature under what was tested."""

    suits = forms.TypedChoiceField(
        label=_("Does the filter suit the ages and abilities of our pupils, and leave open what lessons need?"),
        choices=(("yes", _("Yes")), ("no", _("No, or not everywhere"))),
        widget=Radios({"yes": "", "no": _("Say below what is wrong and what will be done.")}),
        coerce=lambda value: value == "yes",
    )
    words = forms.CharField(
        label=_("What I looked at"),
        required=False,
        max_length=1000,
        help_text=_("For example who sat with you, and which device you tried yourselves."),
        widget=forms.Textarea({"rows": 3}),
    )
    action = forms.CharField(
        label=_("What is to be done, by whom"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    sure = forms.BooleanField(label=_("I have read the results above and sign that the filter was checked."))

    def clean(self) -> dict[str, Any]:
        """Where it does not suit, something is to be done."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("suits") is False and not cleaned.get("action", "").strip():
            self.add_error("action", _("Say what is to be done, and by whom."))
        return cleaned


class HandTestForm(forms.Form):
    """A test with SWGfL's public tester on one device."""

    day = DayField(label=_("When"))
    users = forms.ChoiceField(
        label=_("Signed in as"), choices=HandTest.Users.choices, widget=Radios(dict.fromkeys(HandTest.Users.values, ""))
    )
    device = forms.CharField(
        label=_("Device"), max_length=120, help_text=_("For example: iPad 12, or a guest's own telephone.")
    )
    place = forms.CharField(label=_("Site, room or network"), max_length=120, required=False)
    child_abuse = forms.ChoiceField(
        label=_("Child sexual abuse (IWF list)"),
        choices=HandTest.Result.choices,
        widget=Radios(dict.fromkeys(HandTest.Result.values, "")),
        help_text=_("What the tester says. It never shows such content."),
    )
    terrorism = forms.ChoiceField(
        label=_("Unlawful terrorist content (police list)"),
        choices=HandTest.Result.choices,
        widget=Radios(dict.fromkeys(HandTest.Result.values, "")),
    )
    adult = forms.ChoiceField(
        label=_("Adult content"),
        choices=HandTest.Result.choices,
        widget=Radios(dict.fromkeys(HandTest.Result.values, "")),
    )
    language = forms.ChoiceField(
        label=_("Offensive language"),
        choices=HandTest.Result.choices,
        widget=Radios(dict.fromkeys(HandTest.Result.values, "")),
    )
    action = forms.CharField(
        label=_("What was done about it"),
        required=False,
        max_length=1000,
        help_text=_("Needed where something was not blocked."),
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """A day that has been; and an action where something came through."""
        cleaned: dict[str, Any] = super().clean() or {}
        day = cleaned.get("day")
        if day and day > timezone.localdate():
            self.add_error("day", _("This day has not come yet."))
        tested = {cleaned.get(name) for name in ("child_abuse", "terrorism", "adult")}
        if HandTest.Result.OPEN in tested and not cleaned.get("action", "").strip():
            self.add_error("action", _("Something was not blocked: say what was done about it."))
        return cleaned
