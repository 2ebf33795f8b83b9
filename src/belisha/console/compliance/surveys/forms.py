"""Forms of surveys: answering, opening, choosing questions, what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.compliance.models import OwnQuestion
from belisha.console.compliance.plans.forms import PlanForm
from belisha.console.compliance.surveys.actions.running import MOST, Asked
from belisha.console.compliance.surveys.rules import LONGEST, answers_of, faces_of
from belisha.console.concerns.rules.categories import categories
from belisha.console.design.fields import DayField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.forms import BoundField

    from belisha.console.compliance.surveys.rules import Question
    from belisha.console.people.models import Group

__all__ = ["ActionForm", "AnswerForm", "CodeForm", "OpenForm", "OpenPupilsForm", "OwnForm", "WordingForm", "WorryForm"]

HOW = [("shared", _("One code for all of them")), ("cards", _("A card with a code of their own for each"))]


class CodeForm(forms.Form):
    """The code that somebody was given."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Six letters and numbers."),
        max_length=12,
        error_messages={"required": _("Type your code.")},
    )


class Shown(NamedTuple):
    """A question as a page shows it: its field, its picture, and the face of each answer."""

    question: Question
    field: BoundField
    faces: Mapping[str, str]


class AnswerForm(forms.Form):
    """The questions of a survey; none must be answered."""

    def __init__(self, asked: Sequence[Question], data: Any = None) -> None:
        """`asked`: as they were when the survey was opened."""
        super().__init__(data)
        self._asked = asked
        for each in asked:
            self.fields[f"q-{each.id}"] = _field(each)

    @property
    def shown(self) -> list[Shown]:
        """The questions in their order."""
        return [Shown(each, self[f"q-{each.id}"], faces_of(each)) for each in self._asked]

    @property
    def answers(self) -> dict[str, Any]:
        """What was chosen, by question."""
        return {each.id: self.cleaned_data[f"q-{each.id}"] for each in self._asked if each.kind != "words"}

    @property
    def words(self) -> dict[str, str]:
        """What was written, by question."""
        return {each.id: self.cleaned_data[f"q-{each.id}"] for each in self._asked if each.kind == "words"}


def _field(question: Question) -> forms.Field:
    if question.kind == "words":
        hint = _("You may leave this empty. Spelling does not matter. Do not write names.")
        area = forms.Textarea({"rows": 4})
        too_long = {"max_length": _("This is too long. Make it shorter.")}
        return forms.CharField(
            label=question.words,
            help_text=hint,
            required=False,
            max_length=LONGEST,
            widget=area,
            error_messages=too_long,
        )
    options: dict[str, Any] = {"label": question.words, "choices": answers_of(question), "required": False}
    if question.kind == "many":
        return forms.MultipleChoiceField(**options, widget=forms.CheckboxSelectMultiple)
    return forms.ChoiceField(**options, widget=forms.RadioSelect)


class OpenForm(forms.Form):
    """When, how many, and with which codes."""

    opens = DayField(label=_("First day"))
    closes = DayField(label=_("Last day"))
    size = forms.IntegerField(label=_("How many may answer?"), min_value=1, max_value=MOST)
    how = forms.ChoiceField(label=_("How do they get in?"), choices=HOW, widget=forms.RadioSelect, initial="shared")

    def asked(self, audience: str, name: str) -> list[Asked]:
        """Whom the survey asks: one group."""
        given = self.cleaned_data
        return [Asked(name, audience, given["size"], shared=given["how"] == "shared")]


class OpenPupilsForm(OpenForm):
    """Which classes, when, and with which codes."""

    size = None  # type: ignore[assignment]  # of a class the register knows it
    classes = forms.MultipleChoiceField(label=_("Which classes?"), widget=forms.CheckboxSelectMultiple)
    field_order = ("classes", "opens", "closes", "how")

    def __init__(
        self, classes: Iterable[Group], sizes: Mapping[int, tuple[int, str]], data: Any = None, **options: Any
    ) -> None:
        """`sizes`: how many children each class has, and the form for it."""
        super().__init__(data, **options)
        self._classes = [group for group in classes if sizes[group.pk][0]]
        self._sizes = sizes
        field = self.fields["classes"]
        field.choices = [(str(group.pk), group.name) for group in self._classes]  # type: ignore[attr-defined]

    def asked(self, audience: str, name: str) -> list[Asked]:
        """Whom the survey asks: the classes that were chosen."""
        del audience, name
        given = self.cleaned_data
        chosen = [group for group in self._classes if str(group.pk) in given["classes"]]
        return [
            Asked(group.name, self._sizes[group.pk][1], self._sizes[group.pk][0], given["how"] == "shared", group)
            for group in chosen
        ]


class WordingForm(forms.Form):
    """A question of ours in the school's own words."""

    words = forms.CharField(
        label=_("How do you ask it?"), help_text=_("Empty: as we put it."), max_length=160, required=False
    )


class OwnForm(forms.Form):
    """A question of the school's own."""

    words = forms.CharField(
        label=_("What do you ask?"), help_text=_("Say it so that yes is good: “I like our lessons.”"), max_length=160
    )
    kind = forms.ChoiceField(
        label=_("How is it answered?"),
        choices=OwnQuestion.Kind.choices,
        widget=forms.RadioSelect,
        initial=OwnQuestion.Kind.YES,
    )


class WorryForm(forms.Form):
    """Why words that somebody wrote are a concern."""

    category = forms.ChoiceField(label=_("What is it about?"))
    why = forms.CharField(
        label=_("What makes you think so?"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["category"]
        field.choices = [("", _("Choose")), *((each.id, each.title) for each in categories())]  # type: ignore[attr-defined]


class ActionForm(PlanForm):
    """What is done because of a survey, and which answers it is about."""

    question = forms.ChoiceField(label=_("Which answers is it about?"))
    field_order = ("question", "words", "owner", "due")

    def __init__(self, owners: Any, asked: Iterable[Question], data: Any = None) -> None:
        """`asked`: the questions of the survey."""
        super().__init__(owners, data)
        self._asked = {each.id: each for each in asked}
        field = self.fields["question"]
        field.choices = [(name, each.words) for name, each in self._asked.items()]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    @property
    def plan(self) -> dict[str, Any]:
        """What is planned, with the duty that the answers are about."""
        given = dict(self.cleaned_data)
        question = self._asked[given.pop("question")]
        return {**given, "duty": question.about}
