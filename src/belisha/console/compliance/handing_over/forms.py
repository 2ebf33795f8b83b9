"""Forms of hand-overs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from belisha.console.compliance.handing_over.queries import Open

__all__ = ["AcceptForm", "NoteForm"]


CHOSEN = ("plans", "tasks", "take_downs")


class NoteForm(forms.Form):
    """What who follows should know."""

    note = forms.CharField(
        label=_("What should who follows know?"),
        help_text=_("What runs, what is promised to whom, where things lie. No names of children."),
        widget=forms.Textarea({"rows": 8}),
        max_length=4000,
    )


class AcceptForm(forms.Form):
    """What is taken over."""

    plans = forms.MultipleChoiceField(
        label=_("Plans for duties"), widget=forms.CheckboxSelectMultiple, required=False, choices=()
    )
    tasks = forms.MultipleChoiceField(
        label=_("Tasks of concerns that you work on"), widget=forms.CheckboxSelectMultiple, required=False, choices=()
    )

    take_downs = forms.MultipleChoiceField(
        label=_("Pictures to take down"), widget=forms.CheckboxSelectMultiple, required=False, choices=()
    )

    def __init__(self, found: Open, data: Any = None, *, all_chosen: bool = True) -> None:
        plans = [(str(each.pk), f"{each.words} ({date_format(each.due)})") for each in found.plans]
        tasks = [(str(each.pk), f"{each.text[:160]} ({date_format(each.due)})") for each in found.tasks]
        pictures = [
            (str(each.pk), f"{each.shown.publication.what} ({date_format(timezone.localdate(each.due_at))})")
            for each in found.take_downs
        ]
        offered = {"plans": plans, "tasks": tasks, "take_downs": pictures}
        chosen = {name: [key for key, _words in choices] for name, choices in offered.items()}
        super().__init__(data, initial=chosen if all_chosen else {})
        for name, choices in offered.items():
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField
            else:
                del self.fields[name]

    @property
    def chosen(self) -> dict[str, list[int]]:
        """What the action takes."""
        return {name: [int(each) for each in self.cleaned_data.get(name, [])] for name in CHOSEN}
