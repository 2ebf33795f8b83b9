"""Registers the app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The record of who did what."""

    name = "belisha.console.audit"
    label = "audit"
