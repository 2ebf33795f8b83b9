"""What children type, and what is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.concerns.telling.actions import LONGEST
from belisha.console.concerns.telling.rules import pictures

if TYPE_CHECKING:
    from belisha.console.access.models import User

__all__ = ["AnswerForm", "CodeForm", "MessageForm", "TellForm"]

TEAM = "team"


class TellForm(forms.Form):
    """A picture, a grown-up, a few words."""

    picture = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(one.id, _(one.words)) for one in pictures()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a picture."), "invalid_choice": _("Choose a picture.")},
    )
    for_friend = forms.BooleanField(label=_("It is about a friend"), required=False)
    words = forms.CharField(
        label=_("Tell us more"),
        help_text=_("You may leave this empty. Spelling does not matter."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("This is too long for one message. Send the rest in a second one.")},
    )
    chosen = forms.ChoiceField(
        label=_("Who may read it?"),
        widget=forms.RadioSelect,
        initial=TEAM,
        error_messages={"required": _("Choose a grown-up."), "invalid_choice": _("Choose one of the grown-ups.")},
    )
    named = forms.ChoiceField(
        label=_("May we know that it is you?"),
        choices=[("yes", _("Yes. Then we can help you better")), ("no", _("No. I do not want to say who I am"))],
        initial="yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no."), "invalid_choice": _("Choose yes or no.")},
    )
    practice = forms.BooleanField(label=_("We are only trying this out with our teacher"), required=False)

    def __init__(self, *args: Any, adults: list[User], **kwargs: Any) -> None:
        """`adults`: whom the child may choose."""
        super().__init__(*args, **kwargs)
        self.adults = adults
        field = self.fields["chosen"]
        people = [(str(one.pk), one.name) for one in adults]
        choices = [(TEAM, _("The people who keep children safe here")), *people]
        field.choices = choices  # type: ignore[attr-defined]  # a ChoiceField, whose stubs hide it behind Field

    @property
    def chosen_adult(self) -> User | None:
        """The grown-up, None for the team."""
        return next((one for one in self.adults if str(one.pk) == self.cleaned_data["chosen"]), None)


class MessageForm(forms.Form):
    """One more message."""

    words = forms.CharField(
        label=_("Write to us"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a few words.")},
    )


class AnswerForm(forms.Form):
    """What an adult writes to the child."""

    words = forms.CharField(
        label=_("Your answer"),
        help_text=_(
            "Short and kind: thank them for telling, say what happens next, and promise nothing that you cannot keep."
            " Never promise to keep it secret."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your answer.")},
    )


class CodeForm(forms.Form):
    """The code of one who did not say who they are."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("It begins with a W. Big and small letters are the same."),
        max_length=20,
        error_messages={"required": _("Type your code.")},
    )
