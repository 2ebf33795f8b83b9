"""Putting concerns together and taking them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.concerns.rules.categories import categories

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["JoinForm", "PartForm", "SplitForm"]


class JoinForm(forms.Form):
    """Another concern by its reference, and why."""

    reference = forms.CharField(
        label=_("Reference of the other concern"),
        max_length=12,
        help_text=_("As it stands at the top of its page, for example K7QM-2XD4"),
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(label=_("Why do they belong together?"), max_length=400)

    def clean_reference(self) -> str:
        """As it is kept, however it was typed."""
        drawn = "".join(letter for letter in str(self.cleaned_data["reference"]).upper() if letter.isalnum())
        return f"{drawn[:4]}-{drawn[4:]}"


class SplitForm(forms.Form):
    """What goes into a second concern."""

    category = forms.ChoiceField(label=_("What is the new concern about?"))
    subjects = forms.MultipleChoiceField(label=_("Who is in it?"), widget=forms.CheckboxSelectMultiple, required=False)
    entries = forms.MultipleChoiceField(
        label=_("Which entries are copied?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They stay here as well. Files, referrals and tasks stay here alone."),
        error_messages={"required": _("Choose what belongs to the new concern.")},
    )
    reason = forms.CharField(label=_("Why is it taken apart?"), max_length=400)

    def __init__(
        self,
        *given: Any,
        subjects: Sequence[tuple[str, str]],
        entries: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        kinds = [(kind.id, _(kind.title)) for kind in categories()]
        self.fields["category"].choices = [("", _("Choose")), *kinds]  # type: ignore[attr-defined]
        self.fields["subjects"].choices = subjects  # type: ignore[attr-defined]
        self.fields["entries"].choices = entries  # type: ignore[attr-defined]


class PartForm(forms.Form):
    """Why two do not belong together."""

    reason = forms.CharField(label=_("Why do they not belong together?"), max_length=400)
