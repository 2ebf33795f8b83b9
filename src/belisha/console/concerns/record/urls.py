"""Addresses of the record of concerns."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.record.views import page

HERE = "schools/<slug:school>/concerns"
ONE = f"{HERE}/<reference:reference>"

urlpatterns = [
    path(f"{ONE}/", page.concern, name="concern"),
]
