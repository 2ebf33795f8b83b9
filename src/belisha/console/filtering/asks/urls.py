"""Addresses of asks, openings, reports and failures."""

from __future__ import annotations

from django.urls import path

from belisha.console.filtering.asks.views import asks, failures, openings, own, reports

HERE = "schools/<slug:school>/filter"

urlpatterns = [
    path(f"{HERE}/asks/", asks.asks, name="filter-asks"),
    path(f"{HERE}/asks/new/", asks.ask_new, name="filter-ask-new"),
    path(f"{HERE}/asks/<int:number>/", asks.ask, name="filter-ask"),
    path(f"{HERE}/asks/<int:number>/pass-on/", asks.pass_on, name="filter-ask-pass-on"),
    path(f"{HERE}/asks/<int:number>/no/", asks.no, name="filter-ask-no"),
    path(f"{HERE}/asks/<int:number>/change/", asks.change, name="filter-ask-change"),
    path(f"{HERE}/asks/lines/<slug:line>/", asks.look_at_line, name="filter-line-looked-at"),
    path(f"{HERE}/openings/", openings.openings, name="filter-openings"),
    path(f"{HERE}/openings/<int:number>/close/", openings.close, name="filter-opening-close"),
    path(f"{HERE}/agreed/", openings.agreed, name="filter-agreed"),
    path(f"{HERE}/agreed/new/", openings.agree_new, name="filter-agree"),
    path(f"{HERE}/agreed/<int:number>/end/", openings.agreement_end, name="filter-agreement-end"),
    path(f"{HERE}/reports/", reports.reports, name="filter-reports"),
    path(f"{HERE}/reports/<int:number>/", reports.report, name="filter-report"),
    path(f"{HERE}/reports/<int:number>/keep/", reports.keep, name="filter-report-keep"),
    path(f"{HERE}/reports/<int:number>/open/", reports.leave, name="filter-report-open"),
    path(f"{HERE}/reports/<int:number>/illegal/", reports.illegal, name="filter-report-illegal"),
    path(f"{HERE}/reports/<int:number>/raise/", reports.raise_with, name="filter-report-raise"),
    path(f"{HERE}/procedure/", reports.procedure, name="filter-procedure"),
    path(f"{HERE}/failures/", failures.failures, name="filter-failures"),
    path(f"{HERE}/failures/<int:number>/", failures.failure, name="filter-failure"),
    path(f"{HERE}/failures/<int:number>/raise/", failures.raise_with, name="filter-failure-raise"),
    path(f"{HERE}/failures/<int:number>/end/", failures.end, name="filter-failure-end"),
    path("me/asks/", own.my_asks, name="my-asks"),
    path("me/ask/", own.ask_here, name="ask-here"),
    path("me/report-page/", own.report_page, name="report-page"),
    path("me/report-page/bookmark/", own.bookmark, name="report-bookmark"),
    path("me/filter-fails/", own.filter_fails, name="filter-fails"),
]
