"""Who has which profile, as forms: of a group or place, and of one named person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from belisha.console.design.fields import DayField, LongSelect
from belisha.console.filtering.policy.forms.choices import profile_choices
from belisha.console.filtering.policy.rules.reviews import MOST_REVIEW_DAYS, REVIEW_AFTER
from belisha.engine.policy.edits import HolderKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Holder

__all__ = ["EndPersonForm", "HoldForm", "PersonForm"]


class HoldForm(forms.Form):
    """Which profile a holder has, or that it has none of its own."""

    profile = forms.ChoiceField(label=__("Profile"), required=False, widget=LongSelect)

    def __init__(self, data: Any = None, *, policy: Policy, holder: Holder, held: str | None) -> None:
        super().__init__(data, initial={"profile": held or ""})
        always = holder.kind in {HolderKind.FEDERATION, HolderKind.UNKNOWN} and not holder.school
        none = [] if always else [("", _("None of its own: what it inherits"))]
        self.fields["profile"].choices = [*none, *profile_choices(policy.profiles)]  # type: ignore[attr-defined]  # of ChoiceField
        self.fields["profile"].required = always


class PersonForm(forms.Form):
    """A profile for one named person: why, and until when that counts without being looked at again."""

    person = forms.ChoiceField(label=__("Who"), widget=LongSelect)
    profile = forms.ChoiceField(label=__("Profile"), widget=LongSelect)
    reason = forms.CharField(
        label=__("Why this person needs another profile than their group"),
        help_text=__("Of a child: what they need and understand. It is read by those who assess the change."),
        widget=forms.Textarea({"rows": 3}),
        max_length=400,
    )
    review_on = DayField(
        label=__("Look at it again by"), help_text=__("At the latest in a year. A term is usual for a child.")
    )

    def __init__(
        self,
        data: Any = None,
        *,
        policy: Policy,
        people: Sequence[tuple[str, object]],
        initial: dict[str, Any] | None = None,
    ) -> None:
        usual = {"review_on": timezone.localdate() + REVIEW_AFTER}
        super().__init__(data, initial=usual | (initial or {}))
        self.fields["person"].choices = [("", _("Choose somebody")), *people]  # type: ignore[attr-defined]  # of ChoiceField
        self.fields["profile"].choices = profile_choices(policy.profiles)  # type: ignore[attr-defined]  # of ChoiceField

    def clean_review_on(self) -> date:
        """Between tomorrow and a year from now."""
        day: date = self.cleaned_data["review_on"]
        days = (day - timezone.localdate()).days
        if not 0 < days <= MOST_REVIEW_DAYS:
            raise ValidationError(_("Choose a day between tomorrow and a year from now."))
        return day


class EndPersonForm(forms.Form):
    """Somebody goes back to the profile of their group."""

    reason = forms.CharField(label=__("Why"), widget=forms.Textarea({"rows": 2}), max_length=400)
