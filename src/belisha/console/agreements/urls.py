"""Addresses of agreements: each part names its own."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver

from belisha.console.agreements.apps import PARTS

APP = "belisha.console.agreements"

urlpatterns: list[URLPattern | URLResolver] = [
    pattern
    for part in PARTS
    if find_spec(f"{APP}.{part}") and find_spec(f"{APP}.{part}.urls")
    for pattern in import_module(f"{APP}.{part}.urls").urlpatterns
]
