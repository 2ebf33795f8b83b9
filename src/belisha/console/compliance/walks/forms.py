"""Forms of walks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.compliance.models import WalkPlace
from belisha.console.compliance.plans.forms import PlanForm
from belisha.console.compliance.walks.actions import Stopping
from belisha.console.compliance.walks.rules import usual_places
from belisha.console.design.fields import DayField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from belisha.console.access.models import User
    from belisha.console.people.models import Room

__all__ = ["DropForm", "MendForm", "PlaceForm", "PointForm", "RepairForm", "SignForm", "StartForm"]


class StartForm(forms.Form):
    """Where one walks to, and when."""

    on = DayField(label=_("When?"), help_text=_("Today; or the day of the walk, if you noted it on paper."))
    places = forms.MultipleChoiceField(
        label=_("Where?"),
        help_text=_("You can add places as you go."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=_("Other places"), help_text=_("One a line."), required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, rooms: Iterable[Room], data: Any = None, **options: Any) -> None:
        """`rooms`: those of the register."""
        super().__init__(data, **options)
        self._rooms = {f"room-{room.pk}": room for room in rooms}
        usual = [(each.id, each.name) for each in usual_places()]
        field = self.fields["places"]
        field.choices = usual + [(key, room.name) for key, room in self._rooms.items()]  # type: ignore[attr-defined]

    @property
    def stops(self) -> list[Stopping]:
        """The places, in the order of the form."""
        chosen = self.cleaned_data["places"]
        found = [Stopping(each.name, each.kind) for each in usual_places() if each.id in chosen]
        found += [Stopping(room.name, room=room) for key, room in self._rooms.items() if key in chosen]
        typed = (line.strip() for line in self.cleaned_data["others"].splitlines())
        return found + [Stopping(line) for line in typed if line]


class PlaceForm(forms.Form):
    """One more place."""

    name = forms.CharField(label=_("Which place?"), max_length=80)
    kind = forms.ChoiceField(
        label=_("What kind of place is it?"),
        choices=WalkPlace.Kind.choices,
        widget=forms.RadioSelect,
        initial=WalkPlace.Kind.ROOM,
    )


class MendForm(forms.Form):
    """What was done at once."""

    mended = forms.CharField(label=_("I have put it right. What did you do?"), max_length=300)


class RepairForm(PlanForm):
    """Who puts it right, and by when."""

    def __init__(self, owners: QuerySet[User], data: Any = None, **options: Any) -> None:
        super().__init__(owners, data)
        self.initial = options.get("initial", {})


class SignForm(forms.Form):
    """What the walker says of it as a whole."""

    words = forms.CharField(
        label=_("What did you see, as a whole?"),
        help_text=_("For governors: no names of children."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class DropForm(forms.Form):
    """Why a walk is given up."""

    reason = forms.CharField(label=_("Why?"), max_length=300)


class PointForm(forms.Form):
    """Something else to look at."""

    text = forms.CharField(
        label=_("What else do you want looked at?"),
        help_text=_("Say it so that yes is good: “The gate is shut.”"),
        max_length=160,
    )
