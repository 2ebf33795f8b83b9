"""Addresses of how long records are kept."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.keeping import views

HERE = "schools/<slug:school>/concerns/keeping"

urlpatterns = [
    path(f"{HERE}/", views.overview, name="concern-keeping"),
    path(f"{HERE}/how-long/", views.how_long, name="concern-how-long"),
    path(f"{HERE}/record/<slug:key>/", views.one, name="concern-keeping-one"),
    path(f"{HERE}/record/<slug:key>/<slug:place>/", views.decided, name="concern-keeping-decide"),
    path(f"{HERE}/holds/", views.held, name="concern-holds"),
    path(f"{HERE}/holds/new/", views.hold_new, name="concern-hold-new"),
    path(f"{HERE}/holds/<slug:key>/", views.hold_again, name="concern-hold"),
    path(f"{HERE}/holds/<slug:key>/end/", views.hold_end, name="concern-hold-end"),
]
