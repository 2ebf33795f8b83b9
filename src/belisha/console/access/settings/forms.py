"""The form of one setting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from belisha.console.access.settings.registry import Setting

__all__ = ["SettingForm", "shown"]

YES_OR_NO = (("yes", _("Yes")), ("no", _("No")))


class SettingForm(forms.Form):
    """A value, why, and for a federation whether schools may differ."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("Kept in the history below and in the record of who did what."),
    )

    def __init__(self, setting: Setting[Any], *args: Any, can_lock: bool = False, **options: Any) -> None:
        """`can_lock`: only the federation can."""
        super().__init__(*args, **options)
        self.setting = setting
        self.fields["value"] = _field(setting)
        order = ["value"]
        if can_lock:
            self.fields["locked"] = forms.BooleanField(
                label=_("Lock it: no school may choose otherwise"), required=False
            )
            order.append("locked")
        self.order_fields([*order, "reason"])

    @property
    def value(self) -> object:
        """What was chosen, in the kind of the setting. Only of a valid form."""
        chosen = self.cleaned_data["value"]
        return chosen == "yes" if self.setting.kind is bool else chosen


def _field(setting: Setting[Any]) -> forms.Field:
    label, hint = setting.title, setting.help
    if setting.kind is bool:
        return forms.ChoiceField(label=label, help_text=hint, choices=YES_OR_NO, widget=forms.RadioSelect)
    if setting.choices:
        return forms.ChoiceField(label=label, help_text=hint, choices=setting.choices, widget=forms.RadioSelect)
    if setting.kind is int:
        least, most = setting.limits or (None, None)
        return forms.IntegerField(label=label, help_text=hint, min_value=least, max_value=most)
    return forms.CharField(label=label, help_text=hint, max_length=200)


def shown(setting: Setting[Any], value: object) -> object:
    """A value as the form's field takes it."""
    if setting.kind is bool:
        return "yes" if value else "no"
    return value
