"""Addresses of imports."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.importing import views

HERE = "schools/<slug:school>/concerns/import"

urlpatterns = [
    path(f"{HERE}/", views.imports, name="concern-imports"),
    path(f"{HERE}/<int:number>/", views.preview, name="concern-import"),
    path(f"{HERE}/<int:number>/columns/", views.columns, name="concern-import-columns"),
    path(f"{HERE}/<int:number>/words/", views.words, name="concern-import-words"),
    path(f"{HERE}/<int:number>/take-back/", views.undo, name="concern-import-undo"),
    path(f"{HERE}/<int:number>/put-away/", views.discard, name="concern-import-discard"),
]
