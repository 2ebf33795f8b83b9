"""What somebody looks for in the record, and why something is shredded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.audit.events import EVENTS
from belisha.console.auditing.queries import Looking
from belisha.console.design.fields import DayField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["LookingForm", "ShredForm"]


class LookingForm(forms.Form):
    """The filter above the record. All of it is optional, and nobody is told so at each field."""

    kind = forms.ChoiceField(label=_("What was done"), required=False)
    who = forms.CharField(label=_("Who did it"), help_text=_("A name or a part of it"), required=False, max_length=80)
    about = forms.CharField(
        label=_("Whom or what it was done to"), help_text=_("A name or a part of it"), required=False, max_length=80
    )
    text = forms.CharField(
        label=_("Words"), help_text=_("In names, reasons and what changed"), required=False, max_length=80
    )
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)

    def __init__(self, asked: Any = None) -> None:
        super().__init__(asked, auto_id="find_%s", use_required_attribute=False)
        kinds = self.fields["kind"]
        if isinstance(kinds, forms.ChoiceField):
            kinds.choices = [("", _("Anything")), *_kinds()]
        for field in self.fields.values():
            field.plain = True  # type: ignore[attr-defined]  # a field of the house: see design/field.html

    @property
    def looking(self) -> Looking:
        """What is looked for; everything, where what was typed cannot be understood."""
        return Looking(**self.cleaned_data) if self.is_valid() else Looking()


class ShredForm(forms.Form):
    """Why words are destroyed."""

    reason = forms.CharField(
        label=_("Why must this be shredded?"),
        help_text=_("For example: erasure was asked for on 3 March. This stays on record for good: name nobody."),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=10,
        max_length=500,
    )


def _kinds() -> list[tuple[str, list[tuple[str, StrOrPromise]]]]:
    """Kinds of event by the app that they come from."""
    groups: dict[str, list[tuple[str, StrOrPromise]]] = {}
    for code in sorted(EVENTS):
        groups.setdefault(code.partition(".")[0].replace("-", " ").capitalize(), []).append((code, EVENTS[code].title))
    return list(groups.items())
