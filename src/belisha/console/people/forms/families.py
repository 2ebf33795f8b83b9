"""Forms about families and needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import DayField
from belisha.console.people.actions.families import LINK_DETAILS
from belisha.console.people.models import Need, Relationship
from belisha.console.people.rules.names import search_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.people.models import Person

__all__ = ["FindForm", "LinkForm", "NeedForm", "NeedReviewForm", "ReasonForm"]


class FindForm(forms.Form):
    """Part of a name, to find somebody by."""

    q = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("Any part of it."),
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )

    @property
    def words(self) -> list[str]:
        """The words to look for; none as long as nobody looks for anything."""
        return search_words(self.cleaned_data["q"]) if self.is_bound and self.is_valid() else []


class LinkForm(forms.Form):
    """What an adult is to a child. A new link also says who, out of those who were found; `ring`: next to be rung."""

    other = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("What the adult is to the child"), choices=Relationship.Kind.choices)
    parental_responsibility = forms.BooleanField(
        label=_("Has parental responsibility"),
        help_text=_("May give consent and must be told. A step-parent often has none."),
        required=False,
    )
    lives_with = forms.BooleanField(label=_("The child lives with them"), required=False)
    no_contact = forms.BooleanField(
        label=_("No contact, by order of a court"),
        help_text=_("They are told nothing about the child, and see nothing of them here."),
        required=False,
    )
    priority = forms.IntegerField(
        label=_("Whom to ring first"),
        help_text=_("1 is rung first."),
        min_value=1,
        max_value=20,
        initial=1,
        widget=forms.TextInput({"class": "govuk-input--width-2", "inputmode": "numeric"}),
    )

    def __init__(
        self, data: Any = None, *, people: Sequence[Person] = (), link: Relationship | None = None, ring: int = 1
    ) -> None:
        initial = {name: getattr(link, name) for name in LINK_DETAILS} if link else {"priority": ring}
        super().__init__(data, initial=initial)
        if link:
            del self.fields["other"]
        else:
            self.fields["other"].choices = [(str(one.pk), one.name) for one in people]  # type: ignore[attr-defined]

    @property
    def details(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in LINK_DETAILS}


class NeedForm(forms.Form):
    """A need of a pupil."""

    kind = forms.ChoiceField(label=_("Need"), choices=[("", _("Choose")), *Need.Kind.choices])
    at_risk = forms.BooleanField(
        label=_("More at risk online than other children"),
        help_text=_("Steers filter, lessons and alerts. Only those who may see needs see this."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Why it matters here"),
        help_text=_("As little as is needed: this is not the child's file."),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
    )
    review = DayField(label=_("Look at it again on"), help_text=_("Each term at the latest, for example 8 1 2027"))


class NeedReviewForm(NeedForm):
    """A need as it is after a review."""

    kind = None  # type: ignore[assignment]  # Django's way of leaving out a field of the parent


class ReasonForm(forms.Form):
    """Why something is done; with a confirmation."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
