"""Forms of requests to see what is held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.forms import PickedDay
from belisha.console.subject_access.actions import Asked, Choice
from belisha.console.subject_access.models import AccessRequest, PieceDecision
from belisha.console.subject_access.rules import grounds

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DecideForm", "EndForm", "ExtendForm", "GiveBackForm", "NameForm", "PackForm", "ReceiveForm", "SentForm"]


class NameForm(forms.Form):
    """Whom it is about."""

    q = forms.CharField(label=_("Name"), max_length=80, required=False)


class ReceiveForm(forms.Form):
    """Who asks."""

    received_on = PickedDay(
        label=_("When did it come?"),
        help_text=_("By whatever way, to whomever at the school: the month counts from that day."),
    )
    asked_by = forms.ChoiceField(label=_("Who asks?"), choices=AccessRequest.AskedBy.choices, widget=forms.RadioSelect)
    asker = forms.CharField(label=_("Their name"), max_length=160)
    identity = forms.CharField(
        label=_("How did you make sure who they are, and that they may ask?"),
        help_text=_("For example: known to the office; passport seen; letter of authority dated 3 May."),
        max_length=400,
    )
    competence = forms.ChoiceField(
        label=_("If it is about a child: does the child understand?"),
        help_text=_("The data are the child's own. No age is fixed: many of 12 understand enough, some before."),
        choices=AccessRequest.Competence.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("How do you know?"),
        help_text=_("Of a child: who spoke with them, what they want, what speaks against giving it to the parent."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def taken(self) -> dict[str, Any]:
        """What the action wants."""
        said = self.cleaned_data
        asked = Asked(said["asked_by"], said["asker"], said["identity"], said["competence"], said["note"])
        return {"received_on": said["received_on"], "asked": asked}


class ExtendForm(forms.Form):
    """More time."""

    months = forms.TypedChoiceField(
        label=_("How much longer?"),
        choices=[(1, _("One month")), (2, _("Two months"))],
        coerce=int,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why is it complex?"),
        help_text=_("Tell whoever asks within the first month, with this reason."),
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
    )


class DecideForm(forms.Form):
    """What is done with one piece."""

    says = forms.ChoiceField(
        label=_("What is done with it?"), choices=PieceDecision.Says.choices, widget=forms.RadioSelect
    )
    proposed = forms.MultipleChoiceField(
        label=_("Words that are proposed to be left out"), required=False, widget=forms.CheckboxSelectMultiple
    )
    cuts = forms.CharField(
        label=_("Other words to be left out"),
        help_text=_("One or several words on a line; they are left out wherever they stand."),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    ground = forms.ChoiceField(label=_("If it is withheld: on which ground?"), required=False)
    reason = forms.CharField(
        label=_("Why is that ground met?"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, words: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["proposed"].choices = [(word, word) for word in words]  # type: ignore[attr-defined]
        if not words:
            del self.fields["proposed"]
        found = [(one.id, one.title) for one in grounds().values()]
        self.fields["ground"].choices = [("", _("None")), *found]  # type: ignore[attr-defined]

    def taken(self) -> Choice:
        """What the action wants."""
        said = self.cleaned_data
        typed = [line.strip() for line in said["cuts"].splitlines() if line.strip()]
        return Choice(said["says"], [*said.get("proposed", []), *typed], said["ground"], said["reason"])


class GiveBackForm(forms.Form):
    """Why the second person does not agree."""

    reason = forms.CharField(label=_("What should be otherwise?"), max_length=400, widget=forms.Textarea({"rows": 3}))


class PackForm(forms.Form):
    """How it goes."""

    recipient = forms.CharField(
        label=_("Public key of whoever asked"),
        help_text=_(
            "It begins with age1. Without it the pack is open: then hand it over in person, and only whoever may read "
            "all of it can make it."
        ),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class SentForm(forms.Form):
    """When it went."""

    on = PickedDay(label=_("When did it go out?"))


class EndForm(forms.Form):
    """Why there is no pack."""

    reason = forms.CharField(
        label=_("Why is there no pack?"),
        help_text=_("Taken back, or refused as manifestly unfounded or excessive. Say when whoever asked was told."),
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
    )
