"""Forms of consultation, approval and review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import DayField
from belisha.console.policies.approving.rules import ANSWERS, CONSULTED, questions
from belisha.console.policies.models import EarlyCause

__all__ = [
    "ApprovalForm",
    "CauseForm",
    "DecisionForm",
    "HandsForm",
    "MinuteForm",
    "OutcomeForm",
    "ReasonForm",
    "ResponseForm",
    "RoundForm",
    "TechnicalForm",
]


class RoundForm(forms.Form):
    """Opening a consultation."""

    closes = DayField(
        label=_("Last day"),
        help_text=_("Two weeks are usual, longer over a holiday. For example, 27 9 2026"),
    )
    asks = forms.CharField(
        label=_("A question of your own for adults"),
        help_text=_("Beside the usual ones. Pupils have questions with pictures."),
        max_length=300,
        required=False,
    )


class ResponseForm(forms.Form):
    """What somebody answers."""

    def __init__(self, audience: str, data: Any = None, *, initial: Any = None, asks: str = "") -> None:
        super().__init__(data, initial=initial)
        self.audience = audience
        for one in questions(audience):
            field = forms.ChoiceField(
                label=_(one.words), choices=list(ANSWERS.items()), widget=forms.RadioSelect, required=False
            )
            field.inline = field.plain = True  # type: ignore[attr-defined]  # read by design/field.html
            self.fields[f"q-{one.id}"] = field
        self.fields["words"] = forms.CharField(
            label=asks or _("What should we change, add or leave out?"),
            help_text=_("Please name no child. Write about a worry for a child to the safeguarding lead instead.")
            if audience != "pupils"
            else _("You may leave this empty. Spelling does not matter."),
            widget=forms.Textarea({"rows": 4}),
            max_length=4000,
            required=False,
        )

    @property
    def answers(self) -> dict[str, str]:
        """The answers by question, as the action takes them."""
        given = self.cleaned_data
        return {one.id: given[f"q-{one.id}"] for one in questions(self.audience) if given.get(f"q-{one.id}")}

    def pictured(self) -> list[tuple[str, Any]]:
        """Each question's id with its field, for the page with pictures."""
        return [(one.id, self[f"q-{one.id}"]) for one in questions(self.audience)]


class HandsForm(forms.Form):
    """The hands of a class, question by question."""

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for one in questions("pupils"):
            for word, title in ANSWERS.items():
                self.fields[f"{one.id}-{word}"] = forms.IntegerField(
                    label=title,
                    min_value=0,
                    max_value=60,
                    required=False,
                    widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2", "maxlength": 2}),
                )
        self.fields["words"] = forms.CharField(
            label=_("What the class said"),
            help_text=_("Without names."),
            widget=forms.Textarea({"rows": 3}),
            max_length=2000,
            required=False,
        )

    @property
    def hands(self) -> dict[str, dict[str, int]]:
        """Hands by question and answer."""
        return {
            one.id: {word: self.cleaned_data.get(f"{one.id}-{word}") or 0 for word in ANSWERS}
            for one in questions("pupils")
        }

    def rows(self) -> list[tuple[str, str, list[Any]]]:
        """Each question with its id, words and three boxes."""
        return [(one.id, one.words, [self[f"{one.id}-{word}"] for word in ANSWERS]) for one in questions("pupils")]


class OutcomeForm(forms.Form):
    """You said, we did."""

    audience = forms.ChoiceField(label=_("Who said it"), choices=list(CONSULTED.items()), widget=forms.RadioSelect)
    said = forms.CharField(label=_("You said"), help_text=_("In short, and naming nobody."), max_length=400)
    did = forms.CharField(
        label=_("We did"), help_text=_("What changed because of it; or why nothing did."), max_length=400
    )


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Why"), max_length=400)


class TechnicalForm(forms.Form):
    """The technical comment, or why there is none."""

    words = forms.CharField(
        label=_("Comment"),
        help_text=_("Can it be done with our systems? What would make it safer or simpler? What costs something?"),
        widget=forms.Textarea({"rows": 6}),
        max_length=4000,
    )


class ApprovalForm(forms.Form):
    """The governors' vote."""

    met_on = DayField(label=_("Day of the meeting"))
    minute = forms.CharField(
        label=_("Reference of the minute"), help_text=_("For example: FGB 12 November 2026, item 7"), max_length=120
    )
    votes_for = forms.IntegerField(
        label=_("Votes for"),
        min_value=1,
        max_value=99,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )
    votes_against = forms.IntegerField(
        label=_("Votes against"),
        min_value=0,
        max_value=99,
        initial=0,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )
    abstained = forms.IntegerField(
        label=_("Abstained"),
        min_value=0,
        max_value=99,
        initial=0,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )


class MinuteForm(forms.Form):
    """Where governors took note of something."""

    met_on = DayField(label=_("Day of the meeting"))
    minute = forms.CharField(label=_("Reference of the minute"), max_length=120)


class CauseForm(forms.Form):
    """Why an early review may be needed."""

    cause = forms.ChoiceField(label=_("What happened"), choices=EarlyCause.Cause.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In a sentence"), help_text=_("Without the name of a child."), max_length=400)


class DecisionForm(forms.Form):
    """What follows from a cause."""

    decision = forms.ChoiceField(label=_("What follows"), choices=EarlyCause.Decision.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("Why"), max_length=400)
