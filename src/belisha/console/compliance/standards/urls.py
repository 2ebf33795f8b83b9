"""Addresses of standards."""

from django.urls import path

from belisha.console.compliance.standards import views

S = "schools/<slug:school>/duties/standards"

urlpatterns = [
    path(f"{S}/", views.standards_page, name="duty-standards"),
    path(f"{S}/<slug:standard>/", views.standard, name="duty-standard"),
    path(f"{S}/<slug:standard>/edition/", views.edition, name="duty-standard-edition"),
]
