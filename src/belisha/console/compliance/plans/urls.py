"""Addresses of plans."""

from django.urls import path

from belisha.console.compliance.plans import views

S = "schools/<slug:school>/duties"

urlpatterns = [
    path(f"{S}/plans/<int:number>/end/", views.end_plan, name="duty-plan-end"),
    path(f"{S}/plans/<int:number>/give/", views.give, name="duty-plan-take"),
    path(f"{S}/<str:duty>/plan/", views.plan, name="duty-plan"),
    path(f"{S}/<str:duty>/risk/", views.bear, name="duty-risk"),
]
