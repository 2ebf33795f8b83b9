"""Addresses of alerts."""

from django.urls import URLPattern, path

from belisha.console.monitoring.alerts.views import board, handling

S = "schools/<slug:school>/alerts"

urlpatterns: list[URLPattern] = [
    path(f"{S}/", board.alerts, name="alerts"),
    path(f"{S}/digest/", board.quiet, name="alerts-quiet"),
    path(f"{S}/past/", board.past, name="alerts-past"),
    path(f"{S}/tell/", handling.misuse, name="alert-misuse"),
    path(f"{S}/<int:number>/", board.alert, name="alert"),
    path(f"{S}/<int:number>/hour/", board.hour, name="alert-hour"),
    path(f"{S}/<int:number>/acknowledge/", handling.acknowledged, name="alert-acknowledge"),
    path(f"{S}/<int:number>/note/", handling.noted, name="alert-note"),
    path(f"{S}/<int:number>/write/", handling.written, name="alert-write"),
    path(f"{S}/<int:number>/dismiss/", handling.dismissed, name="alert-dismiss"),
    path(f"{S}/<int:number>/reopen/", handling.reopened, name="alert-reopen"),
    path(f"{S}/<int:number>/concern/", handling.concern, name="alert-concern"),
]
