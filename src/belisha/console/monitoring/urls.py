"""Addresses of monitoring: each part names its own."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver

from belisha.console.monitoring.apps import PARTS

urlpatterns: list[URLPattern | URLResolver] = [
    pattern
    for part in PARTS
    if find_spec(f"belisha.console.monitoring.{part}.urls")
    for pattern in import_module(f"belisha.console.monitoring.{part}.urls").urlpatterns
]
