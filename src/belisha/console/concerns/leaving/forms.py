"""Forms of files that go and come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.forms import PickedDay
from belisha.console.concerns.leaving.actions.handing import NextSchool
from belisha.console.concerns.models import HandOver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.people.models import Person

__all__ = ["BeginForm", "ConfirmForm", "DownloadForm", "EndForm", "SentForm", "TakeInForm", "UploadForm"]


class BeginForm(forms.Form):
    """Where a child's file goes."""

    to_school = forms.CharField(label=_("The next school"), max_length=160)
    lead = forms.CharField(label=_("Its designated safeguarding lead"), max_length=160)
    email = forms.EmailField(label=_("Their e-mail address"), required=False)
    recipient = forms.CharField(
        label=_("Their public key"),
        help_text=_(
            "It begins with age1. A school with this software finds it under “Files of leavers”. Ring the lead on a "
            "number that you know and compare the last letters: whoever has the key to this one can read the file."
        ),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    moves_on = PickedDay(label=_("Last day here"), help_text=_("The file is due five school days later."))
    named = forms.BooleanField(
        label=_("Name the other people in these concerns"),
        help_text=_(
            "Otherwise the file says only what they are in them. Words that were written stay as they are: read them "
            "before you send them."
        ),
        required=False,
    )
    other_routes = forms.BooleanField(
        label=_("With concerns of the head, chair or data protection officer that I may see"),
        help_text=_("Only where the next school needs them to keep this child safe."),
        required=False,
    )

    def taken(self) -> dict[str, Any]:
        """What the action wants."""
        told = dict(self.cleaned_data)
        to = NextSchool(told.pop("to_school"), told.pop("lead"), told.pop("email"), told.pop("recipient"))
        return {"to": to, **told}


class SentForm(forms.Form):
    """How it went."""

    how = forms.ChoiceField(label=_("How was it sent?"), choices=HandOver.How.choices, widget=forms.RadioSelect)
    on = PickedDay(label=_("When?"))


class ConfirmForm(forms.Form):
    """The receipt."""

    who = forms.CharField(
        label=_("Who at the next school said that they have it?"), help_text=_("Name and role"), max_length=160
    )
    on = PickedDay(label=_("When?"))


class DownloadForm(forms.Form):
    """Nothing is asked: the button alone."""


class EndForm(forms.Form):
    """Why no receipt is needed."""

    reason = forms.CharField(
        label=_("Why is no receipt needed?"),
        help_text=_("For example: the child stays here. Say what was agreed with whom; it goes on record."),
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
    )


class UploadForm(forms.Form):
    """The file that came."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("As it came (it ends in .age). At most 100 MB. You see what is in it before anything is kept."),
        max_length=1000,
    )


class TakeInForm(forms.Form):
    """Whose file it is."""

    def __init__(self, *args: Any, people: Sequence[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["child"] = forms.TypedChoiceField(
            label=_("Whose file is it?"),
            help_text=_("Pupils with the same number, birthday or family name."),
            choices=[(person.pk, f"{person} ({person.get_year_display() or '-'})") for person in people],
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose the child on the register whose file it is.")},
        )
