"""What is written about a pattern."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.concerns.patterns.actions import Lesson

__all__ = ["NoteForm", "TaughtForm"]


class NoteForm(forms.Form):
    """What was found, and the lesson that follows, if any."""

    words = forms.CharField(
        label=gettext_lazy("What did you find, and what do you do about it?"),
        help_text=gettext_lazy("No names: the note is about the kind of concern."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write down what you found.")},
    )
    lesson = forms.CharField(
        label=gettext_lazy("What should be taught because of it?"),
        help_text=gettext_lazy("Leave this empty where no lesson follows."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    lesson_due = forms.DateField(
        label=gettext_lazy("By when?"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        """A lesson has a day."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("lesson") and not given.get("lesson_due") and "lesson_due" not in self.errors:
            self.add_error("lesson_due", _("Say by when it is taught."))
        return given

    @property
    def wanted(self) -> Lesson | None:
        """The lesson that was asked for."""
        words, due = self.cleaned_data["lesson"], self.cleaned_data["lesson_due"]
        return Lesson(words, due) if words and due else None


class TaughtForm(forms.Form):
    """That a lesson was taught."""

    words = forms.CharField(
        label=gettext_lazy("To whom, when, and how did it go?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say to whom it was taught, and when.")},
    )
