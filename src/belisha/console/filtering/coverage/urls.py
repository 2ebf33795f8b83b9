"""Addresses of coverage."""

from django.urls import URLPattern, path

from belisha.console.filtering.coverage import views

S = "schools/<slug:school>/filter/coverage"

urlpatterns: list[URLPattern] = [
    path(f"{S}/", views.cases, name="filter-coverage"),
    path(f"{S}/<int:number>/", views.case, name="filter-case"),
    path(f"{S}/<int:number>/owner/", views.owner, name="filter-case-owner"),
    path(f"{S}/<int:number>/mine/", views.mine, name="filter-case-mine"),
    path(f"{S}/<int:number>/note/", views.noted, name="filter-case-note"),
    path(f"{S}/<int:number>/explain/", views.explained, name="filter-case-explain"),
    path(f"{S}/<int:number>/reopen/", views.reopened, name="filter-case-reopen"),
]
