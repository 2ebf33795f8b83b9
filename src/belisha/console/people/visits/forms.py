"""The form of the visitors' desk."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.people.models import Person, Visit
from belisha.console.people.visits.actions import Arrival

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = ["GOES_AT", "LATEST", "ArrivalForm"]

GOES_AT: Final = time(15, 30)
LATEST: Final = time(23, 59)


class ArrivalForm(forms.Form):
    """Who has come, to whom, until when."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Given name and family name."))
    organisation = forms.CharField(
        label=_("Where they come from"), max_length=120, required=False, help_text=_("Their firm, service or school.")
    )
    purpose = forms.CharField(label=_("Why they are here"), max_length=120, required=False)
    host = forms.ModelChoiceField(Person.objects.none(), label=_("Whose guest they are"), empty_label=_("Choose"))
    identity = forms.ChoiceField(
        label=_("What you have seen of who they are"), choices=Visit.Identity.choices, widget=forms.RadioSelect
    )
    alone = forms.BooleanField(
        label=_("They may be alone with children"),
        required=False,
        help_text=_(
            "Only if their employer has confirmed an enhanced DBS check to the school. Everybody else is accompanied"
            " all the time; their badge says so."
        ),
    )
    until = forms.TimeField(label=_("Until when today"), initial=GOES_AT, widget=forms.TimeInput(format="%H:%M"))
    code = forms.BooleanField(
        label=_("Give them a guest code for the internet"),
        required=False,
        help_text=_("A user name and a password that die when they sign out, or at the end of the day."),
    )

    def __init__(self, *args: Any, hosts: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        host = self.fields["host"]
        if isinstance(host, forms.ModelChoiceField):
            host.queryset = hosts
        self.fields["until"].widget.input_type = "time"
        self.fields["until"].widget.attrs["class"] = "govuk-input--width-10"

    @property
    def arrival(self) -> Arrival:
        """What was entered. Only of a valid form."""
        return Arrival(**{name: self.cleaned_data[name] for name in Arrival._fields})
