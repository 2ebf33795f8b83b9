"""Addresses of clauses."""

from django.urls import path

from belisha.console.policies.clauses import views

S = "schools/<slug:school>/policies"
F = "federation/policies"

urlpatterns = [
    path(f"{S}/reading/", views.reading, name="policy-reading"),
    path(f"{S}/reading/<int:number>/", views.version_reading, name="policy-version-reading"),
    path(f"{S}/choices/", views.choices, name="policy-choices"),
    path(f"{S}/choices/<slug:key>/", views.school_choice, name="policy-choice"),
    path(f"{S}/parameters/", views.parameters, name="policy-parameters"),
    path(f"{F}/choices/", views.federation_choices, name="federation-policy-choices"),
    path(f"{F}/choices/<slug:key>/", views.federation_choice, name="federation-policy-choice"),
]
