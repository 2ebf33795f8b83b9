"""Forms of remote access."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import DayField
from belisha.console.filtering.models import RemoteGrant
from belisha.console.filtering.remote.queries import pupils_by_name

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = ["ClosedForm", "RefusalForm", "RemoteForm"]


class RefusalForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=_("Why"), max_length=400)


class ClosedForm(forms.Form):
    """It is closed."""

    words = forms.CharField(label=_("How you saw that it is closed"), max_length=400)


class RemoteForm(forms.Form):
    """A request for remote access."""

    whose = forms.ChoiceField(
        label=_("Who comes in"),
        choices=(("outside", _("Somebody of an outside organisation")), ("staff", _("Our own staff, working away"))),
        widget=forms.RadioSelect,
    )
    agency = forms.CharField(label=_("Which organisation, or which staff"), max_length=120)
    person = forms.CharField(label=_("Who there will use it"), max_length=120)
    need = forms.CharField(label=_("Why they need it"), widget=forms.Textarea({"rows": 3}), max_length=400)
    scope = forms.CharField(
        label=_("What they may reach"),
        help_text=_("Systems and data, no more than the need asks for."),
        widget=forms.Textarea({"rows": 3}),
        max_length=400,
    )
    sees = forms.ChoiceField(
        label=_("What they can see of pupils there"),
        choices=(
            ("none", _("Nothing about pupils")),
            ("named", _("Only the children whom I name below")),
            ("more", _("More children than that")),
        ),
        widget=forms.RadioSelect,
    )
    children = forms.CharField(
        label=_("The children, one on each line"),
        help_text=_(
            "Their names as on the register, or their UPN. An outside officer sees only the children concerned."
        ),
        widget=forms.Textarea({"rows": 3}),
        max_length=4000,
        required=False,
    )
    system = forms.CharField(label=_("Through which approved system"), max_length=120)
    second_factor = forms.BooleanField(label=_("They prove who they are with a second factor"), required=False)
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))

    def __init__(self, school: School, *args: Any, **kwargs: Any) -> None:
        """For the pupils of one school."""
        super().__init__(*args, **kwargs)
        self._school = school

    def clean_children(self) -> list[Person]:
        """The pupils who are named; each line must be exactly one of them."""
        lines = [line.strip() for line in self.cleaned_data["children"].splitlines() if line.strip()]
        known = pupils_by_name(self._school) if lines else {}
        unclear = [line for line in lines if len(known.get(line.casefold(), ())) != 1]
        if unclear:
            told = now_in_words(
                "Not exactly one pupil of this school: %(names)s. Write the UPN where two have one name."
            )
            raise ValidationError(told % {"names": ", ".join(unclear)})
        return list({known[line.casefold()][0].pk: known[line.casefold()][0] for line in lines}.values())

    def clean(self) -> dict[str, Any]:
        """Nobody stays named whom the answer does not speak of."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("sees") != RemoteGrant.Sees.NAMED and "children" in said:
            said["children"] = []
        return said
