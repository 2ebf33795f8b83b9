"""Addresses of patterns."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.patterns import views

HERE = "schools/<slug:school>/concerns"

urlpatterns = [
    path(f"{HERE}/patterns/", views.patterns, name="concern-patterns"),
    path(f"{HERE}/patterns/note/", views.note_new, name="concern-pattern-note"),
    path(f"{HERE}/patterns/lessons/<int:number>/", views.lesson_taught, name="concern-lesson-taught"),
    path(f"{HERE}/figures/", views.figures, name="concern-figures"),
    path("federation/concerns/", views.compared, name="concerns-compared"),
]
