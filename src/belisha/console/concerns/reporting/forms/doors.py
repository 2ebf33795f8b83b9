"""The open forms: for parents, visitors and whistleblowing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from belisha.console.concerns.reporting.forms.report import yes_no

if TYPE_CHECKING:
    from belisha.console.concerns.reporting.rules.doors import Door

__all__ = ["DoorForm"]


class DoorForm(forms.Form):
    """What somebody without an account tells the school. Names are words here: nobody is looked up."""

    danger = yes_no(_("Is somebody in danger now?"))
    about = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is nearest.")},
    )
    words = forms.CharField(
        label=_("What happened?"),
        help_text=_("What you saw and heard. The words of a child in “quotation marks”."),
        widget=forms.Textarea({"rows": 7, "autocomplete": "off"}),
        validators=[MaxLengthValidator(10_000)],
        error_messages={"required": _("Write down what happened. A sentence is enough.")},
    )
    names = forms.CharField(
        label=_("Who is it about?"),
        help_text=_("Names as you know them, with commas between them."),
        max_length=400,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    happened = forms.CharField(label=_("When and where?"), max_length=120, required=False)
    name = forms.CharField(
        label=_("Your name"), max_length=160, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    contact = forms.CharField(
        label=_("Telephone or e-mail"),
        help_text=_("Without it the school cannot ask you anything, and cannot answer."),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "email"}),
    )
    website = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"})
    )
    began = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, door: Door, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["about"].choices = [(key, each.words) for key, each in door.about.items()]  # type: ignore[attr-defined]
        if door.anonymous:
            del self.fields["name"], self.fields["contact"]

    def clean_website(self) -> str:
        """A field that people do not see: who fills it in is a machine, or is told to empty it."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Empty this field, and send it again."))
        return ""
