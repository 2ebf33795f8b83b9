"""Forms about people: their details, leaving and coming back, photos."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import User
from belisha.console.design.fields import DayField
from belisha.console.people.models import Person
from belisha.console.people.rules.photos import LARGEST_FILE
from belisha.console.people.rules.years import year_warning
from belisha.console.people.words import FIELDS

__all__ = ["DETAILS_OF", "LeavingForm", "PersonForm", "PhotoForm", "RejoiningForm"]

# What is asked about each kind of person, in this order; no more than is needed.
_NAMES: Final = ("given", "family", "known_as")
_WORK: Final = ("email", "phone", "joined", "mis_id")
DETAILS_OF: Final[dict[str, tuple[str, ...]]] = {
    "pupil": (*_NAMES, "born", "year", "upn", "language", "joined", "mis_id"),
    "staff": (*_NAMES, "job", "born", *_WORK),
    "parent": (*_NAMES, "email", "phone", "language", "joined", "mis_id"),
    "governor": (*_NAMES, "job", *_WORK),
    "volunteer": (*_NAMES, "job", "born", *_WORK),
    "contractor": (*_NAMES, "organisation", "job", "email", "phone", "joined"),
    "visitor": ("given", "family", "organisation", "job", "email", "phone", "joined"),
}
_HINTS: Final = {
    "family": _("Somebody with one name has it in either field."),
    "known_as": _("The given name in use, if it is another one."),
    "upn": _("A letter and 12 digits, for example H801200001001."),
    "mis_id": _("Filled in by an import; leave it empty if you do not know it."),
    "language": _("If it is not English or Welsh."),
}
_WIDTHS: Final = {"upn": 20, "phone": 20, "year": 20}
_LENGTHS: Final = {"given": 80, "family": 80, "known_as": 80, "upn": 20, "mis_id": 80, "phone": 40, "language": 40}


def _field(name: str, kind: str) -> forms.Field:
    label, hint = FIELDS[name], _HINTS.get(name, "")
    if name == "born":
        return DayField(label=label, birthday=True, required=kind == User.Kind.PUPIL)
    if name == "joined":
        return DayField(label=label, required=True)
    if name == "year":
        return forms.ChoiceField(label=label, choices=[("", _("Choose")), *Person.Year.choices], required=False)
    if name == "email":
        return forms.EmailField(label=label, required=False, widget=forms.EmailInput({"spellcheck": "false"}))
    if name == "job" and kind == User.Kind.VISITOR:
        label, hint = _("Why they are here"), ""
    widget = forms.TextInput({"class": f"govuk-input--width-{_WIDTHS[name]}"} if name in _WIDTHS else {})
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=_LENGTHS.get(name, 120), widget=widget
    )


class PersonForm(forms.Form):
    """The details of somebody of a kind: to add them (`namesake`: it was looked at, they are two people), or change."""

    def __init__(self, kind: str, data: Any = None, *, person: Person | None = None) -> None:
        names = DETAILS_OF[kind]
        initial: dict[str, Any] = {name: getattr(person, name) for name in names} if person else {}
        initial.setdefault("joined", timezone.localdate())
        super().__init__(data, initial=initial)
        self.person = person
        for name in names:
            self.fields[name] = _field(name, kind)
            if name in {"given", "family"}:
                self.fields[name].plain = True  # type: ignore[attr-defined]  # one of the two is needed
        self.fields["accepted"] = forms.BooleanField(
            label=_("I have checked the date of birth and the year: they are right"), required=False
        )
        if person is None:
            self.fields["namesake"] = forms.BooleanField(
                label=_("This is another person of the same name"), required=False
            )
        self._hide_doubts()

    def _hide_doubts(self) -> None:
        # a box to override a doubt is shown only once there is one
        self.doubts = {"accepted": False, "namesake": False}

    def clean(self) -> dict[str, Any]:
        """The details; a year that the date of birth does not lead to must be accepted by a tick."""
        data = super().clean() or {}
        if not (data.get("given") or data.get("family")):
            self.add_error("family", _("Enter a name."))
        doubt = year_warning(data.get("born"), data.get("year", ""), timezone.localdate())
        if doubt and not data.get("accepted"):
            self.doubts["accepted"] = True
            self.add_error("year", _doubt(*doubt))
        return data

    def ask_namesake(self) -> None:
        """Show the box by which somebody says that this is another person."""
        self.doubts["namesake"] = True

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields to show: boxes that override a doubt only where there is one, or where they are ticked."""
        return [field for field in self if field.name not in self.doubts or self._doubted(field.name)]

    def _doubted(self, name: str) -> bool:
        return self.doubts[name] or bool(self.data.get(name))

    @property
    def details(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.doubts}


def _doubt(usual: str | None, recorded: str) -> str:
    years = dict(Person.Year.choices)
    if usual is None:
        return str(_("By their date of birth they are not of primary school age. Check it, then tick the box below."))
    message = _("By their date of birth they would be in %(usual)s, not %(recorded)s. Check both, then tick the box.")
    return str(message) % {"usual": years[usual], "recorded": years[recorded]}


class LeavingForm(forms.Form):
    """Somebody's last day, and why."""

    on = DayField(label=_("Last day at the school"))
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=200, help_text=_("For example, moved to another school.")
    )


class RejoiningForm(forms.Form):
    """The day on which somebody comes back."""

    on = DayField(label=_("First day back"), initial=timezone.localdate)


class PhotoForm(forms.Form):
    """A photo."""

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("A JPEG or PNG file of at most 1 MB. Place and camera are taken out of it."),
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png"}),
    )

    def clean_photo(self) -> bytes:
        """The bytes of the file, at most a little more than is accepted: what they are, the action looks at."""
        content: bytes = self.cleaned_data["photo"].read(LARGEST_FILE + 1)
        return content
