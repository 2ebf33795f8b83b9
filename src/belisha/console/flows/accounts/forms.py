"""Forms of opening accounts, of class cards and of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.accounts.rules.pictures import CHOSEN, PICTURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from belisha.console.flows.opening import Proposal
    from belisha.console.people.models import Person

__all__ = ["CardsForm", "OpenForm", "PicturesForm", "WhomForm"]


class WhomForm(forms.Form):
    """For whom accounts are to be opened."""

    who = forms.ChoiceField(label=_("For whom?"))

    def __init__(self, *given: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        """`choices`: what can be chosen at the school."""
        super().__init__(*given, **options)
        self.fields["who"].choices = choices  # type: ignore[attr-defined]  # of a ChoiceField


class OpenForm(forms.Form):
    """Which of the proposed accounts are opened, and with which user names: two fields a person."""

    def __init__(self, *given: Any, proposals: Iterable[Proposal], **options: Any) -> None:
        """`proposals`: what could be opened."""
        super().__init__(*given, **options)
        self.proposals = list(proposals)
        for proposal in self.proposals:
            pk, name = proposal.person.user_id, proposal.person.name
            self.fields[f"open-{pk}"] = forms.BooleanField(
                label=_("Open the account of %(name)s") % {"name": name},
                required=False,
                initial=proposal.can_open,
                disabled=not proposal.can_open,
            )
            self.fields[f"name-{pk}"] = forms.CharField(
                label=_("User name of %(name)s") % {"name": name},
                required=False,
                max_length=20,
                initial=proposal.username,
                widget=forms.TextInput(
                    {"class": "govuk-input--width-20", "autocomplete": "off", "autocapitalize": "none"}
                ),
            )

    @property
    def rows(self) -> list[tuple[Proposal, forms.BoundField, forms.BoundField]]:
        """Each proposal with its tick box and the box for its user name."""
        return [
            (proposal, self[f"open-{proposal.person.user_id}"], self[f"name-{proposal.person.user_id}"])
            for proposal in self.proposals
        ]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError when nobody is chosen."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.names():
            raise forms.ValidationError(_("Choose whose account is to be opened."))
        return given

    def names(self) -> dict[int, str]:
        """The user name of each account that is to be opened, by its number."""
        numbers = [proposal.person.user_id for proposal in self.proposals]
        return {
            pk: str(self.cleaned_data.get(f"name-{pk}") or "").strip().lower()
            for pk in numbers
            if self.cleaned_data.get(f"open-{pk}")
        }


class CardsForm(forms.Form):
    """Whose cards are printed."""

    pupils = forms.MultipleChoiceField(label=_("Whose cards?"), choices=(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *given: Any, pupils: Iterable[Person], **options: Any) -> None:
        """`pupils`: those of the class whose accounts are open."""
        super().__init__(*given, **options)
        self.by_key = {str(pupil.pk): pupil for pupil in pupils}
        self.fields["pupils"].choices = [(key, pupil.name) for key, pupil in self.by_key.items()]  # type: ignore[attr-defined]  # of a ChoiceField
        self.fields["pupils"].initial = list(self.by_key)

    def chosen(self) -> list[Person]:
        """The pupils that were ticked."""
        return [self.by_key[key] for key in self.cleaned_data["pupils"]]


class PicturesForm(forms.Form):
    """The pictures of a pupil, first to third."""

    def __init__(self, *given: Any, **options: Any) -> None:
        """Three boxes with the same pictures."""
        super().__init__(*given, **options)
        for number, label in enumerate((_("First picture"), _("Second picture"), _("Third picture")), start=1):
            choices = [("", _("Choose")), *PICTURES.items()]
            self.fields[f"picture{number}"] = forms.ChoiceField(label=label, choices=choices)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError unless they are three different ones."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if len(self.cleaned_data) == CHOSEN and len(set(self.chosen())) != CHOSEN:
            raise forms.ValidationError(_("Choose three different pictures."))
        return given

    def chosen(self) -> list[str]:
        """What was chosen, in order."""
        return [str(self.cleaned_data[f"picture{number}"]) for number in range(1, CHOSEN + 1)]
