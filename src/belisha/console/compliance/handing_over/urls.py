"""Addresses of posts that go over."""

from django.urls import path

from belisha.console.compliance.handing_over import views

S = "schools/<slug:school>/hand-overs"

urlpatterns = [
    path(f"{S}/", views.hand_overs, name="hand-overs"),
    path(f"{S}/<int:number>/", views.hand_over, name="hand-over"),
    path(f"{S}/<int:number>/note/", views.note, name="hand-over-note"),
    path(f"{S}/<int:number>/accept/", views.accept, name="hand-over-accept"),
]
