"""Registers the app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Mail on its way out."""

    name = "belisha.console.outbox"
    label = "outbox"
