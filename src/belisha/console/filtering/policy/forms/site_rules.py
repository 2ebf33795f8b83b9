"""Site rules as forms: one address, many, a new end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from belisha.console.design.fields import DayField, LongSelect
from belisha.console.filtering.policy.forms.choices import (
    Choices,
    holder_choices,
    holder_from,
    holder_value,
)
from belisha.console.filtering.policy.rules.ends import MOST_DAYS, instant_of
from belisha.console.filtering.policy.rules.ids import new_rule_id
from belisha.console.filtering.policy.rules.pasting import read_site_for, too_many
from belisha.engine.policy.edits import AddRule, Holder, HolderKind
from belisha.engine.policy.model import SiteRule
from belisha.engine.policy.site_rules import split_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from belisha.engine.policy import Policy

__all__ = ["EndForm", "EndingForm", "PasteForm", "RenewForm", "RuleForm"]

# of both forms: what, for how long, for whom, why
ORDER: Final = (
    *("address", "lines", "verdict", "until_day", "until_time"),
    *("holder", "person", "locked", "reason", "owner"),
)
VERDICTS: Final = [("block", __("Block it")), ("allow", __("Open it until a day"))]


class EndingForm(forms.Form):
    """When a rule ends, and who answers for it."""

    until_day = DayField(label=__("Until the end of"), required=False)
    until_time = forms.TimeField(
        label=__("Or until this time of that day"),
        help_text=__("For example, 15:30. Leave it empty for the whole day."),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5", "inputmode": "text"}),
        error_messages={"invalid": __("Write a time such as 15:30.")},
    )
    owner = forms.ChoiceField(label=__("Who answers for it"), widget=LongSelect)

    zone: ZoneInfo

    def _set_up(self, owners: Sequence[tuple[str, object]], policy: Policy) -> None:
        self.zone = ZoneInfo(policy.federation.time_zone)
        self._owners = dict(owners)
        self.fields["owner"].choices = [("", _("Choose somebody")), *owners]  # type: ignore[attr-defined]  # of ChoiceField

    def clean_until_day(self) -> date | None:
        """Today or later, within a year."""
        day: date | None = self.cleaned_data["until_day"]
        if day is not None:
            days = (day - timezone.localdate()).days
            if days < 0:
                raise ValidationError(_("This day is over."))
            if days > MOST_DAYS:
                raise ValidationError(_("Choose a day within a year: whoever needs it longer asks again."))
        return day

    def _clean_end(self, verdict: str) -> None:
        day, clock = self.cleaned_data.get("until_day"), self.cleaned_data.get("until_time")
        if verdict == "allow" and day is None and "until_day" not in self.errors:
            self.add_error("until_day", _("What opens a site needs an end."))
        if clock is not None and day is None and "until_day" not in self.errors:
            self.add_error("until_day", _("Say of which day this time is."))
        self.cleaned_data["until"] = instant_of(day, clock, self.zone) if day else None
        if self.cleaned_data["until"] and self.cleaned_data["until"] <= timezone.now():
            self.add_error("until_time", _("This moment is over."))

    def edit(self, holder: Holder, address: str, verdict: str, reason: str, *, locked: bool = False) -> AddRule:
        """The edit that adds a rule with the end and the owner that were chosen."""
        owner = self.cleaned_data["owner"]
        rule = SiteRule(
            id=new_rule_id(split_address(address)[0]),
            address=address,
            verdict="allow" if verdict == "allow" else "block",
            reason=reason.strip(),
            owner=str(self._owners[owner]),
            until=self.cleaned_data["until"],
            locked=locked,
        )
        return AddRule(holder=holder, rule=rule, account=owner)


class _ForSomebodyForm(EndingForm):
    """What new rules have in common: what they do, and for whom."""

    verdict = forms.ChoiceField(label=__("What it does"), choices=VERDICTS, widget=forms.RadioSelect, initial="block")
    holder = forms.ChoiceField(label=__("For whom"), widget=LongSelect)
    person = forms.ChoiceField(
        label=__("Or for one person"), required=False, widget=LongSelect, help_text=__("Then it holds for nobody else.")
    )
    locked = forms.BooleanField(
        label=__("Lock it: no school can decide otherwise"),
        required=False,
        help_text=__("The federation's rules only."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        policy: Policy,
        school: str,
        owners: Sequence[tuple[str, object]],
        people: Choices,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self._school = school
        self._set_up(owners, policy)
        if school:
            self.fields["holder"].choices = holder_choices(policy, school)  # type: ignore[attr-defined]  # of ChoiceField
            self.fields["person"].choices = [("", _("Nobody in particular")), *people]  # type: ignore[attr-defined]  # of ChoiceField
            del self.fields["locked"]
        else:
            everybody = holder_value(Holder(kind=HolderKind.FEDERATION))
            self.fields["holder"].choices = [(everybody, _("Everybody at every school"))]  # type: ignore[attr-defined]  # of ChoiceField
            del self.fields["person"]
        self.order_fields(ORDER)

    def clean(self) -> dict[str, Any]:
        """What opens needs an end."""
        super().clean()
        self._clean_end(self.cleaned_data.get("verdict", ""))
        return self.cleaned_data

    @property
    def chosen_holder(self) -> Holder:
        """Whom the rules are for."""
        if person := self.cleaned_data.get("person"):
            return Holder(kind=HolderKind.PERSON, school=self._school, id=person)
        return holder_from(self.cleaned_data["holder"])


class RuleForm(_ForSomebodyForm):
    """One address to open or block."""

    address = forms.CharField(
        label=__("Address"),
        help_text=__("A site such as example.org, or a part of one such as example.org/maps. All below it is meant."),
        max_length=2000,
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}),
    )
    reason = forms.CharField(label=__("Why"), widget=forms.Textarea({"rows": 3}), max_length=400)

    def clean_address(self) -> str:
        """The canonical address, or the sentence that says why it is none."""
        try:
            return read_site_for(self.cleaned_data["address"], str(self.data.get("verdict", "")))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def edits(self) -> list[AddRule]:
        """The edit that adds it."""
        given = self.cleaned_data
        locked = bool(given.get("locked"))
        return [self.edit(self.chosen_holder, given["address"], given["verdict"], given["reason"], locked=locked)]


class PasteForm(_ForSomebodyForm):
    """Many addresses to open or block, for the same people until the same end."""

    lines = forms.CharField(
        label=__("Addresses, one a line"),
        help_text=__("After a comma you can say why: example.org, for the maps topic"),
        widget=forms.Textarea({"rows": 12, "spellcheck": "false", "autocapitalize": "none"}),
        max_length=200_000,
    )
    reason = forms.CharField(
        label=__("Why, for those without a reason of their own"),
        widget=forms.Textarea({"rows": 2}),
        max_length=400,
        required=False,
    )

    def clean_lines(self) -> str:
        """Not more than can be read through."""
        text = str(self.cleaned_data["lines"])
        if told := too_many(text):
            raise ValidationError(told)
        return text


class RenewForm(EndingForm):
    """A rule goes on: a new end, perhaps another owner and reason."""

    reason = forms.CharField(label=__("Why"), widget=forms.Textarea({"rows": 3}), max_length=400)

    def __init__(
        self,
        data: Any = None,
        *,
        verdict: str,
        policy: Policy,
        owners: Sequence[tuple[str, object]],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self._verdict = verdict
        self._set_up(owners, policy)

    def clean(self) -> dict[str, Any]:
        """What opens needs an end."""
        super().clean()
        self._clean_end(self._verdict)
        return self.cleaned_data


class EndForm(forms.Form):
    """Whether to end a rule: nothing is asked."""
