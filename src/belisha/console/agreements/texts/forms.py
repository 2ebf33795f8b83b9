"""Forms of texts: a clause in a school's own words, issuing, ending."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["ClauseForm", "IssueForm", "NewClauseForm"]


class ClauseForm(forms.Form):
    """A clause in the school's own words."""

    heading = forms.CharField(label=_("Heading"), max_length=80, required=False)
    text = forms.CharField(
        label=_("Text"),
        max_length=1200,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "Empty: the clause is left out. {school}, {dsl}, {head}, {phones} and {leaving} are filled in when it is"
            " issued."
        ),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("Needed where the clause is left out.")
    )


class NewClauseForm(forms.Form):
    """A clause of the school's own."""

    heading = forms.CharField(label=_("Heading"), max_length=80)
    text = forms.CharField(label=_("Text"), max_length=1200, widget=forms.Textarea({"rows": 6}))


class IssueForm(forms.Form):
    """Issuing."""

    reason = forms.CharField(
        label=_("What changed"),
        max_length=300,
        required=False,
        help_text=_("Not needed for the first one. Whoever is asked again reads it."),
    )
    asks_again = forms.BooleanField(label=_("Ask those who signed the one before to sign this one too"), required=False)
