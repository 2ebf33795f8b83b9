"""Addresses of leaving. Nothing of a child stands in one but the number that the register knows."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.leaving import taking_in, views

HERE = "schools/<slug:school>/concerns/leaving"

urlpatterns = [
    path(f"{HERE}/", views.overview, name="concern-leaving"),
    path(f"{HERE}/who/", views.who, name="concern-leaving-who"),
    path(f"{HERE}/new/<int:number>/", views.new, name="concern-leaving-new"),
    path(f"{HERE}/file/<slug:key>/", views.one, name="concern-leaving-one"),
    path(f"{HERE}/file/<slug:key>/download/", views.take, name="concern-leaving-download"),
    path(f"{HERE}/file/<slug:key>/sent/", views.was_sent, name="concern-leaving-sent"),
    path(f"{HERE}/file/<slug:key>/receipt/", views.has_receipt, name="concern-leaving-receipt"),
    path(f"{HERE}/file/<slug:key>/end/", views.ended, name="concern-leaving-end"),
    path(f"{HERE}/take-in/", taking_in.upload, name="concern-take-in"),
    path(f"{HERE}/take-in/key/", taking_in.key, name="concern-take-in-key"),
    path(f"{HERE}/take-in/<slug:key>/", taking_in.look, name="concern-take-in-look"),
    path(f"{HERE}/received/<slug:key>/", taking_in.receipt, name="concern-received"),
]
