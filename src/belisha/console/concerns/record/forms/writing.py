"""Writing down what happened, and correcting it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.concerns.models import Entry
from belisha.console.design.fields import DayField, Radios

__all__ = ["KINDS", "WHOSE", "CorrectForm", "EntryForm"]

LONGEST: Final = 20_000
KINDS: Final = (
    Entry.Kind.NOTE,
    Entry.Kind.CALL,
    Entry.Kind.MEETING,
    Entry.Kind.CONVERSATION,
    Entry.Kind.VOICE,
)
WHOSE: Final = (
    ("child", gettext_lazy("The child")),
    ("parents", gettext_lazy("Parents or carers")),
    ("other", gettext_lazy("Somebody else of the family")),
)


class EntryForm(forms.Form):
    """A note, call, meeting, conversation, or the words of the child or family."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=Radios(
            {
                Entry.Kind.VOICE.value: gettext_lazy(
                    "What the child or the family say, want or feel, as they said it: also when you do not agree."
                )
            }
        ),
    )
    whose = forms.ChoiceField(
        label=gettext_lazy("Whose words?"),
        choices=[("", gettext_lazy("Not words of the child or family")), *WHOSE],
        required=False,
    )
    who = forms.CharField(
        label=gettext_lazy("With whom?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For a call, a meeting or a conversation: names, and what they do"),
    )
    day = DayField(
        label=gettext_lazy("When was it?"), required=False, help_text=gettext_lazy("Leave it empty if it was just now")
    )
    clock = forms.TimeField(
        label=gettext_lazy("At what time?"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I%p", "%H%M"],
        help_text=gettext_lazy("For example, 14:30"),
        widget=forms.TextInput({"class": "govuk-input--width-5", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Enter a time, for example 14:30.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=LONGEST,
        help_text=gettext_lazy("What you saw, heard and did. Words of others in quotation marks."),
        widget=forms.Textarea({"rows": 10}),
        error_messages={"required": gettext_lazy("Write down what happened.")},
    )

    def clean(self) -> dict[str, Any]:
        """When it was, as one moment. Raises ValidationError beside the field."""
        given = super().clean() or {}
        day, clock = given.get("day"), given.get("clock")
        given["about"] = None
        if day is None and clock is not None:
            day = timezone.localdate()
        if day is not None:
            given["about"] = timezone.make_aware(datetime.combine(day, clock or time()))
            if given["about"] > timezone.now():
                self.add_error("day", ValidationError(_("That is in the future.")))
        if given.get("kind") == Entry.Kind.VOICE and not given.get("whose"):
            self.add_error("whose", ValidationError(_("Say whose words they are.")))
        return given

    @property
    def details(self) -> dict[str, Any]:
        """What the entry holds besides its words."""
        given, found = self.cleaned_data, {}
        if given["who"]:
            found["with"] = given["who"]
        if given["kind"] == Entry.Kind.VOICE:
            found["whose"] = given["whose"]
        if given["day"] and not given["clock"]:
            found["day_only"] = True
        return found


class CorrectForm(forms.Form):
    """What an entry should say, and why."""

    text = forms.CharField(
        label=gettext_lazy("What it should say"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("Write what is right. The first words stay, with your correction beneath."),
        error_messages={"required": gettext_lazy("Write down what it should say.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is it corrected?"),
        max_length=400,
        error_messages={"required": gettext_lazy("Say why it is corrected.")},
    )
