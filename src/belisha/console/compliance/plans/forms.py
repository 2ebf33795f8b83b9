"""Forms of plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import User
from belisha.console.design.fields import DayField

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = ["BearForm", "EndForm", "GiveForm", "PlanForm"]


class PlanForm(forms.Form):
    """Something to do."""

    words = forms.CharField(label=_("What is to be done?"), max_length=400, widget=forms.Textarea({"rows": 2}))
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Who does it?"), empty_label=_("Choose somebody"))
    due = DayField(label=_("By when?"))

    def __init__(self, owners: QuerySet[User], data: Any = None) -> None:
        super().__init__(data)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["owner"].label_from_instance = lambda user: user.name  # type: ignore[attr-defined]


class BearForm(forms.Form):
    """A risk that somebody bears."""

    words = forms.CharField(
        label=_("Why is the risk accepted, and what is done meanwhile?"),
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
    )
    until = DayField(label=_("Until when?"))


class EndForm(forms.Form):
    """What came of it."""

    outcome = forms.CharField(label=_("What came of it?"), max_length=400, widget=forms.Textarea({"rows": 2}))


class GiveForm(forms.Form):
    """Who has it from now on."""

    owner = forms.ModelChoiceField(User.objects.none(), label=_("Who does it from now on?"), empty_label=None)
    reason = forms.CharField(label=_("Why?"), max_length=300, required=False)

    def __init__(self, owners: QuerySet[User], data: Any = None, *, first: int | None = None) -> None:
        super().__init__(data, initial={"owner": first})
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["owner"].label_from_instance = lambda user: user.name  # type: ignore[attr-defined]
