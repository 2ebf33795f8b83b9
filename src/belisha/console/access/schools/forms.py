"""Forms of schools."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from belisha.console.access.roles import ROLES
from belisha.console.access.schools.actions import FOUNDERS, Details
from belisha.console.access.schools.first import is_setup_code
from belisha.console.access.schools.rules import code_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.models import School

__all__ = ["CompareForm", "FederationForm", "FirstSchoolForm", "NewSchoolForm", "SchoolForm"]


class SchoolForm(forms.Form):
    """What a school's page shows of it."""

    name = forms.CharField(label=_("Name of the school"), max_length=120)
    dfe_number = forms.CharField(
        label=_("DfE number"),
        max_length=12,
        required=False,
        help_text=_("Three digits of the local authority, four of the school, for example 886/2345."),
    )
    address = forms.CharField(
        label=_("Address"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail address of the office"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    @property
    def details(self) -> Details:
        """What was entered. Only of a valid form."""
        return Details(**{name: self.cleaned_data[name] for name in Details._fields})


class FirstSchoolForm(forms.Form):
    """The first school of an empty console, and who looks after it."""

    setup_code = forms.CharField(
        label=_("Setup code"),
        max_length=40,
        help_text=_("The machine shows it: run “.venv/bin/belisha console found” there, in the folder of the program."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Name of the school"), max_length=120)
    federation = forms.CharField(
        label=_("Name of its federation or trust, if it is in one"), max_length=120, required=False
    )
    admin_name = forms.CharField(label=_("Your name"), max_length=120)
    username = forms.CharField(
        label=_("Your user name"),
        max_length=64,
        help_text=_("Small letters, digits, dots and hyphens, for example a.hill."),
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label=_("Your post"),
        choices=[(role.value, ROLES[role].title) for role in FOUNDERS],
        widget=forms.RadioSelect,
        help_text=_("A network manager can enter the head afterwards."),
    )

    def clean_setup_code(self) -> str:
        """Raises ValidationError for any other code."""
        typed: str = self.cleaned_data["setup_code"]
        if not is_setup_code(typed):
            raise ValidationError(_("This is not the setup code of this machine."))
        return typed

    def clean_name(self) -> str:
        """Raises ValidationError for a name of which no address can be made."""
        name: str = self.cleaned_data["name"]
        if not code_from(name):
            raise ValidationError(_("Write the name with letters or digits."))
        return name

    def clean_username(self) -> str:
        """Raises ValidationError for what nobody could type at the next sign-in."""
        username: str = self.cleaned_data["username"].strip().lower()
        if not re.fullmatch(r"[a-z0-9]+([._-][a-z0-9]+)*", username):
            raise ValidationError(_("Use small letters, digits, dots and hyphens, for example a.hill."))
        return username


class NewSchoolForm(SchoolForm):
    """A school to be added."""

    code = forms.CharField(
        label=_("Short name for addresses"),
        max_length=40,
        help_text=_("Small letters, digits and hyphens, for example st-brigids. It cannot be changed later."),
    )
    like = forms.ChoiceField(
        label=_("Begin with the settings and school year of"),
        required=False,
        help_text=_("Everything can be changed at the new school afterwards. People and posts are not copied."),
    )
    field_order = ("name", "code", "like")

    def __init__(self, *args: Any, examples: Sequence[School] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self._examples = {school.code: school for school in examples}
        like = self.fields["like"]
        if isinstance(like, forms.ChoiceField):
            like.choices = [
                ("", _("The federation alone")),
                *((code, each.name) for code, each in self._examples.items()),
            ]
            # schools of one federation are alike: closer to what is right than nothing
            like.initial = next(iter(self._examples), "")

    @property
    def like_school(self) -> School | None:
        """The school whose settings and calendar are taken over. Only of a valid form."""
        return self._examples.get(self.cleaned_data["like"])


class FederationForm(forms.Form):
    """The federation's own details."""

    name = forms.CharField(label=_("Name of the federation"), max_length=120)


class CompareForm(forms.Form):
    """Which two schools to set side by side."""

    left = forms.ChoiceField(label=_("One school"))
    right = forms.ChoiceField(label=_("Another school"))

    def __init__(self, *args: Any, schools: Sequence[School], **options: Any) -> None:
        super().__init__(*args, **options)
        for place, name in enumerate(("left", "right")):
            choices = [(school.code, school.name) for school in schools]
            first = schools[place].code if place < len(schools) else None
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=choices, initial=first)
