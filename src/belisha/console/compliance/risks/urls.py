"""Addresses of the risk register."""

from django.urls import path

from belisha.console.compliance.risks import views

S = "schools/<slug:school>/duties/risks"
T = "schools/<slug:school>/technology"

urlpatterns = [
    path(f"{S}/", views.risks, name="risks"),
    path(f"{S}/matrix/", views.risks_matrix, name="risks-matrix"),
    path(f"{S}/add/", views.risk_add, name="risk-add"),
    path(f"{S}/<int:number>/", views.risk, name="risk"),
    path(f"{S}/<int:number>/change/", views.risk_change, name="risk-change"),
    path(f"{S}/<int:number>/assess/", views.risk_assess, name="risk-assess"),
    path(f"{S}/<int:number>/data/", views.risk_data, name="risk-data"),
    path(f"{S}/<int:number>/decide/", views.risk_decide, name="risk-decide"),
    path(f"{S}/<int:number>/end/", views.risk_end, name="risk-end"),
    path(f"{T}/", views.technology, name="technology"),
    path(f"{T}/ask/", views.technology_ask, name="technology-ask"),
]
