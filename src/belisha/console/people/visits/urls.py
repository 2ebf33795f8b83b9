"""Addresses of the visitors' desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from belisha.console.people.visits import views

S = "schools/<slug:school>/visitors"

urlpatterns: list[URLPattern] = [
    path(f"{S}/", views.visitors, name="visitors"),
    path(f"{S}/sign-in/", views.arrive, name="visitor-arrives"),
    path(f"{S}/roll-call/", views.roll_call, name="roll-call"),
    path(f"{S}/earlier/", views.earlier, name="visits"),
    path(f"{S}/code-given/", views.code_given, name="visitor-code-given"),
    path(f"{S}/<int:pk>/badge/", views.badge, name="visitor-badge"),
    path(f"{S}/<int:pk>/sign-out/", views.leave, name="visitor-leaves"),
]
