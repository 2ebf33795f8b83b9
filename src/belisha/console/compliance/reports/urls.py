"""Addresses of reports."""

from django.urls import path

from belisha.console.compliance.reports import views

S = "schools/<slug:school>/duties"

urlpatterns = [
    path(f"{S}/term/", views.term, name="duties-term"),
    path(f"{S}/term.pdf", views.term_paper, name="duties-term-paper"),
    path(f"{S}/pack/", views.pack, name="duties-pack"),
    path("federation/duties/", views.side_by_side, name="federation-duties"),
]
