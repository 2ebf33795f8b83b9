"""Forms of digests and the daily page."""

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["DayForm", "SignForm"]


class SignForm(forms.Form):
    """Signing a week."""

    words = forms.CharField(
        label=_("What do you take from this week?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("For example: what to teach, whom to watch, which words to ask about. No names of children."),
    )


class DayForm(forms.Form):
    """Looking at a day."""

    words = forms.CharField(
        label=_("What is being done about what is red?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
