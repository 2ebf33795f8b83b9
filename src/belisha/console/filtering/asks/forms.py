"""The forms of asks, openings, reports and failures."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES
from belisha.console.design.fields import DayField
from belisha.console.filtering.asks.rules.states import KIND_SENTENCES
from belisha.console.filtering.models import FailureReport, StepTaken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from belisha.console.filtering.asks.queries.people import Audience

__all__ = [
    "AgreeForm",
    "AskForm",
    "ChangeForm",
    "DeclineForm",
    "FailureForm",
    "HandOnForm",
    "OpeningForm",
    "RaiseForm",
    "ReportForm",
    "WordsForm",
    "end_of",
]

ADDRESS: Any = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


def end_of(day: date | None) -> datetime | None:
    """The end of a day at the school: the midnight after it."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time.min, timezone.get_default_timezone())


def _address(**options: Any) -> forms.CharField:
    return forms.CharField(label=_("Address of the page"), max_length=2000, widget=forms.TextInput(ADDRESS), **options)


def _words(label: Any, **options: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": 4})
    return forms.CharField(**{"label": label, "max_length": 1000, "widget": widget} | options)


class _ForWhom(forms.Form):
    """What asks for a site have in common: which, for whom, until when."""

    address = _address(help_text=_("As the browser shows it, for example bbc.co.uk/bitesize"))
    whom = forms.ChoiceField(label=_("For whom"))
    until = DayField(label=_("Until and including"), required=False)

    def __init__(self, *args: Any, audiences: Sequence[Audience], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["whom"].choices = [(each.value, each.name) for each in audiences]  # type: ignore[attr-defined]


class AskForm(_ForWhom):
    """Staff ask for a page."""

    reason = _words(_("What do you need it for?"), help_text=_("The lesson or task. Filter managers weigh it."))
    field_order = ("address", "reason", "whom", "until")


class HandOnForm(_ForWhom):
    """A teacher passes on what a pupil asked for."""

    words = _words(_("What does your class need it for?"))
    field_order = ("address", "words", "whom", "until")


class ChangeForm(_ForWhom):
    """Filter managers begin a change."""

    until = DayField(label=_("Open until and including"), help_text=_("For example, 27 9 2026"))
    reason = forms.CharField(
        label=_("Reason, as it stands with the rule"), max_length=400, widget=forms.Textarea({"rows": 3})
    )
    field_order = ("address", "whom", "until", "reason")


class DeclineForm(forms.Form):
    """Answer no."""

    code = forms.ChoiceField(
        label=_("What pupils read"),
        choices=[(code, kind.chosen) for code, kind in KIND_SENTENCES.items()],
        widget=forms.RadioSelect,
        help_text=_("Pupils get a kind sentence for each of these, at the gateway too."),
    )
    words = _words(_("Your reason, for staff and for those who sign in"))


class WordsForm(forms.Form):
    """Why, in a few words."""

    words = _words(_("Why"))


class AgreeForm(forms.Form):
    """Leaders agree on a category."""

    category = forms.ChoiceField(label=_("Category"))
    who = forms.ChoiceField(label=_("Who may open it for their own class"))
    reason = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea({"rows": 3}))
    last = DayField(label=_("Until and including"))

    def __init__(
        self, *args: Any, categories: Sequence[tuple[str, str]], staff: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        roles = [
            (f"role:{role.value}", rule.title)
            for role, rule in ROLES.items()
            if Permission.OPEN_FOR_LESSON in rule.permissions
        ]
        people = [(f"user:{number}", name) for number, name in staff]
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (_("Everybody with a role"), roles),
            (_("One person"), people),
        ]


class OpeningForm(forms.Form):
    """A teacher opens a category for a lesson."""

    group = forms.ChoiceField(label=_("Class"))
    category = forms.ChoiceField(label=_("Category"))
    until = forms.TimeField(
        label=_("Until"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-5"}),
        help_text=_("Today. Leave it empty for the end of the lesson that is on."),
        error_messages={"invalid": _("Write a time, for example 10:15.")},
    )
    reason = forms.CharField(label=_("What for"), max_length=200, required=False)

    def __init__(
        self, *args: Any, groups: Sequence[tuple[str, str]], categories: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]
        self.fields["category"].choices = categories  # type: ignore[attr-defined]

    @property
    def end(self) -> datetime | None:
        """The moment of today that was chosen; None for the end of the lesson. Only of a valid form."""
        chosen: time | None = self.cleaned_data["until"]
        zone = timezone.get_default_timezone()
        return datetime.combine(timezone.localdate(), chosen, zone) if chosen else None


class ReportForm(forms.Form):
    """Anybody who is signed in reports a page."""

    address = _address(
        help_text=_(
            "Copy what stands at the top of the window, or write as much as you know. Never send a picture, and do not"
            " open the page again. Who has the bookmark finds it filled in."
        )
    )
    words = forms.CharField(
        label=_("What is wrong with it?"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    whole_site = forms.BooleanField(
        label=_("All of the website is bad for children, not this page alone"), required=False
    )
    practice = forms.BooleanField(
        label=_("We are only trying this out: nothing is closed and nobody is told"), required=False
    )

    def __init__(self, *args: Any, staff: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not staff:
            del self.fields["whole_site"]


class FailureForm(forms.Form):
    """Anybody who is signed in says that the filter fails."""

    kind = forms.ChoiceField(label=_("What do you see?"), choices=FailureReport.Kind.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("Tell us more"), max_length=2000, widget=forms.Textarea({"rows": 4}))
    where = forms.CharField(
        label=_("Where"), max_length=200, required=False, help_text=_("Room, device or network, and whom it concerns")
    )


class RaiseForm(forms.Form):
    """A step of raising it elsewhere."""

    step = forms.ChoiceField(label=_("Raised with"), choices=StepTaken.Step.choices, widget=forms.RadioSelect)
    ticket = forms.CharField(
        label=_("Their number for it"),
        max_length=80,
        required=False,
        help_text=_("The ticket or reference, or the name of whom you spoke to"),
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    words = forms.CharField(label=_("What they said"), max_length=400, required=False)
