"""Forms about classes and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import DayField, LongSelect
from belisha.console.people.models import Group, Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.people.rules.rollover import ClassRow

__all__ = ["ClosingForm", "GroupForm", "MemberForm", "MoveForm", "RollOverForm", "TeachersForm"]

LEAVE = "leave"


class GroupForm(forms.Form):
    """Name and year of a class or group; a new one also has its kind."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Group.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput({"class": "govuk-input--width-20"}))
    year = forms.ChoiceField(
        label=_("Year"),
        help_text=_("Of a class. Leave it open for a class of several years, and for groups."),
        choices=[("", _("Several years, or none")), *Person.Year.choices],
        required=False,
    )

    def __init__(self, data: Any = None, *, group: Group | None = None) -> None:
        initial = {"name": group.name, "year": group.year} if group else {"kind": Group.Kind.CLASS}
        super().__init__(data, initial=initial)
        if group:
            del self.fields["kind"]
            if group.kind != Group.Kind.CLASS:
                del self.fields["year"]


class ClosingForm(forms.Form):
    """The day from which a class or group is no more."""

    on = DayField(label=_("Closed from"), initial=timezone.localdate)


class MemberForm(forms.Form):
    """Somebody to put into a group: found by name first."""

    person = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    on = DayField(label=_("From"), initial=timezone.localdate)

    def __init__(self, data: Any = None, *, people: Sequence[Person]) -> None:
        super().__init__(data)
        self.fields["person"].choices = [(str(one.pk), one.name) for one in people]  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """The class that a pupil moves to, and from which day."""

    group = forms.ChoiceField(label=_("Class"))
    on = DayField(label=_("From"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, classes: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["group"].choices = [("", _("Choose")), *classes, ("0", _("No class"))]  # type: ignore[attr-defined]


class TeachersForm(forms.Form):
    """Who teaches a class from a day on."""

    teachers = forms.MultipleChoiceField(
        label=_("Teachers"), widget=forms.CheckboxSelectMultiple, required=False, help_text=_("Tick all who teach it.")
    )
    on = DayField(label=_("From"), initial=timezone.localdate)

    def __init__(self, data: Any = None, *, staff: Sequence[tuple[str, str]], now: Sequence[int] = ()) -> None:
        super().__init__(data, initial={"teachers": [str(pk) for pk in now]})
        # those who teach it now come first: they are what one looks for
        ordered = sorted(staff, key=lambda one: int(one[0]) not in now)
        self.fields["teachers"].choices = ordered  # type: ignore[attr-defined]


class RollOverForm(forms.Form):
    """The first day of the new year, and for each class where its pupils go."""

    on = DayField(label=_("First day of the new year"))

    def __init__(self, data: Any = None, *, classes: Sequence[ClassRow], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        choices = [(str(row.pk), row.name) for row in classes]
        for row in classes:
            self.fields[f"class-{row.pk}"] = forms.ChoiceField(
                label=_("Pupils of %(name)s go to") % {"name": row.name},
                choices=[*choices, (LEAVE, _("They leave the school"))],
                widget=LongSelect,
            )

    @property
    def steps(self) -> dict[int, int | None]:
        """Class id -> id of the class to go to; None: they leave."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name.startswith("class-")}
        return {
            int(name.removeprefix("class-")): None if value == LEAVE else int(value) for name, value in chosen.items()
        }
