"""Registers the app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The register."""

    name = "belisha.console.people"
    label = "people"
