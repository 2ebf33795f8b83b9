"""Addresses of telling."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.telling import views

ONE = "schools/<slug:school>/concerns/<reference:reference>"

urlpatterns = [
    path("me/tell/", views.tell_someone, name="tell"),
    path("me/tell/told/", views.told, name="told"),
    path("me/tell/talks/", views.my_talks, name="tell-talks"),
    path("me/tell/talks/<slug:key>/", views.my_talk, name="tell-talk"),
    path("me/tell/code/", views.code, name="tell-code"),
    path("me/tell/with-code/", views.with_code, name="tell-with-code"),
    path(
        "schools/<slug:school>/concerns/<reference:reference>/answer/<slug:key>/",
        views.tell_adult,
        name="concern-answer",
    ),
]
