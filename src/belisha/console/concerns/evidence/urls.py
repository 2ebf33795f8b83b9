"""Addresses of a concern's files."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.evidence import own, views

ONE = "schools/<slug:school>/concerns/<reference:reference>/files"

urlpatterns = [
    path("schools/<slug:school>/concerns/report/<slug:token>/file/", own.report_file, name="report-file"),
    path(f"{ONE}/", views.files, name="concern-files"),
    path(f"{ONE}/add/", views.add, name="concern-file-add"),
    path(f"{ONE}/words-only/", views.words_only_page, name="concern-words-only"),
    path(f"{ONE}/<slug:key>/", views.file, name="concern-file"),
    path(f"{ONE}/<slug:key>/picture/", views.picture, name="concern-file-picture"),
    path(f"{ONE}/<slug:key>/original/", views.original, name="concern-file-original"),
]
