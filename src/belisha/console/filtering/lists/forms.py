"""Forms of lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import Radios
from belisha.console.filtering.lists.inventory import category_choices, updatable

__all__ = ["CorrectionForm", "DecisionForm", "ReasonForm", "RightlyListedForm", "UpdateForm"]

BELONGS, NOT = "belongs", "not"


class CorrectionForm(forms.Form):
    """What is wrong about a site."""

    site = forms.CharField(label=_("Site"), max_length=300, help_text=_("Its name, like maths.example, or any address"))
    belongs = forms.ChoiceField(
        label=_("What is right?"),
        choices=[(NOT, _("It does not belong in the category")), (BELONGS, _("It belongs in the category"))],
        widget=Radios(
            {
                NOT: _(
                    "It and everything below it leave the lists of this category, for every school of the federation."
                ),
                BELONGS: _("It and everything below it count as this category, for every school of the federation."),
            }
        ),
    )
    category = forms.ChoiceField(label=_("Category"))
    reason = forms.CharField(
        label=_("Why?"),
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For example: it is a times-tables site, listed as a game"),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        """The categories are those that people may correct."""
        super().__init__(*given, **options)
        choices = [("", _("Choose one")), *category_choices()]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]  # of a choice field

    def correction(self) -> dict[str, Any]:
        """What was filled in, as `propose` takes it."""
        return {**self.cleaned_data, "belongs": self.cleaned_data["belongs"] == BELONGS}


class DecisionForm(forms.Form):
    """Agree or decline."""

    decision = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("agree", _("Yes, put it into the lists")), ("decline", _("No"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Why?"), max_length=400, required=False, help_text=_("Needed where you do not agree")
    )


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Why is it taken back?"), max_length=400)


class UpdateForm(forms.Form):
    """Of which source newer lists are fetched."""

    only = forms.ChoiceField(label=_("Which lists?"), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        """Sources whose publisher has an address for newer editions."""
        super().__init__(*given, **options)
        choices = [("", _("All that can be fetched")), *((name, name) for name in updatable())]
        self.fields["only"].choices = choices  # type: ignore[attr-defined]  # of a choice field
        self.fields["only"].plain = True  # type: ignore[attr-defined]  # it has an answer from the start


class RightlyListedForm(forms.Form):
    """Why a site is in the right category, though it was opened again and again."""

    words = forms.CharField(
        label=_("Why is it rightly listed?"),
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For example: it is a game, and was opened for one lesson"),
    )
