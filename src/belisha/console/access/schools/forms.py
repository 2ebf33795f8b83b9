"""Forms of schools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.schools.actions import Details

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.models import School

__all__ = ["CompareForm", "FederationForm", "NewSchoolForm", "SchoolForm"]


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
