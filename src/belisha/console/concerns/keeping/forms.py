"""Forms of how long records are kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.forms import PickedDay
from belisha.console.concerns.models import KeepingReview

__all__ = ["DecideForm", "HoldForm", "LookAgainForm", "ReleaseForm", "WhomForm"]

NAMELESS = _("No names: it is read by people who may not know whom the record is about.")


class DecideForm(forms.Form):
    """What one of the two wants."""

    says = forms.ChoiceField(
        label=_("What should become of this record?"),
        choices=KeepingReview.Says.choices,
        widget=forms.RadioSelect,
    )
    until = PickedDay(label=_("If it is kept: until when?"), required=False)
    reason = forms.CharField(label=_("Why?"), help_text=NAMELESS, max_length=400, widget=forms.Textarea({"rows": 3}))


class LookAgainForm(forms.Form):
    """Why it is still held."""

    reason = forms.CharField(
        label=_("Which claim, court or inquiry needs it?"),
        help_text=NAMELESS,
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
    )
    review_on = PickedDay(label=_("When must somebody look at this again?"))


class HoldForm(LookAgainForm):
    """Which record is held, and why."""

    reference = forms.CharField(
        label=_("Reference of the concern"),
        max_length=12,
        help_text=_("For example, K7QM-2XD4"),
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("reference", "reason", "review_on")

    def clean_reference(self) -> str:
        """As it is kept, however it was typed."""
        drawn = "".join(letter for letter in str(self.cleaned_data["reference"]).upper() if letter.isalnum())
        return f"{drawn[:4]}-{drawn[4:]}"


class ReleaseForm(forms.Form):
    """Why it is no longer held."""

    reason = forms.CharField(
        label=_("Why need it not be held any more?"),
        help_text=NAMELESS,
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
    )


class WhomForm(forms.Form):
    """Somebody by name."""

    q = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
