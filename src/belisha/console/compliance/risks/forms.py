"""Forms of the risk register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import OutsideService, User
from belisha.console.compliance.models import Technology
from belisha.console.compliance.models.risks import Decision
from belisha.console.compliance.risks.actions import Decided, Described, Rated
from belisha.console.compliance.risks.rules import AI, ANSWERS, HARM, LIKELIHOOD, ai_points
from belisha.console.design.fields import DayField

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise, StrPromise

    from belisha.console.access.models import School

__all__ = ["AssessForm", "DataForm", "DecideForm", "EndForm", "RegisterForm", "WishForm"]

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _lines(label: StrPromise, hint: StrOrPromise = "", rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea({"rows": rows}),
        max_length=2000,
        **more,
    )


class WishForm(forms.Form):
    """What somebody wants to use."""

    name = forms.CharField(label=_("What is it called?"), max_length=120)
    kind = forms.ChoiceField(label=_("What is it?"), choices=Technology.Kind.choices, widget=forms.RadioSelect)
    address = forms.URLField(label=_("Its address on the web"), required=False, assume_scheme="https")
    purpose = _lines(
        _("What is it for?"), _("What children learn or what work it saves, and why this rather than another.")
    )
    who = forms.CharField(label=_("Who will use it?"), help_text=_("Such as: teachers; all of Year 5."), max_length=200)
    pupils = forms.ChoiceField(label=_("Do children use it themselves?"), choices=YES_NO, widget=forms.RadioSelect)
    ages = forms.CharField(label=_("Which ages?"), max_length=80, required=False)
    personal = forms.ChoiceField(
        label=_("Does it take anything that tells of a person?"),
        help_text=_("Names, voices, pictures, work with a name, an account."),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    takes = _lines(_("What does it take, and where does that go?"), rows=2, required=False)

    @property
    def what(self) -> Described:
        """What the action takes."""
        told: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name in Described._fields}
        flags = {name: told[name] == "yes" for name in ("pupils", "personal", "in_use") if name in told}
        return Described(**told | flags | {"data": self.cleaned_data["takes"]})


class RegisterForm(WishForm):
    """The same with what those know who keep the register."""

    in_use = forms.ChoiceField(
        label=_("Is it used here already?"),
        help_text=_("Whether or not anybody allowed it."),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    service = forms.ModelChoiceField(
        OutsideService.objects.none(),
        label=_("Is it one of the outside services with accounts?"),
        empty_label=_("No"),
        required=False,
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Who looks after it?"), empty_label=_("Nobody yet"), required=False
    )

    def __init__(self, school: School, owners: QuerySet[User], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        services = OutsideService.objects.filter(school=school, ended_at__isnull=True).order_by("name", "pk")
        self.fields["service"].queryset = services  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # the same
        self.fields["owner"].label_from_instance = lambda user: user.name  # type: ignore[attr-defined]


class AssessForm(forms.Form):
    """The risks, as they are and as they are left."""

    risks = _lines(
        _("What can go wrong, and for whom?"),
        _("Content, contact, conduct, commerce; data; children who need more care."),
    )
    likelihood_before = forms.TypedChoiceField(
        label=_("How likely, if nothing is done?"), choices=LIKELIHOOD, coerce=int
    )
    harm_before = forms.TypedChoiceField(label=_("How much harm?"), choices=HARM, coerce=int)
    measures = _lines(
        _("What is done about it?"), _("Settings, supervision, teaching, who has an account, what is left out.")
    )
    likelihood_after = forms.TypedChoiceField(label=_("How likely, with that?"), choices=LIKELIHOOD, coerce=int)
    harm_after = forms.TypedChoiceField(label=_("How much harm, with that?"), choices=HARM, coerce=int)

    def __init__(self, kind: str, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self._points = [each.id for each in ai_points().points] if kind == AI else []
        for point in ai_points().points if self._points else ():
            field = forms.ChoiceField(
                label=f"{point.subject}: {point.text}", choices=ANSWERS, widget=forms.RadioSelect, required=False
            )
            field.inline = field.plain = True  # type: ignore[attr-defined]  # read by design/field.html
            self.fields[f"point-{point.id}"] = field

    @property
    def rated(self) -> Rated:
        """What the action takes."""
        told = self.cleaned_data
        return Rated(
            told["risks"],
            (told["likelihood_before"], told["harm_before"]),
            told["measures"],
            (told["likelihood_after"], told["harm_after"]),
            {name: told.get(f"point-{name}", "") for name in self._points},
        )


class DataForm(forms.Form):
    """The data protection officer's word."""

    words = forms.CharField(
        label=_("What does it take of people, and may it?"),
        help_text=_(
            "The ground in law, where the data lie, for how long, and whether an impact assessment (DPIA) was made."
        ),
        widget=forms.Textarea({"rows": 4}),
        max_length=400,
    )


class DecideForm(forms.Form):
    """What leaders decide."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            (Decision.ALLOWED.value, _("It may be used")),
            (Decision.TRIAL.value, _("It may be tried for a time")),
            (Decision.REFUSED.value, _("It is not used here")),
        ],
        widget=forms.RadioSelect,
    )
    allowed_for = forms.CharField(
        label=_("For whom?"),
        help_text=_("Such as: teachers alone; Years 5 and 6 in lessons."),
        max_length=200,
        required=False,
    )
    until = DayField(label=_("Until when does that count?"), help_text=_("On that day somebody looks at it anew."))
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea({"rows": 3}), max_length=400)
    filter_changes = forms.BooleanField(
        label=_(
            "The filter has other things to do because of it: the review of filtering and monitoring is wanted now"
        ),
        required=False,
    )

    @property
    def decided(self) -> Decided:
        """What the action takes."""
        return Decided(**self.cleaned_data)


class EndForm(forms.Form):
    """Why it goes."""

    reason = forms.CharField(label=_("Why?"), max_length=300)
