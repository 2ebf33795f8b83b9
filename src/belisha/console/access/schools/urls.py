"""Addresses of schools."""

from django.urls import path

from belisha.console.access.schools import views

urlpatterns = [
    path("first-school/", views.first_school, name="first-school"),
    path("schools/", views.schools, name="schools"),
    path("schools/<slug:school>/about/", views.school, name="school"),
    path("schools/<slug:school>/change/", views.change, name="school-change"),
    path("federation/add-school/", views.add, name="add-school"),
    path("federation/rename/", views.rename, name="rename-federation"),
    path("compare/", views.compare, name="compare-schools"),
]
