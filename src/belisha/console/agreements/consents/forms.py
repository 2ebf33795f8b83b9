"""Forms of consents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.agreements.consents.actions.showing import Entry
from belisha.console.agreements.consents.rules import purposes
from belisha.console.agreements.models import ConsentAnswer, TakeDown
from belisha.console.design.fields import DayField, Radios

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from belisha.console.access.models import User
    from belisha.console.agreements.consents.rules import Purpose
    from belisha.console.people.models import Person

__all__ = ["AnswersForm", "DoneForm", "EndForm", "PaperForm", "PublicationForm"]

YES_NO: Final = [("yes", _("Yes")), ("no", _("No"))]
OFFICE_WAYS: Final = [(way.value, way.label) for way in (ConsentAnswer.Way.PAPER, ConsentAnswer.Way.OFFICE)]


class AnswersForm(forms.Form):
    """Yes or no for each purpose; what is left open stays as it was."""

    def __init__(self, asked: Sequence[Purpose], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.asked = asked
        for purpose in asked:
            field = forms.ChoiceField(
                choices=YES_NO,
                widget=forms.RadioSelect,
                required=False,
                label=purpose.title,
                help_text=f"{purpose.plain} {_('If you say no:')} {purpose.if_no}",
            )
            field.inline = field.plain = True  # type: ignore[attr-defined]  # read by design/field.html
            self.fields[purpose.id] = field

    @property
    def answers(self) -> dict[str, bool]:
        """What was answered. Only of a valid form."""
        given = {purpose.id: self.cleaned_data.get(purpose.id) for purpose in self.asked}
        return {code: value == "yes" for code, value in given.items() if value}


class PaperForm(AnswersForm):
    """Answers that came on paper, or that somebody told the office."""

    def __init__(self, asked: Sequence[Purpose], adults: Iterable[Person], data: Any = None) -> None:
        super().__init__(asked, data)
        self.adults = {str(adult.pk): adult for adult in adults}
        choices = [(number, adult.name) for number, adult in self.adults.items()]
        whose: dict[str, forms.Field] = {
            "person": forms.ChoiceField(
                label=_("Who answers"),
                choices=choices,
                widget=forms.RadioSelect,
                help_text=_("Only people with parental responsibility are here, and nobody whom a court keeps away."),
            ),
            "way": forms.ChoiceField(label=_("How it came"), choices=OFFICE_WAYS, widget=forms.RadioSelect),
        }
        for field in self.fields.values():
            field.help_text = ""
        note = forms.CharField(
            label=_("Where the paper is kept, or how you knew who it was"),
            max_length=300,
            widget=forms.TextInput(),
        )
        self.fields = {**whose, **self.fields, "note": note}

    def clean(self) -> dict[str, Any]:
        """At least one answer."""
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(purpose.id) for purpose in self.asked):
            raise forms.ValidationError(_("Enter at least one answer."))
        return cleaned

    @property
    def person(self) -> Person:
        """Who answers. Only of a valid form."""
        return self.adults[self.cleaned_data["person"]]


class GiveForm(forms.Form):
    """Who takes it down from now on."""

    owner = forms.ChoiceField(label=_("Who takes it down from now on?"))

    def __init__(self, owners: Mapping[str, User], data: Any = None, *, first: int | None = None) -> None:
        super().__init__(data, initial={"owner": str(first)})
        self._owners = owners
        options = [(number, user.name) for number, user in owners.items()]
        self.fields["owner"].choices = options  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def chosen(self) -> User:
        """Whoever was chosen. Only of a valid form."""
        return self._owners[self.cleaned_data["owner"]]


class PublicationForm(forms.Form):
    """Where children are shown."""

    what = forms.CharField(
        label=_("What is shown"),
        max_length=160,
        help_text=_("Without names. For example: Year 3 at the pond."),
    )
    purpose = forms.ChoiceField(
        label=_("What kind"),
        choices=[(purpose.id, _(purpose.title)) for purpose in purposes() if purpose.shown and purpose.who != "adult"],
    )
    place = forms.CharField(
        label=_("Where exactly"),
        max_length=300,
        help_text=_("The address of the page or post, or the name and day of the paper."),
    )
    on = DayField(label=_("From which day"))
    owner = forms.ChoiceField(label=_("Who takes it down when it must come down"))
    children = forms.MultipleChoiceField(
        label=_("Children who can be seen in it, or whose work it is"), widget=forms.CheckboxSelectMultiple
    )
    already = forms.BooleanField(
        label=_("It is shown already"),
        required=False,
        help_text=_("It is entered even if permission is missing; whoever must then come down is a task at once."),
    )

    def __init__(
        self, pupils: Iterable[Person], owners: Mapping[str, User], data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self._pupils = {str(pupil.pk): pupil for pupil in pupils}
        self._owners = owners
        choices = {"children": [(number, pupil.name) for number, pupil in self._pupils.items()]}
        choices["owner"] = [(number, user.name) for number, user in owners.items()]
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]  # choice fields
        self.fields["on"].initial = timezone.localdate()

    @property
    def entry(self) -> Entry:
        """What was entered. Only of a valid form."""
        given = self.cleaned_data
        return Entry(
            purpose=given["purpose"],
            what=given["what"],
            place=given["place"],
            on=given["on"],
            owner=self._owners[given["owner"]],
            already=given["already"],
        )

    @property
    def chosen(self) -> list[Person]:
        """Who is shown. Only of a valid form."""
        return [self._pupils[number] for number in self.cleaned_data["children"]]


class DoneForm(forms.Form):
    """What became of something that must come down."""

    outcome = forms.ChoiceField(
        label=_("What became of it"),
        choices=TakeDown.Outcome.choices,
        widget=Radios({"permitted": _("Only while permission holds again.")}),
    )
    words = forms.CharField(
        label=_("What you did, and where you looked"),
        max_length=300,
        help_text=_("Other sizes, the page's copy at the provider, posts that share it."),
    )


class EndForm(forms.Form):
    """Something is shown no more."""

    words = forms.CharField(label=_("How you know"), max_length=300)
