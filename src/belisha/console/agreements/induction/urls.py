"""Addresses of induction."""

from __future__ import annotations

from django.urls import URLPattern, path

from belisha.console.agreements.induction import views

S = "schools/<slug:school>/agreements"

urlpatterns: list[URLPattern] = [
    path("me/induction/", views.mine, name="my-induction"),
    path(f"{S}/starters/", views.starting, name="agreements-starters"),
    path(f"{S}/september/", views.round_of_september, name="agreements-september"),
]
