"""Addresses of requests to see what is held."""

from __future__ import annotations

from django.urls import path

from belisha.console.subject_access import pieces, views

HERE = "schools/<slug:school>/access-requests"
ONE = f"{HERE}/request/<slug:key>"

urlpatterns = [
    path(f"{HERE}/", views.overview, name="access-requests"),
    path(f"{HERE}/who/", views.who, name="access-request-who"),
    path(f"{HERE}/new/<int:number>/", views.new, name="access-request-new"),
    path(f"{ONE}/", views.one, name="access-request"),
    path(f"{ONE}/longer/", views.longer, name="access-request-longer"),
    path(f"{ONE}/pack/", views.pack, name="access-request-pack"),
    path(f"{ONE}/sent/", views.was_sent, name="access-request-sent"),
    path(f"{ONE}/end/", views.ended, name="access-request-end"),
    path(f"{ONE}/section/<slug:holder>/", pieces.section, name="access-request-section"),
    path(f"{ONE}/section/<slug:holder>/propose/", pieces.propose, name="access-request-propose"),
    path(f"{ONE}/section/<slug:holder>/check/", pieces.check_section, name="access-request-check-section"),
    path(f"{ONE}/piece/<slug:holder>/<slug:piece>/", pieces.piece, name="access-request-piece"),
    path(f"{ONE}/piece/<slug:holder>/<slug:piece>/check/", pieces.check_piece, name="access-request-check"),
    path(f"{ONE}/piece/<slug:holder>/<slug:piece>/back/", pieces.back, name="access-request-back"),
]
