"""Registers the app."""

from django.apps import AppConfig


class AuditingConfig(AppConfig):
    """The pages of the record."""

    name = "belisha.console.auditing"
    label = "auditing"
