"""Addresses of walks."""

from django.urls import path

from belisha.console.compliance.walks import views

S = "schools/<slug:school>/walks"

urlpatterns = [
    path(f"{S}/", views.walks, name="walks"),
    path(f"{S}/start/", views.start, name="walk-start"),
    path(f"{S}/sheet/", views.sheet, name="walk-sheet"),
    path(f"{S}/points/", views.points, name="walk-points"),
    path(f"{S}/points/<int:number>/end/", views.point_end, name="walk-point-end"),
    path(f"{S}/wrong/<int:number>/", views.wrong, name="walk-wrong"),
    path(f"{S}/<int:number>/", views.walk, name="walk"),
    path(f"{S}/<int:number>/add/", views.add_place, name="walk-place-add"),
    path(f"{S}/<int:number>/sign/", views.sign, name="walk-sign"),
    path(f"{S}/<int:number>/drop/", views.drop, name="walk-drop"),
    path(f"{S}/<int:number>/<int:place>/", views.place, name="walk-place"),
]
