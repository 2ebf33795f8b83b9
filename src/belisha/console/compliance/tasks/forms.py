"""The filter above a list of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.tasks import State
from belisha.console.compliance.tasks.queries import Narrowed, source_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.compliance.tasks.queries import Line

__all__ = ["STATES", "TaskFilterForm"]

STATES: Final = {
    State.LATE: _("Late"),
    State.TODAY: _("Due today"),
    State.SOON: _("Due soon"),
    State.OPEN: _("Later, or without a day"),
}


class TaskFilterForm(forms.Form):
    """Which tasks are shown. Whose: only on the page of a school."""

    q = forms.CharField(label=_("Search"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("When"), required=False)
    source = forms.ChoiceField(label=_("Kind of work"), required=False)
    who = forms.ChoiceField(label=_("Whose"), required=False)

    def __init__(self, asked: Any, lines: Iterable[Line], *, others: bool) -> None:
        super().__init__(asked, auto_id="find_%s", use_required_attribute=False)
        lines = list(lines)
        every = ("", _("All"))
        states = [(state.value, title) for state, title in STATES.items()]
        if others:
            states.append(("orphaned", _("Nobody has it")))
            names = {str(line.task.holder): line.who for line in lines if line.task.holder}
            self.fields["who"].choices = [every, *sorted(names.items(), key=lambda item: item[1])]  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["who"]
        kinds = {line.task.source: source_title(line.task.source) for line in lines if line.task.source}
        self.fields["state"].choices = [every, *states]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["source"].choices = [every, *sorted(kinds.items(), key=lambda item: item[1])]  # type: ignore[attr-defined]  # a ChoiceField
        for field in self.fields.values():
            field.plain = True  # type: ignore[attr-defined]  # a field of the house: see design/field.html

    @property
    def wanted(self) -> Narrowed:
        """Which are wanted; a choice that does not exist is left out."""
        self.is_valid()
        return Narrowed(**getattr(self, "cleaned_data", {}))
