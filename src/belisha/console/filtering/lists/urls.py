"""Addresses of lists."""

from django.urls import URLPattern, path

from belisha.console.filtering.lists.views import correcting, reading

S = "schools/<slug:school>/filter/lists"

urlpatterns: list[URLPattern] = [
    path(f"{S}/", reading.lists, name="filter-lists"),
    path(f"{S}/update/", reading.update, name="filter-lists-update"),
    path(f"{S}/categories/", reading.by_category, name="filter-list-categories"),
    path(f"{S}/refused/", reading.refused, name="filter-refused"),
    path(f"{S}/refused/<int:number>/", reading.refused_site, name="filter-refused-site"),
    path(f"{S}/suggestions/", reading.suggested, name="filter-list-suggestions"),
    path(f"{S}/suggestions/<str:host>/", reading.suggestion, name="filter-list-suggestion"),
    path(f"{S}/corrections/", correcting.corrections, name="filter-corrections"),
    path(f"{S}/corrections/propose/", correcting.proposing, name="filter-correction-propose"),
    path(f"{S}/corrections/<int:number>/", correcting.correction, name="filter-correction"),
    path(f"{S}/corrections/<int:number>/take-back/", correcting.taking_back, name="filter-correction-end"),
]
