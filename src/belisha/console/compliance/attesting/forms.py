"""Forms of confirmations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["AttachForm", "ConfirmForm", "CountersignForm", "TakeBackForm"]


class ConfirmForm(forms.Form):
    """How a duty is kept."""

    kept = forms.ChoiceField(
        label=_("Is it kept?"),
        choices=[("yes", _("Yes, it is kept now")), ("no", _("No, or not wholly"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What is so, and how do you know?"),
        help_text=_("A sentence or two about this duty. No names of children: governors read this."),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
    )
    evidence = forms.CharField(
        label=_("Where does the evidence lie?"),
        help_text=_("A page, a folder, a binder: so that somebody else finds it. Without it this stays at risk."),
        max_length=300,
        required=False,
    )

    @property
    def said(self) -> dict[str, object]:
        """What the action takes."""
        return {**self.cleaned_data, "kept": self.cleaned_data["kept"] == "yes"}


class AttachForm(forms.Form):
    """A file that the word rests on."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("A picture, PDF, office document or text. It is scanned for viruses, encrypted and never changed."),
    )


class CountersignForm(forms.Form):
    """A second person stands by it."""

    words = forms.CharField(
        label=_("What did you look at?"),
        widget=forms.Textarea({"rows": 2}),
        max_length=400,
        required=False,
    )


class TakeBackForm(forms.Form):
    """It is no longer so."""

    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea({"rows": 2}), max_length=300)
