"""Forms of the pages for parents, and of the school's programme for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.agreements.home.rules import CHANNELS
from belisha.console.agreements.models import Activity, Notice
from belisha.console.design.fields import DayField

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ActivityForm",
    "CameForm",
    "EmailForm",
    "HomeSchoolForm",
    "NoticeForm",
    "PaperHomeSchoolForm",
    "ReasonForm",
    "TogetherForm",
]

AREA: Final = {"rows": 4}


class EmailForm(forms.Form):
    """Where a link goes."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The one that the school has."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class TogetherForm(forms.Form):
    """A parent read the rules with their child."""

    words = forms.CharField(
        label=_("Something that you talked about"), max_length=300, required=False, help_text=_("Only if you like.")
    )


class HomeSchoolForm(forms.Form):
    """The home-school form."""

    agreed = forms.BooleanField(
        label=_("I have read about online safety, and I help my child to keep to the rules at home and at school."),
        required=False,
    )


class PaperHomeSchoolForm(forms.Form):
    """A home-school form that came on paper."""

    person = forms.ChoiceField(label=_("Who signed it"), widget=forms.RadioSelect)
    words = forms.CharField(label=_("Where the paper is kept"), max_length=300)

    def __init__(self, adults: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data)
        self.fields["person"].choices = list(adults.items())  # type: ignore[attr-defined]  # a field of choices


class ActivityForm(forms.Form):
    """Something for parents."""

    title = forms.CharField(label=_("What is it called"), max_length=120)
    kind = forms.ChoiceField(label=_("What kind"), choices=Activity.Kind.choices, widget=forms.RadioSelect)
    topic = forms.ChoiceField(label=_("What it is about"), choices=Notice.Topic.choices, initial="other")
    on = DayField(label=_("On which day"))
    starts = forms.TimeField(
        label=_("From when"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    led_by = forms.CharField(label=_("Who leads it"), max_length=120)
    event = forms.CharField(
        label=_("At which event"),
        max_length=120,
        required=False,
        help_text=_("Of a stand: parents' evening, fair, sports day, welcome of new families."),
    )
    plan = forms.CharField(
        label=_("What you show and do"),
        widget=forms.Textarea(AREA),
        max_length=2000,
        help_text=_("Parents read this."),
    )
    wider = forms.BooleanField(label=_("Others than our parents may come as well"), required=False)

    def clean(self) -> dict[str, Any]:
        """A stand says at which event."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Activity.Kind.STAND and not cleaned.get("event"):
            self.add_error("event", _("Say at which event the stand is."))
        return cleaned


class CameForm(forms.Form):
    """What came of it."""

    attended = forms.IntegerField(
        label=_("How many came, or answered"),
        min_value=0,
        max_value=5000,
        widget=forms.NumberInput({"class": "govuk-input--width-5"}),
    )
    score = forms.IntegerField(
        label=_("Out of a hundred, how many were content"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("Of a survey: how many feel that school and home work together on online safety."),
        widget=forms.NumberInput({"class": "govuk-input--width-5"}),
    )
    feedback = forms.CharField(label=_("What they said"), widget=forms.Textarea(AREA), max_length=2000, required=False)


class NoticeForm(forms.Form):
    """Something to tell parents."""

    topic = forms.ChoiceField(label=_("What it is about"), choices=Notice.Topic.choices)
    title = forms.CharField(label=_("Title"), max_length=120)
    words = forms.CharField(
        label=_("What you tell them"),
        widget=forms.Textarea({"rows": 8}),
        max_length=4000,
        help_text=_("Short sentences and plain words. No names of children."),
    )
    link = forms.URLField(label=_("Where more is read"), required=False, assume_scheme="https")
    channels = forms.MultipleChoiceField(
        label=_("How it goes out"),
        choices=CHANNELS.items(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At the parents' pages it stands at once. For the other ways, send it now, then save this."),
    )
    wider = forms.BooleanField(label=_("It is meant for others than our parents as well"), required=False)


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Why"), max_length=300)
