"""Which words are erased, and why."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["EraseForm"]


class EraseForm(forms.Form):
    """An entry by its concern and number, and the law."""

    reference = forms.CharField(
        label=_("Reference of the concern"),
        max_length=12,
        help_text=_("For example, K7QM-2XD4"),
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )
    number = forms.IntegerField(
        label=_("Number of the entry"),
        min_value=1,
        max_value=100_000,
        help_text=_("It stands before the entry on the page of the concern"),
        widget=forms.TextInput({"class": "govuk-input--width-4", "inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Which law or decision asks for it?"),
        max_length=400,
        help_text=_("It is shown in place of the words. Do not write anything here that is being erased."),
    )

    def clean_reference(self) -> str:
        """As it is kept, however it was typed."""
        drawn = "".join(letter for letter in str(self.cleaned_data["reference"]).upper() if letter.isalnum())
        return f"{drawn[:4]}-{drawn[4:]}"
