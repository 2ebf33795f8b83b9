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
    path(f"{HERE}/holds/people/", views.hold_whom, name="concern-hold-whom"),
    path(f"{HERE}/holds/people/<int:number>/", views.hold_person_new, name="concern-hold-person-new"),
    path(f"{HERE}/holds/of/<slug:key>/", views.hold_person_again, name="concern-hold-person"),
    path(f"{HERE}/holds/of/<slug:key>/end/", views.hold_person_end, name="concern-hold-person-end"),
    path(f"{HERE}/holds/<slug:key>/", views.hold_again, name="concern-hold"),
    path(f"{HERE}/holds/<slug:key>/end/", views.hold_end, name="concern-hold-end"),
]
