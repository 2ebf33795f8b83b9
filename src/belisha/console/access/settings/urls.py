"""Addresses of settings."""

from django.urls import path

from belisha.console.access.settings import views

urlpatterns = [
    path("schools/<slug:school>/settings/", views.settings, name="settings"),
    path("schools/<slug:school>/settings/<slug:key>/", views.setting, name="setting"),
    path("schools/<slug:school>/settings/<slug:key>/reset/", views.setting_reset, name="setting-reset"),
    path("federation/settings/", views.federation_settings, name="federation-settings"),
    path("federation/settings/<slug:key>/", views.federation_setting, name="federation-setting"),
    path("federation/settings/<slug:key>/reset/", views.federation_setting_reset, name="federation-setting-reset"),
]
