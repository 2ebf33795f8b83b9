"""Forms of looks and weekly reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import DayField
from belisha.console.monitoring.use.rules import KINDS, LENGTHS
from belisha.console.monitoring.use.subjects import Subject, subject_called

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["LookForm", "PlanForm"]


class WhoseForm(forms.Form):
    """Whose use, and what for."""

    kind = forms.ChoiceField(label=_("Whose internet use?"), widget=forms.RadioSelect, choices=list(KINDS.items()))
    who = forms.CharField(
        label=_("Which one?"),
        required=False,
        max_length=120,
        help_text=_("A full name or user name, a class, a device or room as it is called. Left empty for the school."),
    )
    purpose = forms.ChoiceField(
        label=_("What for?"), help_text=_("For safeguarding alone. It is recorded, and shown to the head.")
    )
    words = forms.CharField(
        label=_("In your words"), required=False, max_length=400, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, school: School, purposes: Iterable[str], *given: Any, **options: Any) -> None:
        """`purposes`: the school's list."""
        super().__init__(*given, **options)
        self.school = school
        self.subject: Subject | None = None
        choices = [("", _("Choose a purpose")), *((each, each) for each in purposes)]
        self.fields["purpose"].choices = choices  # type: ignore[attr-defined]  # of a choice field

    def clean(self) -> dict[str, Any]:
        """Exactly one goes by the name."""
        found = super().clean() or {}
        if "kind" in found and "who" in found:
            self.subject = subject_called(self.school, found["kind"], found["who"])
            if self.subject is None:
                self.add_error("who", _("Nobody and nothing of this kind is called so here, or more than one is."))
        return found


class LookForm(WhoseForm):
    """Which days of it."""

    length = forms.ChoiceField(label=_("How long?"), choices=list(LENGTHS.items()), initial="week")
    first = DayField(label=_("From"), help_text=_("The day, or any day of the week or term"))
    last = DayField(label=_("To"), required=False, help_text=_("Only for a report from one day to another"))
    approval = forms.CharField(
        label=_("When did the data protection officer agree?"),
        required=False,
        max_length=200,
        help_text=_("Needed only while the impact assessment of monitoring is not in force"),
    )


class PlanForm(WhoseForm):
    """Who reads it, and until when."""

    readers = forms.MultipleChoiceField(
        label=_("Who reads it?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They get a mail each Monday, and say that they have read it. Unread after a week is red."),
    )
    until = DayField(label=_("Until"), required=False, help_text=_("Left empty: until somebody ends it"))

    def __init__(
        self, school: School, purposes: Iterable[str], able: Iterable[User], *given: Any, **options: Any
    ) -> None:
        """`able`: who may look at internet use here."""
        super().__init__(school, purposes, *given, **options)
        self.people = {str(user.pk): user for user in able}
        self.fields["readers"].choices = [(key, user.name) for key, user in self.people.items()]  # type: ignore[attr-defined]  # of a choice field

    @property
    def chosen(self) -> list[User]:
        """Who was chosen."""
        return [self.people[key] for key in self.cleaned_data["readers"]]
