"""Addresses of the self-review."""

from django.urls import path

from belisha.console.compliance.self_review import views

S = "schools/<slug:school>/duties/self-review"

urlpatterns = [
    path(f"{S}/", views.self_review, name="self-review"),
    path(f"{S}/all.<slug:form>", views.self_review_file, name="self-review-file"),
    path(f"{S}/<slug:aspect>/", views.aspect, name="self-review-aspect"),
    path(f"{S}/<slug:aspect>/level/", views.aspect_judge, name="self-review-judge"),
    path(f"{S}/<slug:aspect>/paper/", views.aspect_paper, name="self-review-paper"),
]
