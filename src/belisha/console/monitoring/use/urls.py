"""Addresses of looks at internet use."""

from django.urls import URLPattern, path

from belisha.console.monitoring.use import views

S = "schools/<slug:school>/internet-use"

urlpatterns: list[URLPattern] = [
    path(f"{S}/", views.use, name="use"),
    path(f"{S}/look/", views.look, name="use-look"),
    path(f"{S}/looks/", views.looks, name="looks"),
    path(f"{S}/reports/<int:number>/", views.report, name="use-report"),
    path(f"{S}/reports/<int:number>/paper/", views.paper, name="use-report-paper"),
    path(f"{S}/reports/<int:number>/sheet/", views.sheet, name="use-report-sheet"),
    path(f"{S}/reports/<int:number>/read/", views.read, name="use-report-read"),
    path(f"{S}/weekly/", views.plans, name="use-plans"),
    path(f"{S}/weekly/add/", views.plan_add, name="use-plan-add"),
    path(f"{S}/weekly/<int:number>/", views.plan, name="use-plan"),
    path(f"{S}/weekly/<int:number>/end/", views.plan_end, name="use-plan-end"),
]
