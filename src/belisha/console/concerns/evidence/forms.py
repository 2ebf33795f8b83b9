"""The forms of files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from belisha.console.concerns.models import EvidenceFile

__all__ = ["AddForm", "OriginalForm", "WordsOnlyForm"]


class AddForm(forms.Form):
    """Add a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A picture of the screen, exported messages, PDF, sound, film or document. At most 25 MB."),
        max_length=1000,
    )
    shows = forms.ChoiceField(
        label=_("What is it?"), choices=EvidenceFile.Shows.choices, widget=forms.RadioSelect, initial="screenshot"
    )
    about = forms.CharField(
        label=_("What does it show, and where does it come from?"),
        help_text=_("Who saved it, when, from which account or device. Facts, in a sentence or two."),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        required=False,
    )


class OriginalForm(forms.Form):
    """Take the original away."""

    reason = forms.CharField(
        label=_("What do you need the original for?"),
        help_text=_("For example: the police asked for it, with their reference. It goes on record."),
        widget=forms.Textarea({"rows": 2}),
        max_length=400,
    )


class WordsOnlyForm(forms.Form):
    """This concern is about sexual images of a child."""

    reason = forms.CharField(
        label=_("What were you told? In words"),
        help_text=_("Who told you, and what they said it shows. Do not look in order to answer this."),
        widget=forms.Textarea({"rows": 4}),
        validators=[MaxLengthValidator(2000)],
    )
    sure = forms.BooleanField(label=_("I understand that this cannot be taken back"))

    def taken(self) -> dict[str, Any]:
        """What the action wants."""
        return {"reason": self.cleaned_data["reason"]}
