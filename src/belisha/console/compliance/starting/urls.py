"""Addresses of a new school's steps."""

from django.urls import path

from belisha.console.compliance.starting import views

urlpatterns = [
    path("schools/<slug:school>/start/", views.start, name="start"),
    path("schools/<slug:school>/start/levels/", views.levels, name="start-levels"),
]
