"""Forms of standards."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["AcceptForm"]


class AcceptForm(forms.Form):
    """Somebody has read it."""

    words = forms.CharField(
        label=_("What follows for the school?"),
        help_text=_("What will be done because of it, or that nothing has to be."),
        widget=forms.Textarea({"rows": 3}),
        max_length=400,
    )
