"""Forms of the single central record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import DayField, Radios
from belisha.console.people.words import CHECKS

__all__ = ["CheckForm", "ExportForm"]


class CheckForm(forms.Form):
    """A check as somebody saw it."""

    kind = forms.ChoiceField(label=_("Check"), choices=[("", _("Choose")), *CHECKS.items()])
    needed = forms.ChoiceField(
        label=_("Does it apply to them?"),
        choices=[("yes", _("Yes, and it was seen")), ("no", _("No"))],
        widget=Radios({"no": _("For example, somebody who has never lived abroad needs no checks overseas.")}),
        initial="yes",
    )
    number = forms.CharField(
        label=_("Number"),
        help_text=_("Of the certificate or document. Do not keep a copy of the certificate itself."),
        max_length=40,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    issued = DayField(label=_("Issued on"), required=False)
    seen_by = forms.CharField(label=_("Seen by"), help_text=_("The name of whoever saw it."), max_length=160)
    seen_on = DayField(label=_("Seen on"), initial=timezone.localdate)
    expires = DayField(label=_("Runs out, or is to be renewed, on"), required=False)
    note = forms.CharField(
        label=_("Note"), help_text=_("If it does not apply to them, say why."), max_length=300, required=False
    )

    def clean_needed(self) -> bool:
        """Whether it applies."""
        return bool(self.cleaned_data["needed"] == "yes")

    @property
    def details(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class ExportForm(forms.Form):
    """What an export of the record is for."""

    reason = forms.CharField(
        label=_("What is it for?"), help_text=_("For example, an inspection. It goes on record."), max_length=200
    )
