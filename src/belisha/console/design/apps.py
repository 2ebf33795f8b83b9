"""Registers the app."""

from django.apps import AppConfig
from django.forms import BooleanField, ChoiceField, Field, FileField
from django.utils.translation import gettext_lazy as _


class DesignConfig(AppConfig):
    """Page furniture and form fields."""

    name = "belisha.console.design"
    label = "design"

    def ready(self) -> None:
        """Say what to do where Django would say that a field is required, for every form at once."""
        Field.default_error_messages["required"] = _("Fill this in.")
        ChoiceField.default_error_messages["required"] = _("Choose one.")
        FileField.default_error_messages["required"] = _("Choose a file.")
        BooleanField.default_error_messages = {"required": _("Tick the box to go on.")}
