"""Registers the app."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Page furniture and form fields."""

    name = "belisha.console.design"
    label = "design"
