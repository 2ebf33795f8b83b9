"""Forms that staff fill in about themselves, and the answers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import DayField

if TYPE_CHECKING:
    from belisha.console.people.rules.forms_of_staff import Form, Question

__all__ = ["AdviceForm", "ContactForm", "DecisionForm", "DeclarationForm", "NoteForm", "TakeOverForm", "TieForm"]

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _question(question: Question) -> forms.Field:
    required = not question.optional
    if question.kind == "yes-no":
        field: forms.Field = forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, required=required)
        field.inline = True  # type: ignore[attr-defined]  # read by design/field.html
    elif question.kind == "tick":
        field = forms.BooleanField(required=required)
    else:
        field = forms.CharField(widget=forms.Textarea({"rows": 3}), max_length=2000, required=required)
    field.label = question.text
    return field


class DeclarationForm(forms.Form):
    """A form made of its questions."""

    def __init__(self, form: Form, data: Any = None) -> None:
        super().__init__(data)
        for question in form.questions:
            self.fields[question.id] = _question(question)

    @property
    def answers(self) -> dict[str, str]:
        """What the action takes."""
        return {
            name: ("yes" if value else "no") if isinstance(value, bool) else value
            for name, value in self.cleaned_data.items()
        }


class NoteForm(forms.Form):
    """A note with a confirmation."""

    note = forms.CharField(label=_("What you agreed"), help_text=_("In a sentence."), max_length=300)


class TieForm(forms.Form):
    """A tie of one's own."""

    tie = forms.CharField(
        label=_("What is the tie?"),
        help_text=_("With which pupil or family, and how you know them. For example: my sister's child is in Year 2."),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
    )


class AdviceForm(forms.Form):
    """What was advised on a tie."""

    advice = forms.CharField(label=_("What was advised"), widget=forms.Textarea({"rows": 4}), max_length=2000)
    review = DayField(label=_("Look at it again on"))


class ContactForm(forms.Form):
    """A request for leave for contact from a personal account."""

    with_whom = forms.CharField(label=_("With whom"), help_text=_("Name of the pupil or parent."), max_length=160)
    account = forms.CharField(
        label=_("From which account"), help_text=_("For example, my own WhatsApp."), max_length=160
    )
    reason = forms.CharField(
        label=_("Why school systems will not do"), widget=forms.Textarea({"rows": 3}), max_length=1000
    )
    until = DayField(label=_("Until"))


class DecisionForm(forms.Form):
    """Agree or refuse."""

    agreed = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes, until the day that was asked")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("A word why"), max_length=300)


class TakeOverForm(forms.Form):
    """Inductions from before this record was kept."""

    before = DayField(label=_("Staff who joined before"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("How it is known that they had their induction"),
        help_text=_("For example: signed checklists in the personnel files, seen by the head."),
        max_length=300,
    )
