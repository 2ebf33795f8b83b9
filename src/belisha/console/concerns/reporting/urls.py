"""Addresses of reporting."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.reporting.views import staff

HERE = "schools/<slug:school>/concerns/report"

urlpatterns = [
    path(f"{HERE}/", staff.begin, name="report-concern"),
    path(f"{HERE}/<slug:token>/", staff.what, name="report-what"),
    path(f"{HERE}/<slug:token>/people/", staff.who, name="report-who"),
    path(f"{HERE}/<slug:token>/keep/", staff.keep_typed, name="report-keep"),
    path(f"{HERE}/<slug:token>/sent/", staff.sent, name="report-sent"),
    path(f"{HERE}/<slug:token>/throw-away/", staff.drop, name="report-drop"),
    path("me/reports/", staff.my_reports, name="my-reports"),
]
