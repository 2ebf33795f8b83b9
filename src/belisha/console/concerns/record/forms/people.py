"""Who is in a concern, and who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.concerns.models import Subject
from belisha.console.design.fields import DayField

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ReaderForm", "SubjectChangeForm", "SubjectForm"]


class _InIt(forms.Form):
    role = forms.ChoiceField(
        label=_("What are they in it?"),
        choices=Subject.Role.choices,
        widget=forms.RadioSelect,
        help_text=_("Of this person in this concern alone. “Is said to have caused it” proves nothing."),
    )
    restricted = forms.BooleanField(
        label=_("Restricted: colleagues who are let in to read do not see this person"), required=False
    )


class SubjectForm(_InIt):
    """Somebody more. Those on the register whose name fits are offered once the name is sent."""

    name = forms.CharField(
        label=_("Name"), max_length=160, widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"})
    )

    def __init__(self, *given: Any, found: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*given, **options)
        if found:
            choices = [*found, ("none", _("None of these: somebody who is not on the register"))]
            self.fields["person"] = forms.ChoiceField(
                label=_("Who is it?"),
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say who of these it is.")},
            )
        self.order_fields(["name", "person", "role", "restricted"])


class SubjectChangeForm(_InIt):
    """What somebody is in it after all, or that they were entered by mistake."""

    reason = forms.CharField(label=_("Why is it changed?"), max_length=200, error_messages={"required": _("Say why.")})
    ends = forms.BooleanField(label=_("They were entered by mistake: they are not in it"), required=False)


class ReaderForm(forms.Form):
    """Somebody who needs to know."""

    user = forms.TypedChoiceField(label=_("Who?"), coerce=int)
    reason = forms.CharField(
        label=_("Why do they need to know?"),
        max_length=200,
        help_text=_("They read this reason. For example: class teacher, sees the child every day."),
        error_messages={"required": _("Say why they need to know.")},
    )
    until = DayField(label=_("Until when?"), required=False, help_text=_("The last day. Empty: until you end it"))

    def __init__(self, *given: Any, colleagues: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["user"].choices = [("", _("Choose a colleague")), *colleagues]  # type: ignore[attr-defined]
