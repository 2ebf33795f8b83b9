"""Networks and locked categories as forms, and what is compared with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from belisha.console.design.fields import DayField, LongSelect
from belisha.console.filtering.policy.forms.choices import category_ids, profile_choices
from belisha.console.filtering.policy.rules.words import title_of
from belisha.engine.lists.catalogue import categories
from belisha.engine.policy.model import Network
from belisha.engine.policy.reading.texts import read_range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.engine.policy import Policy

__all__ = ["CompareDatesForm", "CompareProfilesForm", "CompareSchoolsForm", "LocksForm", "NetworkForm"]

SIGN_IN: Final = [
    ("required", __("People sign in")),
    ("none", __("Nobody signs in: what is said below, or the strictest profile")),
]


class NetworkForm(forms.Form):
    """A range of addresses at the school, and whose it is."""

    name = forms.CharField(label=__("Name"), max_length=80, help_text=__("For example, the guests' network."))
    range = forms.CharField(
        label=__("Range of addresses"),
        max_length=64,
        help_text=__("For example, 10.20.0.0/16. Of ranges that lie in each other the smaller one counts."),
        widget=forms.TextInput({"class": "govuk-input--width-20", "spellcheck": "false"}),
    )
    sign_in = forms.ChoiceField(label=__("Signing in"), choices=SIGN_IN, widget=forms.RadioSelect, initial="required")
    site = forms.ChoiceField(label=__("Where it is"), required=False)
    group = forms.ChoiceField(
        label=__("Counts as a class or group"),
        required=False,
        help_text=__("Whoever does not sign in counts as one of them."),
    )
    room = forms.ChoiceField(label=__("Or as a room"), required=False)

    def __init__(self, data: Any = None, *, policy: Policy, school: str, network: str = "") -> None:
        here = policy.schools[school]
        own = here.networks.get(network)
        initial = {} if own is None else {name: getattr(own, name) or "" for name in own.__struct_fields__}
        super().__init__(data, initial=initial)
        groups = {**here.key_stages, **here.years, **here.classes, **here.groups}
        for field, known in (
            ("site", here.sites.items()),
            ("group", ((key, piece.name) for key, piece in groups.items())),
            ("room", ((key, piece.name) for key, piece in here.rooms.items())),
        ):
            self.fields[field].choices = [("", _("None")), *known]  # type: ignore[attr-defined]  # of ChoiceField
        self._taken = {
            one.range: place.name
            for code, place in policy.schools.items()
            for key, one in place.networks.items()
            if (code, key) != (school, network)
        }

    def clean_range(self) -> str:
        """A range from its first address on, which no other network has."""
        try:
            found = read_range(str(self.cleaned_data["range"]).strip())
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if found in self._taken:
            raise ValidationError(_("Another network of %(school)s has this range.") % {"school": self._taken[found]})
        return found

    def clean(self) -> dict[str, Any]:
        """A room or a group, not both."""
        super().clean()
        if self.cleaned_data.get("group") and self.cleaned_data.get("room"):
            self.add_error("room", _("Choose a class or group, or a room, not both."))
        return self.cleaned_data

    def network(self) -> Network:
        """The network that was described."""
        given = self.cleaned_data
        return Network(
            name=given["name"].strip(),
            range=given["range"],
            sign_in="none" if given["sign_in"] == "none" else "required",
            site=given["site"] or None,
            group=given["group"] or None,
            room=given["room"] or None,
        )


class LocksForm(forms.Form):
    """Categories that nobody can open: no rule, no profile, no lesson."""

    categories = forms.MultipleChoiceField(
        label=__("Locked categories"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=__(
            "No rule, profile or lesson opens what is locked. The lists of illegal content are locked always."
        ),
    )

    def __init__(self, data: Any = None, *, locked: Sequence[str], above: Sequence[str] = ()) -> None:
        super().__init__(data, initial={"categories": list(locked)})
        bad = [
            name
            for name in category_ids(locked)
            if name in locked or (name in categories() and categories()[name].kind != "useful")
        ]
        self.fields["categories"].choices = [  # type: ignore[attr-defined]  # of MultipleChoiceField
            (
                name,
                _("%(title)s (locked by the federation)") % {"title": title_of(name)}
                if name in above
                else title_of(name),
            )
            for name in bad
        ]


class CompareProfilesForm(forms.Form):
    """Two profiles."""

    left = forms.ChoiceField(label=__("Profile"), widget=LongSelect)
    right = forms.ChoiceField(label=__("With profile"), widget=LongSelect)

    def __init__(self, data: Any = None, *, policy: Policy) -> None:
        super().__init__(data, prefix=None)
        for name in ("left", "right"):
            self.fields[name].choices = profile_choices(policy.profiles)  # type: ignore[attr-defined]  # of ChoiceField


class CompareSchoolsForm(forms.Form):
    """Another school of the federation."""

    other = forms.ChoiceField(label=__("With school"))

    def __init__(self, data: Any = None, *, schools: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["other"].choices = schools  # type: ignore[attr-defined]  # of ChoiceField


class CompareDatesForm(forms.Form):
    """Two days; the policy as it stood at the end of each."""

    earlier = DayField(label=__("End of this day"))
    later = DayField(label=__("With the end of this day"), required=False, help_text=__("Left out: now."))
