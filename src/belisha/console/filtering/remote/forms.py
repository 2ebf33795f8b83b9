"""Forms of remote access."""

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import DayField

__all__ = ["ClosedForm", "RefusalForm", "RemoteForm"]


class RefusalForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=_("Why"), max_length=400)


class ClosedForm(forms.Form):
    """It is closed."""

    words = forms.CharField(label=_("How you saw that it is closed"), max_length=400)


class RemoteForm(forms.Form):
    """A request for remote access."""

    agency = forms.CharField(label=_("Which organisation"), max_length=120)
    person = forms.CharField(label=_("Who there will use it"), max_length=120)
    need = forms.CharField(label=_("Why they need it"), widget=forms.Textarea({"rows": 3}), max_length=400)
    scope = forms.CharField(
        label=_("What they may reach"),
        help_text=_("Systems and data, no more than the need asks for."),
        widget=forms.Textarea({"rows": 3}),
        max_length=400,
    )
    system = forms.CharField(label=_("Through which approved system"), max_length=120)
    second_factor = forms.BooleanField(label=_("They prove who they are with a second factor"), required=False)
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
