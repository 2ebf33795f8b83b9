"""Form of the set-up."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.compliance.starting.levels import YEARS

__all__ = ["LevelsForm"]


class LevelsForm(forms.Form):
    """The few points of the proposed levels that are asked."""

    juniors_from = forms.ChoiceField(
        label=_("From which year do pupils get the level of juniors?"),
        help_text=_("Younger ones get the level of infants. Each year can be given another level afterwards."),
        choices=YEARS,
        initial="year-3",
    )
    addresses = forms.CharField(
        label=_("Addresses of the school's network"),
        help_text=_("Such as 10.20.0.0/16; your technician knows them. More networks are added afterwards."),
        max_length=50,
        required=False,
    )
