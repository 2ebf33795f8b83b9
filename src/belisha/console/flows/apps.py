"""Registers the app."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """What crosses apps."""

    name = "belisha.console.flows"
    label = "flows"
