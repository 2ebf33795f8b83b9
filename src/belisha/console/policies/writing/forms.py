"""Forms of writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.roles import ROLES, Role
from belisha.console.duties.catalogue import catalogue
from belisha.console.policies.clauses.rules import LONGEST

if TYPE_CHECKING:
    from belisha.console.policies.clauses.house import Clause
    from belisha.console.policies.models import ClauseChoice, Version

__all__ = ["BeginForm", "ClauseForm", "DetailsForm", "OwnClauseForm", "ReasonForm", "WordsForm"]

OURS: Final = "ours"
OWN: Final = "own"
OUT: Final = "out"
REVIEWERS: Final = (
    Role.DSL,
    Role.HEAD,
    Role.EXECUTIVE_HEAD,
    Role.SLT,
    Role.COMPUTING_LEAD,
    Role.DPO,
    Role.DATA_MANAGER,
)


class BeginForm(forms.Form):
    """For whom a draft is begun."""

    whose = forms.ChoiceField(label=_("Whose policy is it?"), widget=forms.RadioSelect)

    def __init__(self, choices: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data, initial={"whose": choices[0][0] if choices else ""})
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class ClauseForm(forms.Form):
    """What a version does with a clause of the house."""

    what = forms.ChoiceField(
        label=_("What does this policy say?"),
        choices=[
            (OURS, _("The words of the template")),
            (OWN, _("The same in our own words")),
            (OUT, _("Nothing: leave it out")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Our own words"),
        help_text=_("A name in braces is filled in, for example {dsl}. Only where you chose “in our own words”."),
        widget=forms.Textarea({"rows": 6}),
        max_length=LONGEST,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why it is left out"),
        help_text=_("Governors read this before they approve. Only where you chose “leave it out”."),
        max_length=400,
        required=False,
    )

    def __init__(self, clause: Clause, choice: ClauseChoice | None, data: Any = None) -> None:
        initial = {"what": OURS, "words": clause.text}
        if choice is not None:
            what = OUT if choice.off else OWN
            initial = {"what": what, "words": choice.words or clause.text, "reason": choice.reason}
        super().__init__(data, initial=initial)


class OwnClauseForm(forms.Form):
    """A paragraph of the school's own."""

    words = forms.CharField(
        label=_("What the paragraph says"),
        help_text=_("A name in braces is filled in, for example {dsl}."),
        widget=forms.Textarea({"rows": 6}),
        max_length=LONGEST,
    )
    duties = forms.CharField(
        label=_("Duties that it states"),
        help_text=_("Their names from the list of duties, one on a line, for example accounts.idle-lock."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        max_length=2000,
    )

    def clean_duties(self) -> list[str]:
        """The ids. Raises ValidationError for one that is not in the catalogue."""
        found = [line.strip() for line in self.cleaned_data["duties"].splitlines() if line.strip()]
        if unknown := [name for name in found if name not in catalogue()]:
            raise forms.ValidationError(_("There is no duty called %(name)s.") % {"name": unknown[0][:80]})
        return found


class WordsForm(forms.Form):
    """A longer text."""

    words = forms.CharField(label=_("Words"), widget=forms.Textarea({"rows": 8}), max_length=8000)

    def __init__(self, data: Any = None, *, label: object = "", hint: object = "", initial: str = "") -> None:
        super().__init__(data, initial={"words": initial})
        if label:
            self.fields["words"].label = str(label)
        self.fields["words"].help_text = str(hint)


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Why"), max_length=400)


class DetailsForm(forms.Form):
    """Where a version comes from, and who reviews it."""

    template = forms.CharField(
        label=_("Source template"),
        help_text=_("Which template it was begun from beside the clauses here, for example your local authority's."),
        max_length=200,
        required=False,
    )
    advice = forms.CharField(
        label=_("Who advised"),
        help_text=_("Names or bodies, and on what. Leave it empty where nobody was asked."),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        required=False,
    )
    reviewer = forms.ChoiceField(
        label=_("Who reviews it next"),
        help_text=_("This stands on every page of the published policy."),
        choices=[(role.value, ROLES[role].title) for role in REVIEWERS],
    )

    def __init__(self, version: Version, data: Any = None) -> None:
        now = {"template": version.template, "advice": version.advice, "reviewer": version.reviewer}
        super().__init__(data, initial=now)
