"""Addresses of the shelf."""

from __future__ import annotations

from django.urls import path

from belisha.console.policies.shelf import views

S = "schools/<slug:school>/policies"

urlpatterns = [
    path(f"{S}/shelf/", views.shelf, name="policy-shelf"),
    path(f"{S}/shelf/documents/<int:pk>/", views.document, name="policy-document"),
    path(f"{S}/shelf/<slug:kind>/", views.shelved, name="policy-shelved"),
    path(f"{S}/shelf/<slug:kind>/add/", views.add, name="policy-shelved-add"),
    path(f"{S}/shelf/<slug:kind>/keep/", views.keep, name="policy-shelved-keep"),
    path(f"{S}/brought/", views.bring, name="policy-brought"),
    path(f"{S}/brought/<int:pk>/", views.brought, name="policy-brought-one"),
    path(f"{S}/brought/<int:pk>/sentences/", views.sentences, name="policy-sentences"),
    path(f"{S}/brought/<int:pk>/sentences/<int:number>/", views.sentence, name="policy-sentence"),
]
