"""Addresses of confirmations."""

from django.urls import path

from belisha.console.compliance.attesting import views

S = "schools/<slug:school>/duties"

urlpatterns = [
    path(f"{S}/confirmed/<int:number>/sign/", views.countersign, name="duty-countersign"),
    path(f"{S}/confirmed/<int:number>/take-back/", views.take_back, name="duty-take-back"),
    path(f"{S}/confirmed/<int:number>/file/", views.attach, name="duty-attach"),
    path(f"{S}/files/<int:number>/", views.file, name="duty-file"),
    path(f"{S}/<str:duty>/confirm/", views.confirm, name="duty-confirm"),
]
