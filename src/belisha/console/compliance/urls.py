"""Addresses of the pages of duties."""

from django.urls import path

from belisha.console.compliance import views

urlpatterns = [
    path("schools/<slug:school>/duties/", views.duties, name="duties"),
    path("schools/<slug:school>/duties/ask/", views.ask_again, name="duties_ask"),
    path("schools/<slug:school>/duties/<str:duty>/", views.duty, name="duty"),
]
