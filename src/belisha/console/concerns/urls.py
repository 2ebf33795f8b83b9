"""Addresses of concerns: each part names its own."""

from django.urls import URLPattern, URLResolver

from belisha.console.concerns import addresses
from belisha.console.concerns.apps import modules_of_parts

__all__ = ["addresses", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    pattern for module in modules_of_parts("urls") for pattern in module.urlpatterns
]
