"""The form of the people whose signatures are deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from belisha.console.agreements.keeping.queries import Due

__all__ = ["LetGoForm"]


class LetGoForm(forms.Form):
    """Whose signatures and answers go; all that the page shows are ticked."""

    people = forms.TypedMultipleChoiceField(
        label=_("Whose signatures and answers are deleted"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one person, or leave the page.")},
    )

    def __init__(self, due: Sequence[Due], given: Mapping[str, object] | None, words: Sequence[str]) -> None:
        """`words`: what stands beside each person's tick."""
        super().__init__(given)
        choices = [(each.person.pk, said) for each, said in zip(due, words, strict=True)]
        self.fields["people"].choices = choices  # type: ignore[attr-defined]  # of a field of choices
        self.initial["people"] = [pk for pk, _said in choices]
