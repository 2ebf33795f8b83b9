"""Forms of alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.monitoring.alerts.rules import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.people.models import Person

__all__ = ["DismissForm", "HourForm", "MisuseForm", "NoteForm", "ReopenForm", "WriteForm"]


class DismissForm(forms.Form):
    """Why it is nothing."""

    why = forms.ChoiceField(
        label=_("Why is it nothing?"),
        widget=forms.RadioSelect,
        choices=list(REASONS.items()),
        help_text=_("A false alarm, or a lesson, teaches: the same words count one level less here from now on."),
    )
    reason = forms.CharField(
        label=_("In a sentence"),
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("For example: a song that Year 5 sings this week"),
    )


class NoteForm(forms.Form):
    """What was done."""

    reason = forms.CharField(
        label=_("What did you do, or why is nothing to be done?"), max_length=1000, widget=forms.Textarea({"rows": 4})
    )


class WriteForm(forms.Form):
    """A note while it is open."""

    words = forms.CharField(
        label=_("Note"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Added for good: it cannot be changed afterwards."),
    )


class ReopenForm(forms.Form):
    """Why it is opened again."""

    reason = forms.CharField(label=_("Why do you open it again?"), max_length=400)


class HourForm(forms.Form):
    """What for the hour around is opened."""

    purpose = forms.ChoiceField(label=_("What do you look for?"))

    def __init__(self, *given: Any, purposes: Iterable[str] = (), **options: Any) -> None:
        """`purposes`: the school's list."""
        super().__init__(*given, **options)
        choices = [("", _("Choose a purpose")), *((each, each) for each in purposes)]
        self.fields["purpose"].choices = choices  # type: ignore[attr-defined]  # of a choice field


class MisuseForm(forms.Form):
    """What a technician has seen."""

    person = forms.CharField(
        label=_("Who?"), required=False, max_length=120, help_text=_("Their user name or full name, if you know it")
    )
    device = forms.CharField(label=_("Which device or place?"), required=False, max_length=120)
    words = forms.CharField(
        label=_("What did you see?"),
        max_length=300,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Facts: what, when, how often. Add lines of the log where you have them."),
    )

    def __init__(self, *given: Any, people: Iterable[Person] = (), **options: Any) -> None:
        """`people`: whoever is on the register."""
        super().__init__(*given, **options)
        self.people = people
        self.found: Person | None = None

    def clean_person(self) -> str:
        """One person goes by it; nobody, or several, is a mistake."""
        text: str = self.cleaned_data["person"].strip()
        if not text:
            return text
        fold = text.casefold()
        found = [each for each in self.people if fold in {each.name.casefold(), (each.user.username or "").casefold()}]
        if len(found) != 1:
            raise forms.ValidationError(
                _("Nobody is called this here.") if not found else _("Several are called this: give the user name.")
            )
        self.found = found[0]
        return text
