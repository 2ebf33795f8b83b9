"""Addresses of how long signatures are kept."""

from django.urls import URLPattern, path

from belisha.console.agreements.keeping import views

S = "schools/<slug:school>/agreements"

urlpatterns: list[URLPattern] = [path(f"{S}/keeping/", views.keeping, name="agreements-keeping")]
