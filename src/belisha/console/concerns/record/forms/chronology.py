"""What of a chronology is shown."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.forms import PickedDay
from belisha.console.concerns.models import Entry

__all__ = ["ChronologyForm", "NameForm"]


class ChronologyForm(forms.Form):
    """Days and kind; nothing chosen, everything is shown."""

    first = PickedDay(label=_("From"), required=False)
    last = PickedDay(label=_("Until"), required=False)
    kind = forms.ChoiceField(label=_("Only"), choices=[("", _("Everything")), *Entry.Kind.choices], required=False)
    concern = forms.CharField(label=_("Of one concern"), required=False, max_length=9)


class NameForm(forms.Form):
    """Whose chronology."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=_("Of a child or adult in a concern that you may see"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
