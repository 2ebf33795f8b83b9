"""Forms of the directory of help."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.concerns.reporting.rules.helping import audiences, topics

__all__ = ["LocalHelpForm"]


class LocalHelpForm(forms.Form):
    """Help near the school."""

    title = forms.CharField(label=_("Who helps"), max_length=120)
    about = forms.CharField(label=_("With what, in a sentence"), max_length=400)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    site = forms.CharField(label=_("Site"), max_length=200, required=False)
    hours = forms.CharField(label=_("When somebody answers"), max_length=120, required=False)
    topics = forms.MultipleChoiceField(label=_("About"), widget=forms.CheckboxSelectMultiple)
    audience = forms.MultipleChoiceField(label=_("For whom"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topics"].choices = [(each.id, each.title) for each in topics()]  # type: ignore[attr-defined]
        self.fields["audience"].choices = [(each.id, each.title) for each in audiences()]  # type: ignore[attr-defined]
