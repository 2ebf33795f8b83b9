"""The forms of referrals and contacts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.concerns.models import Referral
from belisha.console.concerns.referrals.rules.agencies import agency_of
from belisha.console.design.fields import DayField, Radios

if TYPE_CHECKING:
    from belisha.console.concerns.models import Entry, Subject
    from belisha.console.concerns.referrals.rules.agencies import Agency
    from belisha.console.concerns.referrals.rules.procedures import Procedure

__all__ = [
    "AnswerForm",
    "ChaseForm",
    "ChooseForm",
    "ConfirmForm",
    "ContactForm",
    "EndForm",
    "MadeForm",
    "ReasonForm",
]


def _words(label: Any, **options: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": 4})
    return forms.CharField(**{"label": label, "max_length": 4000, "widget": widget} | options)


class AnswerForm(forms.Form):
    """Answer a question of a procedure."""

    applies = forms.ChoiceField(label="", choices=[("yes", _("Yes")), ("no", _("No"))])
    bodies = forms.MultipleChoiceField(
        label=_("Whom is it passed on to?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = _words(_("Why"), help_text=_("Facts, with who said so. It is sealed as an entry of the concern."))

    def __init__(self, *args: Any, procedure: Procedure, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["applies"].label = procedure.question
        self.fields["applies"].help_text = procedure.help
        self.fields["applies"].widget = Radios({"no": procedure.against})
        self.fields["applies"].widget.choices = self.fields["applies"].choices  # type: ignore[attr-defined]
        if procedure.choose:
            choices = [(name, agency_of(name).title) for name in procedure.choose]
            self.fields["bodies"].plain = True  # type: ignore[attr-defined]  # not optional: it goes with a yes
            self.fields["bodies"].choices = choices  # type: ignore[attr-defined]  # of a field of several choices
            self.fields["bodies"].help_text = _(
                "When the answer is yes: at least one. When somebody is in danger: 999."
            )
        else:
            del self.fields["bodies"]

    def taken(self) -> dict[str, Any]:
        """What the action wants."""
        told = self.cleaned_data
        return {"applies": told["applies"] == "yes", "reason": told["reason"], "bodies": told.get("bodies", ())}


class ChooseForm(forms.Form):
    """What goes onto the sheet."""

    subjects = forms.MultipleChoiceField(
        label=_("Who is named"),
        help_text=_("Only those whom they need to know of."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    entries = forms.MultipleChoiceField(
        label=_("What was written, that goes with it"),
        help_text=_("Only what they need."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    summary = _words(_("In your own words"), required=False, widget=forms.Textarea({"rows": 8}))

    def __init__(
        self, *args: Any, agency: Agency, subjects: list[Subject], entries: list[Entry], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if agency.nameless:
            del self.fields["subjects"], self.fields["entries"]
            self.fields["summary"].label = _("Summary without any name")
            self.fields["summary"].help_text = _(
                "What kind of thing happened, how and where it reached children, what helps. No names, no classes."
            )
            self.fields["summary"].required = True
            return
        people = [(str(each.pk), f"{each} ({each.get_role_display()})") for each in subjects]
        written = [(str(each.pk), _first_words(each)) for each in entries]
        for name, choices in (("subjects", people), ("entries", written)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # of a field of several choices
            if not choices:
                del self.fields[name]

    def taken(self) -> dict[str, Any]:
        """What the action wants."""
        told = self.cleaned_data
        return {
            "subjects": [int(each) for each in told.get("subjects", ())],
            "entries": [int(each) for each in told.get("entries", ())],
            "summary": told["summary"],
        }


def _first_words(entry: Entry) -> str:
    text = " ".join(entry.text.split())
    at = timezone.localtime(entry.at).strftime("%d/%m/%Y")
    return f"{at}, {entry.get_kind_display()}: {text[:80]}{'…' if len(text) > 80 else ''}"


class MadeForm(forms.Form):
    """It was passed on."""

    agency = forms.ChoiceField(label=_("Whom did you tell?"), widget=forms.RadioSelect)
    how = forms.ChoiceField(label=_("How"), choices=Referral.How.choices, widget=forms.RadioSelect)
    day = DayField(label=_("Day"))
    clock = forms.TimeField(
        label=_("Time"),
        help_text=_("For example, 14:05"),
        input_formats=["%H:%M", "%H.%M", "%H%M"],
        widget=forms.TimeInput({"class": "govuk-input--width-5"}, format="%H:%M"),
    )
    spoke_to = forms.CharField(label=_("Whom you spoke to"), max_length=120, required=False)
    reference = forms.CharField(
        label=_("Their reference"),
        help_text=_("The number that they gave. You can add it later: until then it stays red."),
        max_length=80,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    words = _words(_("What was said"), required=False)

    def __init__(self, *args: Any, referral: Referral, **options: Any) -> None:
        now = timezone.localtime()
        options.setdefault("initial", {"day": now.date(), "clock": now.time(), "agency": referral.agency})
        super().__init__(*args, **options)
        bodies = [referral.agency, *(name for name in referral.instead.split(",") if name)]
        if len(bodies) > 1:
            choices = [(name, agency_of(name).title) for name in bodies]
            self.fields["agency"].choices = choices  # type: ignore[attr-defined]  # of a field of choices
        else:
            del self.fields["agency"]

    def taken(self) -> dict[str, Any]:
        """What the action wants."""
        told = self.cleaned_data
        at = datetime.combine(told["day"], told["clock"], timezone.get_default_timezone())
        names = ("how", "spoke_to", "reference", "words")
        return {name: told[name] for name in names} | {"at": at, "agency": told.get("agency", "")}


class ConfirmForm(forms.Form):
    """They have it."""

    reference = forms.CharField(
        label=_("Their reference"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    words = _words(_("What they wrote or said"), required=False)


class ChaseForm(forms.Form):
    """They were asked after it."""

    words = _words(_("Whom you asked, and what they said"))
    again_on = DayField(label=_("Ask again on"), required=False)


class EndForm(forms.Form):
    """They have said what comes of it."""

    outcome = forms.ChoiceField(label=_("What comes of it"), choices=Referral.Outcome.choices, widget=forms.RadioSelect)
    spoke_to = forms.CharField(label=_("Who said so"), max_length=120, required=False)
    words = _words(_("What they said or advised"))


class ReasonForm(forms.Form):
    """Why not."""

    reason = _words(_("Why not"), help_text=_("It is sealed as an entry of the concern."))


class ContactForm(forms.Form):
    """How a body is reached."""

    name = forms.CharField(label=_("Name of the office or officer"), max_length=120)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20", "inputmode": "tel"}),
    )
    out_of_hours = forms.CharField(
        label=_("Telephone at night and at weekends"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20", "inputmode": "tel"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    link = forms.URLField(label=_("Their page or form"), max_length=300, required=False, assume_scheme="https")
    hours = forms.CharField(label=_("When they answer"), max_length=120, required=False)
    notes = forms.CharField(
        label=_("What they want to hear first"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
