"""Registers the app."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """The catalogue of duties and their proofs."""

    name = "belisha.console.duties"
    label = "duties"
