"""Forms of the self-review."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.compliance.self_review.rules import LEVELS

__all__ = ["JudgeForm"]


class JudgeForm(forms.Form):
    """The level that a school chooses."""

    level = forms.TypedChoiceField(
        label=_("Our level"),
        help_text=_("By the statements of the review tool itself. 5 is the lowest, 1 the best."),
        choices=[(level, level) for level, _words in LEVELS],
        coerce=int,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Our comment"),
        help_text=_("Why this level, and what else shows it. No names of children."),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
    )
    improve = forms.CharField(
        label=_("What we will do next"), widget=forms.Textarea({"rows": 3}), max_length=2000, required=False
    )
