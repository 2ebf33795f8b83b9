"""Addresses of digests, the daily page and what users are told."""

from django.urls import URLPattern, path

from belisha.console.monitoring.digests import views

S = "schools/<slug:school>/monitoring"

urlpatterns: list[URLPattern] = [
    path("what-is-watched/", views.told, name="what-is-watched"),
    path(f"{S}/digests/", views.digests, name="digests"),
    path(f"{S}/digests/<int:year>-<int:month>-<int:day>/", views.digest, name="digest"),
    path(f"{S}/digests/<int:year>-<int:month>-<int:day>/sign/", views.sign, name="digest-sign"),
    path(f"{S}/today/", views.today, name="health-day"),
]
