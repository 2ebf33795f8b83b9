"""Addresses of texts."""

from __future__ import annotations

from django.urls import URLPattern, path

from belisha.console.agreements.texts import views

S = "schools/<slug:school>/agreements"

urlpatterns: list[URLPattern] = [
    path(f"{S}/kinds/<slug:kind>/", views.one_kind, name="agreement-kind"),
    path(f"{S}/kinds/<slug:kind>/issue/", views.issuing, name="agreement-issue"),
    path(f"{S}/kinds/<slug:kind>/add/", views.clause_add, name="agreement-clause-add"),
    path(f"{S}/kinds/<slug:kind>/clauses/<slug:clause>/", views.clause, name="agreement-clause"),
    path(f"{S}/kinds/<slug:kind>/clauses/<slug:clause>/back/", views.clause_back, name="agreement-clause-back"),
    path(f"{S}/issued/<int:number>/", views.issued, name="agreement-issued"),
    path(f"{S}/issued/<int:number>/stop/", views.stopping, name="agreement-stop"),
    path(f"{S}/posters/", views.posters, name="agreement-posters"),
    path(f"{S}/posters/<slug:kind>/", views.poster, name="agreement-poster"),
    path("rules/<slug:school>/<slug:kind>/", views.public, name="rules-of"),
]
