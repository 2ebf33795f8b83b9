"""Forms of reports."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["PackForm"]


class PackForm(forms.Form):
    """What goes into an evidence pack."""

    names = forms.BooleanField(
        label=_("With the names of staff"),
        help_text=_("Left out, every name of somebody on the register is taken out of the texts."),
        required=False,
    )
