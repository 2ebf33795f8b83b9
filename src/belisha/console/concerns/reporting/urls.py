"""Addresses of reporting. Open to everybody: what begins with /report/."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.reporting.views import doors, helping, staff

HERE = "schools/<slug:school>/concerns"
REPORT = f"{HERE}/report"
OPEN = "report/<slug:school>"

urlpatterns = [
    path(f"{REPORT}/", staff.begin, name="report-concern"),
    path(f"{REPORT}/<slug:token>/", staff.what, name="report-what"),
    path(f"{REPORT}/<slug:token>/people/", staff.who, name="report-who"),
    path(f"{REPORT}/<slug:token>/keep/", staff.keep_typed, name="report-keep"),
    path(f"{REPORT}/<slug:token>/sent/", staff.sent, name="report-sent"),
    path(f"{REPORT}/<slug:token>/throw-away/", staff.drop, name="report-drop"),
    path("me/reports/", staff.my_reports, name="my-reports"),
    path(f"{HERE}/posters/", doors.posters, name="report-posters"),
    path(f"{HERE}/posters/<slug:door>/", doors.poster, name="report-poster"),
    path(f"{HERE}/help/", helping.directory, name="help-directory"),
    path(f"{HERE}/help/add/", helping.add, name="help-add"),
    path(f"{HERE}/help/<int:number>/take-out/", helping.end, name="help-end"),
    path(f"{HERE}/help/<str:item>/tried/", helping.tried, name="help-tried"),
    path(f"{OPEN}/", doors.doors, name="report-doors"),
    path(f"{OPEN}/help/", doors.find_help, name="find-help"),
    path(f"{OPEN}/<slug:door>/", doors.door, name="report-door"),
    path(f"{OPEN}/<slug:door>/sent/", doors.door_sent, name="report-door-sent"),
]
