"""Addresses of the pages of the record."""

from django.urls import path

from belisha.console.auditing import views

urlpatterns = [
    path("schools/<slug:school>/audit/", views.school_record, name="audit"),
    path("schools/<slug:school>/audit/export/", views.school_record_export, name="audit_export"),
    path("schools/<slug:school>/audit/shred/", views.school_record_shred, name="audit_shred"),
    path("federation/audit/", views.federation_record, name="federation_audit"),
    path("federation/audit/export/", views.federation_record_export, name="federation_audit_export"),
    path("federation/audit/shred/", views.federation_record_shred, name="federation_audit_shred"),
]
