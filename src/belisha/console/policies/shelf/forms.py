"""Forms of the shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.access.roles import ROLES, Role
from belisha.console.design.fields import DayField
from belisha.console.duties.catalogue import catalogue
from belisha.console.policies.shelf.actions import Upload

if TYPE_CHECKING:
    from belisha.console.policies.models import Sentence

__all__ = ["BringForm", "CorrectForm", "EditionForm", "KeepForm"]

NOBODYS = {Role.PUPIL, Role.PARENT, Role.VISITOR}


def _upload(form: forms.Form) -> Upload | None:
    file = form.cleaned_data.get("file")
    return Upload(str(file.name), file.read()) if file else None


class EditionForm(forms.Form):
    """An edition of a sister policy."""

    whose = forms.ChoiceField(label=_("Whose policy is it?"), widget=forms.RadioSelect)
    adopted = DayField(label=_("Adopted on"))
    file = forms.FileField(
        label=_("The document"),
        help_text=_("PDF, Word (.docx) or text, up to 10 megabytes. It is looked at for viruses."),
        required=False,
    )
    words = forms.CharField(
        label=_("Or its text, written here"),
        help_text=_("An empty line begins a paragraph."),
        widget=forms.Textarea({"rows": 10}),
        max_length=60000,
        required=False,
    )

    def __init__(self, choices: list[tuple[str, str]], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"whose": choices[-1][0], "adopted": timezone.localdate()})
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def upload(self) -> Upload | None:
        """The file, as the action takes it."""
        return _upload(self)


class KeepForm(forms.Form):
    """Who keeps a policy, and for how long it holds."""

    whose = forms.ChoiceField(label=_("Whose policy is it?"), widget=forms.RadioSelect)
    owner = forms.ChoiceField(
        label=_("Which post keeps it current"),
        choices=[(role.value, rule.title) for role, rule in ROLES.items() if role not in NOBODYS],
    )
    months = forms.IntegerField(
        label=_("Months until its next review"),
        min_value=1,
        max_value=60,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )

    def __init__(self, choices: list[tuple[str, str]], data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial={"whose": choices[-1][0], **(initial or {})})
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class BringForm(forms.Form):
    """A policy that the school had before."""

    title = forms.CharField(label=_("What it is called"), max_length=160)
    file = forms.FileField(
        label=_("The document"),
        help_text=_("PDF, Word (.docx) or text, up to 10 megabytes. It is read on this machine and sent to nobody."),
    )

    @property
    def upload(self) -> Upload:
        """The file, as the action takes it."""
        found = _upload(self)
        return found or Upload("", b"")


class CorrectForm(forms.Form):
    """What a sentence promises."""

    duties = forms.MultipleChoiceField(
        label=_("This sentence promises"),
        help_text=_("Tick none where it promises nothing."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    others = forms.CharField(
        label=_("Other duties"),
        help_text=_("Their names from the list of duties, one on a line."),
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
        required=False,
    )

    def __init__(self, sentence: Sentence, data: Any = None) -> None:
        super().__init__(data, initial={"duties": sentence.duties})
        offered = [name for name in (*sentence.duties, *sentence.suggestions) if name in catalogue()]
        choices = [(name, catalogue()[name].wording) for name in dict.fromkeys(offered)]
        self.fields["duties"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField

    @property
    def chosen(self) -> list[str]:
        """Every duty that was named."""
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines()]
        return [*self.cleaned_data["duties"], *(line for line in lines if line)]
