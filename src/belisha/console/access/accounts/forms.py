"""Forms of accounts: they check what was typed; the actions check what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.accounts.actions.services import ServiceFacts
from belisha.console.access.models import User
from belisha.console.design.fields import DayField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from belisha.console.access.models import OutsideService

__all__ = [
    "CloseForm",
    "GenericForm",
    "GiveForm",
    "ReasonForm",
    "RenameForm",
    "ReopenForm",
    "ReviewForm",
    "ServiceForm",
]

WIDE = {"class": "govuk-input--width-20"}
NO_HELP = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class ReasonForm(forms.Form):
    """Why something is done; a sentence for the record."""

    reason = forms.CharField(label=_("Why?"), max_length=200, help_text=_("It goes into the record."))


class CloseForm(forms.Form):
    """Why an account is closed, and whether its owner is gone for good."""

    reason = forms.CharField(label=_("Why is it closed?"), max_length=200, help_text=_("It goes into the record."))
    left = forms.BooleanField(label=_("They have left: list what must be closed with outside services"), required=False)


class RenameForm(forms.Form):
    """Another user name, and why."""

    username = forms.CharField(
        label=_("New user name"),
        max_length=20,
        widget=forms.TextInput({**WIDE, **NO_HELP}),
        help_text=_("Small letters and figures, with single dots, hyphens or underscores between them."),
    )
    reason = forms.CharField(label=_("Why?"), max_length=200, required=False)

    def clean_username(self) -> str:
        """As it is kept."""
        return str(self.cleaned_data["username"]).strip().lower()


class ReopenForm(forms.Form):
    """The user name with which an account is opened again."""

    username = forms.CharField(
        label=_("User name"),
        max_length=20,
        widget=forms.TextInput({**WIDE, **NO_HELP}),
        help_text=_("The one that they had, unless somebody else has it by now."),
    )

    def clean_username(self) -> str:
        """As it is kept."""
        return str(self.cleaned_data["username"]).strip().lower()


class GenericForm(forms.Form):
    """An account that is nobody's own."""

    name = forms.CharField(label=_("What it is called"), max_length=80, help_text=_("Say what it is for: Supply 1."))
    username = forms.CharField(label=_("User name"), max_length=20, widget=forms.TextInput({**WIDE, **NO_HELP}))
    reason = forms.CharField(label=_("Why is nobody's own account good enough?"), max_length=200)
    ends = DayField(label=_("Last day"), help_text=_("It closes by itself that night. At most a year from now."))
    answers = forms.ModelChoiceField(label=_("Who answers for it?"), queryset=User.objects.none())

    def __init__(self, *given: Any, staff: QuerySet[User], **options: Any) -> None:
        """`staff`: those who can answer for it."""
        super().__init__(*given, **options)
        self.fields["answers"].queryset = staff  # type: ignore[attr-defined]  # of a ModelChoiceField

    def clean_username(self) -> str:
        """As it is kept."""
        return str(self.cleaned_data["username"]).strip().lower()


class ServiceForm(forms.Form):
    """An outside service."""

    name = forms.CharField(label=_("Name of the service"), max_length=80)
    address = forms.URLField(
        label=_("Where accounts are closed"), required=False, assume_scheme="https", help_text=_("A web address.")
    )
    closer = forms.CharField(
        label=_("Who closes accounts there?"), max_length=120, help_text=_("For example: the office, or the supplier.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Who has an account there as a matter of course?"),
        choices=User.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("When one of them leaves, it is listed to be closed. Others are noted one by one."),
    )
    staff_platform = forms.BooleanField(
        label=_("Learning platform: its members are the staff now on the roll, worked out each night"), required=False
    )

    @staticmethod
    def initial_of(service: OutsideService) -> dict[str, object]:
        """What the form shows of a service that there is."""
        return {field: getattr(service, field) for field in ServiceFacts._fields}

    def facts(self) -> ServiceFacts:
        """What was typed."""
        return ServiceFacts(**self.cleaned_data)


class GiveForm(forms.Form):
    """Which outside service somebody has an account with."""

    service = forms.ChoiceField(label=_("Service"))

    def __init__(self, *given: Any, services: Iterable[OutsideService], **options: Any) -> None:
        """`services`: those of the school."""
        super().__init__(*given, **options)
        self.fields["service"].choices = [(str(service.pk), service.name) for service in services]  # type: ignore[attr-defined]  # of a ChoiceField


class ReviewForm(forms.Form):
    """What a leader signs."""

    right = forms.BooleanField(
        label=_("I have read who can reach what, and it is right, or what is not right is being put right")
    )
    note = forms.CharField(
        label=_("What was found and who sees to it"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )
