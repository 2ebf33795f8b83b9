"""Addresses of remote access."""

from django.urls import URLPattern, path

from belisha.console.filtering.remote import views

S = "schools/<slug:school>"

urlpatterns: list[URLPattern] = [
    path(f"{S}/remote/", views.grants, name="remote-access"),
    path(f"{S}/remote/ask/", views.ask, name="remote-access-ask"),
    path(f"{S}/remote/<int:pk>/", views.grant, name="remote-access-one"),
    path(f"{S}/remote/<int:pk>/approve/", views.approve, name="remote-access-approve"),
    path(f"{S}/remote/<int:pk>/refuse/", views.refuse, name="remote-access-refuse"),
    path(f"{S}/remote/<int:pk>/close/", views.close, name="remote-access-close"),
]
