"""Forms of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import DayField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import User

__all__ = ["ExplainForm", "NoteForm", "OwnerForm"]


class OwnerForm(forms.Form):
    """Who looks after it."""

    owner = forms.ChoiceField(label=_("Who looks after it?"), required=False)

    def __init__(self, *given: Any, able: Iterable[User] = (), **options: Any) -> None:
        """`able`: who may."""
        super().__init__(*given, **options)
        self.people = {str(user.pk): user for user in able}
        choices = [("", _("Nobody yet")), *((key, user.name) for key, user in self.people.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]  # of a choice field
        self.fields["owner"].plain = True  # type: ignore[attr-defined]  # it has an answer from the start

    @property
    def chosen(self) -> User | None:
        """Who was chosen."""
        return self.people.get(self.cleaned_data["owner"])


class NoteForm(forms.Form):
    """What was found out."""

    note = forms.CharField(
        label=_("Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What was found out so far. No names of children."),
    )


class ExplainForm(forms.Form):
    """Why it is no fault."""

    reason = forms.CharField(
        label=_("Why is this no fault?"),
        max_length=400,
        help_text=_("For example: the laptop is with its owner, who is ill"),
    )
    until = DayField(label=_("Until when does that hold?"), help_text=_("Within a year. Then it is looked at again."))
