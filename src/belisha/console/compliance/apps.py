"""Registers the app."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """The standing of every duty."""

    name = "belisha.console.compliance"
    label = "compliance"
