"""Forms of changes: why, the two halves of the risk form, emergencies, and who may apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.access.forms import PickedDay
from belisha.console.design.fields import DayField
from belisha.console.filtering.changes.rules.risk import IMPACT, LIKELIHOOD, LONGEST_ANSWER, QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import User
    from belisha.console.filtering.changes.rules.steps import Step
    from belisha.console.filtering.models import Half

__all__ = ["BlockForm", "HalfForm", "ManagerForm", "PeriodForm", "ReasonForm", "SubmitForm", "WordsForm"]


def _lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class SubmitForm(forms.Form):
    """What a change is called, and why it is wanted."""

    title = forms.CharField(label=_("What is it?"), max_length=120, help_text=_("For example: castles for Year 4"))
    reason = forms.CharField(
        label=_("Why is it wanted?"),
        widget=_lines(4),
        max_length=1000,
        help_text=_("Those who assess it, and whoever reads the log later, go by this. Name no child."),
    )


class ReasonForm(forms.Form):
    """Why something is taken back or withdrawn."""

    reason = forms.CharField(label=_("Why?"), widget=_lines(), max_length=1000)

    def __init__(self, *args: Any, needed: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = needed


class WordsForm(forms.Form):
    """What somebody who decides has to say."""

    words = forms.CharField(label=_("Your words"), widget=_lines(), max_length=400)

    def __init__(self, *args: Any, label: object = "", needed: bool = False, most: int = 400, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"] = forms.CharField(label=str(label), widget=_lines(), max_length=most, required=needed)


class HalfForm(forms.Form):
    """One half of the risk form."""

    def __init__(self, *args: Any, side: Step, half: Half | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._questions = [question.id for question in QUESTIONS[side]]
        for question in QUESTIONS[side]:
            self.fields[question.id] = forms.CharField(
                label=str(question.text), help_text=str(question.hint), widget=_lines(2), max_length=LONGEST_ANSWER
            )
        self.fields["likelihood"] = _scale(_("How likely is it that something goes wrong?"), LIKELIHOOD)
        self.fields["impact"] = _scale(_("How bad would it be?"), IMPACT)
        self.fields["against"] = forms.BooleanField(
            label=_("I advise against this change"),
            required=False,
            help_text=_("Then a leader decides, however low the risk."),
        )
        self.fields["advice"] = forms.CharField(
            label=_("Advice, or conditions"), widget=_lines(), max_length=1000, required=False
        )
        if half:
            kept = {"likelihood": half.likelihood, "impact": half.impact, "against": half.against}
            self.initial = half.answers | kept | {"advice": half.advice} | self.initial

    @property
    def judgement(self) -> dict[str, Any]:
        """What was entered, as `assess` takes it. Only of a valid form."""
        given = self.cleaned_data
        return {
            "answers": {name: given[name] for name in self._questions},
            "likelihood": given["likelihood"],
            "impact": given["impact"],
            "advice": given["advice"],
            "against": given["against"],
        }


def _scale(label: Any, words: Iterable[tuple[int, Any]]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=list(words), coerce=int, widget=forms.RadioSelect)


class BlockForm(forms.Form):
    """An emergency: what to shut, and why. Two fields, so that it can be done in seconds."""

    addresses = forms.CharField(
        label=_("Address"),
        widget=_lines(2),
        help_text=_("As it stands in the browser, or the name of the site. More than one: each on a line of its own."),
    )
    reason = forms.CharField(label=_("Why?"), max_length=400, help_text=_("A few words. Name no child."))

    def __init__(self, *args: Any, everywhere: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if everywhere:
            self.fields["everywhere"] = forms.BooleanField(label=_("At all schools of the federation"), required=False)


class ManagerForm(forms.Form):
    """Who is to apply changes, from when until when, and why."""

    user = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    first = DayField(label=_("First day"), initial=timezone.localdate)
    last = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Why?"), widget=_lines(2), max_length=400)

    def __init__(self, *args: Any, people: Iterable[User], longest: int, **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["user"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(str(user.pk), user.name) for user in people]
        self.fields["last"].help_text = _("At most %(days)s days. It ends by itself; give it again in time.") % {
            "days": longest
        }


class PeriodForm(forms.Form):
    """From which day to which the log is shown."""

    first = PickedDay(label=_("From"), required=False)
    last = PickedDay(label=_("Until"), required=False)

    def __init__(self, asked: Any = None) -> None:
        super().__init__(asked, auto_id="find_%s", use_required_attribute=False)
        for field in self.fields.values():
            field.plain = True  # type: ignore[attr-defined]  # a field of the house: see design/field.html
