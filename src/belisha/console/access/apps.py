"""Registers the app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Schools, accounts, posts, sign-in."""

    name = "belisha.console.access"
    label = "access"
