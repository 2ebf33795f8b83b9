"""Forms of reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import DayField
from belisha.console.reviews.models import ReviewCause
from belisha.console.reviews.rules import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from belisha.console.reviews.queries import Fact
    from belisha.console.reviews.rules import Kind, Part, Question

__all__ = ["ActionForm", "AnswersForm", "CauseForm", "DoneForm", "ReasonForm", "SignForm"]

YES_NO: Final = [("yes", _("Yes")), ("no", _("No"))]


class AnswersForm(forms.Form):
    """The questions of a review. What is not answered yet may stay empty until somebody signs."""

    def __init__(self, kind: Kind, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for question in kind.questions:
            self.fields[question.id] = _field(question)

    @property
    def answers(self) -> dict[str, str]:
        """What the action takes."""
        return {name: value.isoformat() if hasattr(value, "isoformat") else value or "" for name, value in self.told()}

    def with_facts(self, kind: Kind, facts: Mapping[str, list[Fact]]) -> list[tuple[forms.BoundField, list[Fact]]]:
        """Each question with what Belisha found about it."""
        asked = {question.id: question.facts for question in kind.questions}
        return [(field, [fact for name in asked[field.name] for fact in facts[name]]) for field in self]

    def told(self) -> Iterable[tuple[str, Any]]:
        """The answers as they were read."""
        return self.cleaned_data.items()


def _field(question: Question) -> forms.Field:
    if question.kind == "yes-no":
        field: forms.Field = forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, required=False)
        field.inline = True  # type: ignore[attr-defined]  # read by design/field.html
    elif question.kind == "day":
        field = DayField(required=False)
    elif question.kind == "line":
        field = forms.CharField(max_length=200, required=False)
    else:
        field = forms.CharField(widget=forms.Textarea({"rows": 4}), max_length=4000, required=False)
    field.label, field.help_text = question.text, question.hint
    field.plain = not question.optional  # type: ignore[attr-defined]  # "optional" only where nobody need answer
    return field


class SignForm(forms.Form):
    """Signing a part."""

    part = forms.ChoiceField(label=_("I sign as"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("My comment"),
        help_text=_("What you advise, or why you agree, in your own words."),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, parts: Iterable[Part], data: Any = None, seen: str = "") -> None:
        super().__init__(data, initial={"seen": seen})
        choices = [(part.id, part.title) for part in parts]
        self.fields["part"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if len(choices) == 1:
            self.initial["part"] = choices[0][0]


class ActionForm(forms.Form):
    """Something to do."""

    text = forms.CharField(label=_("What is to be done"), max_length=400)
    owner = forms.CharField(label=_("By whom"), max_length=120)
    due = DayField(label=_("Until when"))


class DoneForm(forms.Form):
    """It is done."""

    words = forms.CharField(label=_("What was done"), max_length=400)


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Why"), max_length=400)


class CauseForm(forms.Form):
    """Why a review is wanted before its time."""

    kind = forms.ChoiceField(label=_("Which review"), choices=[(kind.id, _(kind.title)) for kind in kinds()])
    cause = forms.ChoiceField(label=_("What happened"), choices=ReviewCause.Cause.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In a sentence"), help_text=_("Without the name of a child."), max_length=400)
