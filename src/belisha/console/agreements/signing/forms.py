"""Forms of signing: check questions, the promise, who helped; and those of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.agreements.texts.rules import Content
    from belisha.console.people.models import Person

__all__ = [
    "ConversationForm",
    "DeclineForm",
    "ExplainedForm",
    "PaperForm",
    "ReasonForm",
    "SheetForm",
    "SignForm",
    "VisitorForm",
]


class SignForm(forms.Form):
    """The check questions of a text, the promise, and who read it with them."""

    def __init__(self, content: Content, *args: Any, helped: bool = True, plain: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        for check in content["checks"]:
            answers = [(str(number), answer) for number, answer in enumerate(check["answers"])]
            self.fields[f"check-{check['id']}"] = forms.ChoiceField(
                label=check["question"],
                choices=answers,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer.")},
            )
        if helped:
            self.fields["helper"] = forms.CharField(
                label=_("Who read it with you?") if plain else _("Did somebody read it with you?"),
                help_text=_("Leave it empty if nobody did."),
                max_length=180,
                required=False,
            )
        self.fields["promise"] = forms.BooleanField(
            label=content["promise"], error_messages={"required": _("Tick the box if you want to sign.")}
        )

    @property
    def answers(self) -> dict[str, str]:
        """The answers by the questions' ids. Only of a valid form."""
        return {
            name.removeprefix("check-"): value for name, value in self.cleaned_data.items() if name.startswith("check-")
        }


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=__("Why?"), max_length=300, widget=forms.Textarea({"rows": 3}))


class DeclineForm(forms.Form):
    """What somebody does not agree with."""

    reason = forms.CharField(
        label=__("What do you not agree with?"),
        help_text=__("Somebody from the school will talk with you about it."),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
    )


class ConversationForm(forms.Form):
    """What was talked about."""

    words = forms.CharField(
        label=__("What did you talk about, and what was agreed?"), max_length=2000, widget=forms.Textarea({"rows": 6})
    )


class ExplainedForm(forms.Form):
    """Before a class signs."""

    explained = forms.BooleanField(
        label=__("I have talked with the class about the rules, and about what happens if somebody breaks them"),
        required=False,
    )


class PaperForm(forms.Form):
    """A signature on paper."""

    form = forms.ChoiceField(label=__("Which form was read"))
    helper = forms.CharField(
        label=__("Who read it with them"),
        help_text=__("An interpreter, a parent, a teacher; empty if nobody did."),
        max_length=180,
        required=False,
    )
    scan = forms.FileField(
        label=__("Scan or photo of the signed sheet"),
        help_text=__("PDF, JPEG or PNG, up to 10 MB. It is checked for viruses and kept encrypted."),
        required=False,
    )

    def __init__(self, forms_of: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["form"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = list(forms_of)


class SheetForm(forms.Form):
    """The sheet of a class: who has signed it."""

    signed = forms.MultipleChoiceField(
        label=__("Who has signed the sheet"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": __("Tick those who have signed.")},
    )

    def __init__(self, pupils: Iterable[Person], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["signed"]
        if isinstance(choice, forms.MultipleChoiceField):
            choice.choices = [(str(pupil.pk), pupil.name) for pupil in pupils]


class VisitorForm(forms.Form):
    """A visitor at the desk."""

    name = forms.CharField(label=__("Your name"), max_length=120, help_text=__("Given name and family name."))
    organisation = forms.CharField(
        label=__("Where you come from"), max_length=120, required=False, help_text=__("Your firm, service or school.")
    )
