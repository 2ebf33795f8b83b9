"""Addresses of reports."""

from django.urls import path

from belisha.console.compliance.reports import views

S = "schools/<slug:school>/duties"

urlpatterns = [
    path(f"{S}/term/", views.term, name="duties-term"),
    path(f"{S}/term.pdf", views.term_paper, name="duties-term-paper"),
    path(f"{S}/pack/", views.pack, name="duties-pack"),
    path(f"{S}/term/shown/", views.term_shown, name="duties-term-shown"),
    path(f"{S}/month/", views.month, name="duties-month"),
    path(f"{S}/month.pdf", views.month_paper, name="duties-month-paper"),
    path(f"{S}/reports/", views.kept, name="duties-kept"),
    path(f"{S}/reports/<int:number>.pdf", views.kept_paper, name="duties-kept-paper"),
    path("federation/duties/", views.side_by_side, name="federation-duties"),
    path("federation/duties.pdf", views.side_paper, name="federation-duties-paper"),
    path("federation/duties/reports/", views.kept_of_all, name="federation-kept"),
    path("federation/duties/reports/<int:number>.pdf", views.kept_paper_of_all, name="federation-kept-paper"),
]
