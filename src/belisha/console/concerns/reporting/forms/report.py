"""The two steps of a report by somebody who works at the school."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from belisha.console.concerns.actions.reporting import NewSubject, Told
from belisha.console.concerns.models import Concern, Subject
from belisha.console.concerns.reporting.queries.people import surely
from belisha.console.concerns.reporting.rules.categories import choices_for_staff
from belisha.console.concerns.rules.categories import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.forms import BoundField
    from django_stubs_ext import StrOrPromise

    from belisha.console.access.models import School
    from belisha.console.concerns.reporting.queries.people import Match
    from belisha.console.concerns.rules.categories import Category

__all__ = ["ASKED", "WhatForm", "WhoForm", "yes_no"]

YES_NO: Final = (("yes", _("Yes")), ("no", _("No")))
NONE_OF_THESE: Final = "none"
ROLES: Final = (
    (Subject.Role.HARMED, _("Was or may be harmed")),
    (Subject.Role.ALLEGED, _("Is said to have caused it")),
    (Subject.Role.WITNESS, _("Saw or heard it")),
    (Subject.Role.INVOLVED, _("Is involved in another way")),
)
# what a category asks besides (categories.yaml, `asks`)
ASKED: Final[dict[str, StrOrPromise]] = {
    "platform": _("Which site, app or game?"),
    "under_age": _("Is the child under the age limit there? Most ask for 13."),
    "parents": _("Have the parents or carers been spoken to? Who, when, what did they say?"),
    "challenged": _("Did somebody ask the visitor to stop? Only where it is safe."),
    "evidence_kept": _("Has the message been kept? Nobody should reply to it or delete it."),
    "policy": _("Which policy fits: bullying, behaviour, allegations or safeguarding?"),
}
_YES_NO_ASKED: Final = {"under_age", "challenged", "evidence_kept"}


def yes_no(label: StrOrPromise, help_text: StrOrPromise = "", **options: Any) -> forms.ChoiceField:
    """A question with two answers, side by side."""
    field = forms.ChoiceField(label=label, help_text=help_text, choices=YES_NO, widget=forms.RadioSelect, **options)
    field.inline = True  # type: ignore[attr-defined]  # asked by design/field.html
    field.error_messages["required"] = _("Choose yes or no.")
    return field


class WhatForm(forms.Form):
    """First: danger, what happened, who, and what kind of thing it is."""

    danger = yes_no(_("Is somebody in danger now?"))
    words = forms.CharField(
        label=_("What happened?"),
        help_text=_(
            "Facts: what you saw and heard. The words of the child in “quotation marks”. Not what you think of it."
        ),
        widget=forms.Textarea({"rows": 7, "autocomplete": "off"}),
        validators=[MaxLengthValidator(10_000)],  # without a count of the letters that are left
        error_messages={"required": _("Write down what happened. A sentence is enough to begin.")},
    )
    names = forms.CharField(
        label=_("Who is it about?"),
        help_text=_("Names, with commas between them. On the next page you choose them from the register."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        max_length=600,
        required=False,
    )
    category = forms.ChoiceField(
        label=_("What is it about?"), error_messages={"required": _("Choose what is nearest.")}
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"].choices = [("", _("Choose what is nearest")), *choices_for_staff()]  # type: ignore[attr-defined]


class WhoForm(forms.Form):
    """Second: who is who, when and where, what was done, and the questions that matter. Built for one report."""

    more = forms.CharField(
        label=_("Somebody else"),
        help_text=_("Write the name and press “Find them”."),
        max_length=160,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}),
    )
    happened_at = forms.DateTimeField(
        label=_("Day and time, where you know it"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "govuk-input--width-20"}
        ),
        error_messages={"invalid": _("Enter a day and a time, for example 27/9/2026 10:45.")},
    )
    happened = forms.CharField(
        label=_("Or in words"), help_text=_("For example: last week, several times"), max_length=120, required=False
    )
    place = forms.ChoiceField(label=_("Where did it happen?"), required=False)
    where = forms.CharField(label=_("Where exactly?"), max_length=200, required=False)
    done = forms.CharField(
        label=_("What have you done already?"),
        required=False,
        validators=[MaxLengthValidator(4000)],
        widget=forms.Textarea({"rows": 3}),
    )
    voice = yes_no(_("Have you told them in person?"))
    protection = yes_no(
        _("May a child be abused, neglected, exploited or seriously hurt?"), _("If you are not sure, choose yes.")
    )
    confidential = forms.BooleanField(
        label=_("I talk about this only with those who need to know, and have promised nobody to keep it secret."),
        error_messages={"required": _("Tick this: reports are confidential.")},
    )

    def __init__(
        self,
        *args: Any,
        school: School,
        category: Category,
        names: Sequence[str],
        found: Sequence[Sequence[Match]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.school, self.category, self.names, self.found = school, category, names, found
        self.fields["place"].choices = [("", _("Choose")), *((place.id, place.title) for place in places())]  # type: ignore[attr-defined]
        if category.child_protection:
            del self.fields["protection"]
        for asked in category.asks:
            self.fields[f"ask_{asked}"] = self._asked(asked)
        for number, (name, people) in enumerate(zip(names, found, strict=True)):
            self._ask_who(number, name, people)

    @staticmethod
    def _asked(asked: str) -> forms.Field:
        if asked in _YES_NO_ASKED:
            return yes_no(ASKED[asked], required=False)
        return forms.CharField(label=ASKED[asked], max_length=400, required=False)

    def _ask_who(self, number: int, name: str, people: Sequence[Match]) -> None:
        """Which of those on the register somebody is, and what they are in it; one match is taken unless changed."""
        if people:
            choices = [(str(match.person.pk), match.label) for match in people]
            field = forms.ChoiceField(
                label=_("Who is “%(name)s”?") % {"name": name},
                choices=[*choices, (NONE_OF_THESE, _("Somebody who is not in this list"))],
                widget=forms.RadioSelect,
                initial=choices[0][0] if len(choices) == 1 else None,
                error_messages={"required": _("Choose one, or “Somebody who is not in this list”.")},
            )
            self.fields[f"who_{number}"] = field
        self.fields[f"role_{number}"] = forms.ChoiceField(
            label=_("What is “%(name)s” in this?") % {"name": name}, choices=ROLES, initial=Subject.Role.HARMED
        )

    def people(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Each name with its fields, for the page."""
        for number, name in enumerate(self.names):
            yield name, [self[key] for key in (f"who_{number}", f"role_{number}") if key in self.fields]

    def asked(self) -> list[BoundField]:
        """What the category asks besides."""
        return [self[f"ask_{asked}"] for asked in self.category.asks]

    def subjects(self) -> list[NewSubject]:
        """Those whom the report is about, as chosen; nobody stands in it twice."""
        made: list[NewSubject] = []
        seen: set[int] = set()
        for number, (name, people) in enumerate(zip(self.names, self.found, strict=True)):
            chosen = self.cleaned_data.get(f"who_{number}", "")
            person = next((match.person for match in people if str(match.person.pk) == chosen), None)
            if person is None and not people:
                person = surely(self.school, name)
            if person is None or person.pk not in seen:
                made.append(NewSubject(self.cleaned_data[f"role_{number}"], person, "" if person else name))
            seen |= {person.pk} if person else set()
        return made

    def told(self, *, danger: bool) -> Told:
        """What the report says besides words and people."""
        given = self.cleaned_data
        answers = {asked: given[f"ask_{asked}"] for asked in self.category.asks if given[f"ask_{asked}"]}
        return Told(
            origin=Concern.Origin.STAFF,
            happened_at=given["happened_at"],
            happened=given["happened"],
            place=given["place"],
            where=given["where"],
            done=given["done"].strip(),
            danger_now=danger,
            child_protection=given.get("protection") == "yes",
            told_by_voice=given["voice"] == "yes",
            details={"confidential": True, **({"asked": answers} if answers else {})},
        )
