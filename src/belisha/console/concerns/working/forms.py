"""The forms of work on concerns."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.concerns.models import Step, Task
from belisha.console.concerns.working.rules.closing import outcomes_of
from belisha.console.concerns.working.rules.playbooks import playbooks
from belisha.console.design.fields import DayField, Radios

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

    from belisha.console.access.models import User

__all__ = [
    "AssignForm",
    "CloseForm",
    "CodeForm",
    "DebriefForm",
    "DrillForm",
    "LevelForm",
    "MarkForm",
    "ParentsForm",
    "ReviewForm",
    "StepForm",
    "TableForm",
    "TaskForm",
    "TurnForm",
    "WordsForm",
]

MOST_WORDS = 8000
PARENTS = [
    ("told", _("They were told")),
    ("harm", _("Not told: telling may put the child or somebody else at risk")),
    ("agency", _("Not told yet: police or children's social care asked us to wait")),
    ("no-child", _("Not told: it is not about a child")),
    ("no-need", _("Not told: too small, and the child agrees")),
]
# what a person says of a step; the third answer follows from a finding
ANSWERS: Final = [(each.value, each.label) for each in (Step.Answer.DONE, Step.Answer.DECIDED_NOT)]
DAYS: Final = [
    (0, _("Mondays")),
    (1, _("Tuesdays")),
    (2, _("Wednesdays")),
    (3, _("Thursdays")),
    (4, _("Fridays")),
    (5, _("Saturdays")),
    (6, _("Sundays")),
]


def _words(label: StrOrPromise, help_text: StrOrPromise = "", rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=MOST_WORDS, widget=forms.Textarea({"rows": rows})
    )


def _users(users: Sequence[User]) -> list[tuple[str, str]]:
    return [("", ""), *((str(user.pk), user.name) for user in users)]


class WordsForm(forms.Form):
    """Some words."""

    words = _words("")

    def __init__(self, *args: Any, label: StrOrPromise, help_text: StrOrPromise = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = label
        self.fields["words"].help_text = help_text


class _WithUser(forms.Form):
    """One of some people."""

    user_field = ""

    def __init__(self, *args: Any, users: Sequence[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.users = {str(user.pk): user for user in users}
        self.fields[self.user_field].choices = _users(users)  # type: ignore[attr-defined]

    @property
    def user(self) -> User:
        """Who was chosen. Only of a valid form."""
        return self.users[self.cleaned_data[self.user_field]]


class AssignForm(_WithUser):
    """Give a concern to somebody."""

    user_field = "to"
    to = forms.ChoiceField(label=_("Who works on it"), help_text=_("Those who answer for it and are not in it."))


class TaskForm(_WithUser):
    """Give somebody a task."""

    user_field = "owner"
    text = _words(
        _("What is to be done"),
        _("They see this text alone, not the concern. Write no more than they need: best without names."),
        rows=3,
    )
    owner = forms.ChoiceField(label=_("Who does it"))
    due = DayField(label=_("By when"), help_text=_("For example, 27 9 2026"))
    source = forms.ChoiceField(
        label=_("Where it comes from"),
        choices=[(Task.Source.OWN, _("An action of ours")), (Task.Source.AGREED, _("Agreed with the family"))],
        initial=Task.Source.OWN,
        widget=forms.RadioSelect,
        help_text=_(
            "What was agreed with the family can be given to a parent who has an account: they see and tick it."
        ),
    )


class StepForm(forms.Form):
    """Answer a step."""

    answer = forms.ChoiceField(label=_("Answer"), choices=ANSWERS, widget=forms.RadioSelect, initial=Step.Answer.DONE)
    words = _words(_("What was done, by whom and when; or why not"), _("Names, times and references belong here."))


class ReviewForm(forms.Form):
    """Say when it is looked at again."""

    on = DayField(label=_("Look at it again on"), help_text=_("For example, 27 9 2026"))


class LevelForm(forms.Form):
    """Set the level."""

    level = forms.TypedChoiceField(label=_("Level"), coerce=int)
    words = _words(_("Why this level"), rows=3)

    def __init__(self, *args: Any, levels: Sequence[tuple[int, str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["level"]
        field.widget = Radios({str(number): words for number, _name, words in levels})
        field.choices = [(number, f"{number} {name}") for number, name, _words in levels]  # type: ignore[attr-defined]


class MarkForm(forms.Form):
    """Say something that starts a procedure."""

    mark = forms.ChoiceField(label=_("What holds of it"))
    words = _words(_("In a sentence, what makes you say so"), rows=3)

    def __init__(self, *args: Any, taken: frozenset[str], **options: Any) -> None:
        super().__init__(*args, **options)
        left = [each for each in playbooks().marks if each.id not in taken]
        self.fields["mark"].widget = Radios({each.id: each.help for each in left})
        self.fields["mark"].choices = [(each.id, each.title) for each in left]  # type: ignore[attr-defined]


class ParentsForm(forms.Form):
    """Were the parents told?"""

    code = forms.ChoiceField(label=_("Were the parents or carers told?"), choices=PARENTS, widget=forms.RadioSelect)
    day = DayField(label=_("The day on which they were told"), required=False, help_text=_("For example, 27 9 2026"))
    clock = forms.TimeField(
        label=_("At what time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-5"}),
        error_messages={"invalid": _("Write a time, for example 15:20.")},
    )
    teller = forms.CharField(label=_("Who told them"), max_length=160, required=False)
    words = _words(_("What was said and what came of it; or why they are not told"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        now = timezone.localtime()
        self.initial = {"day": now.date(), "clock": now.time(), **self.initial}

    def clean(self) -> dict[str, Any]:
        """Who was told was told by somebody, on a day that is not still to come."""
        given = super().clean() or {}
        if given.get("code") == "told":
            if "day" in given and given["day"] is None:
                self.add_error("day", _("Say when they were told."))
            elif "day" in given and "clock" in given and (self.at or timezone.now()) > timezone.now():
                self.add_error("day", _("That is in the future."))
            if not given.get("teller"):
                self.add_error("teller", _("Say who told them."))
        return given

    @property
    def at(self) -> datetime | None:
        """When they were told. Only of a valid form."""
        day = self.cleaned_data["day"]
        clock = self.cleaned_data["clock"] or time(0)
        return datetime.combine(day, clock, timezone.get_default_timezone()) if day else None


class CodeForm(forms.Form):
    """One of some answers, and words."""

    code = forms.ChoiceField(label="", widget=forms.RadioSelect)
    words = _words("")

    def __init__(
        self, *args: Any, label: StrOrPromise, choices: Sequence[tuple[str, StrOrPromise]], words: StrOrPromise,
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.fields["code"].label, self.fields["words"].label = label, words
        self.fields["code"].choices = choices  # type: ignore[attr-defined]


class DebriefForm(_WithUser):
    """Hold a debrief, with one lesson; more lessons are added as tasks."""

    user_field = "owner"
    words = _words(_("What went well, what did not, what we learnt"))
    text = _words(
        _("A lesson: what is changed"), _("It becomes a task. Its owner sees this text alone: no names."), rows=3
    )
    owner = forms.ChoiceField(label=_("Who sees to it"))
    due = DayField(label=_("By when"), help_text=_("For example, 27 9 2026"))


class CloseForm(forms.Form):
    """Close it."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    words = _words(_("How it ended"))

    def __init__(self, *args: Any, route: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].choices = list(outcomes_of(route).items())  # type: ignore[attr-defined]


class TableForm(forms.Form):
    """Load a table."""

    title = forms.CharField(label=_("What it is called"), max_length=160)
    source = forms.CharField(
        label=_("Who publishes it, and where"),
        max_length=300,
        help_text=_("For example: the safeguarding partnership's web page"),
    )
    dated = DayField(label=_("Date of the edition"), help_text=_("For example, 1 9 2026"))
    file = forms.FileField(label=_("The table, as YAML or CSV"), help_text=_("UTF-8, at most 200 kB."))


class TurnForm(_WithUser):
    """Put somebody on the rota."""

    DAYS: ClassVar = DAYS
    user_field = "who"
    who = forms.ChoiceField(label=_("Who is told first"))
    weekday = forms.TypedChoiceField(label=_("On"), coerce=int, choices=DAYS)
    first = DayField(label=_("From"), help_text=_("For example, 27 9 2026"))
    last = DayField(label=_("Until and including"), required=False)


class DrillForm(forms.Form):
    """Begin a drill."""

    book = forms.ChoiceField(
        label=_("By which playbook"), choices=[(book.id, _(book.title)) for book in playbooks().playbooks]
    )
