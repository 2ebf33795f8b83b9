"""Forms of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import User
from belisha.console.compliance.meetings.actions import Attended
from belisha.console.design.fields import DayField

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = ["CallForm", "CloseForm", "ItemForm", "WriteForm"]


class CallForm(forms.Form):
    """When."""

    held = DayField(label=_("When does the group meet?"))


class ItemForm(forms.Form):
    """Something else."""

    title = forms.CharField(label=_("What is it about?"), help_text=_("No names of children."), max_length=300)


class WriteForm(forms.Form):
    """What was said."""

    words = forms.CharField(
        label=_("What was said and decided?"),
        help_text=_("No names of children: governors read this."),
        widget=forms.Textarea({"rows": 5}),
        max_length=4000,
        required=False,
    )


class CloseForm(forms.Form):
    """Who was there."""

    present = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Who was there?"), widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Who else?"), help_text=_("Pupils by their office, guests."), max_length=300, required=False
    )
    absent = forms.CharField(label=_("Who could not come?"), max_length=300, required=False)
    next_on = DayField(label=_("When does the group meet again?"), required=False)

    def __init__(self, people: QuerySet[User], data: Any = None) -> None:
        super().__init__(data)
        self.fields["present"].queryset = people  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        self.fields["present"].label_from_instance = lambda user: user.name  # type: ignore[attr-defined]

    @property
    def attended(self) -> Attended:
        """What the action takes."""
        return Attended(**self.cleaned_data)
