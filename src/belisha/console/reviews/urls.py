"""Addresses of reviews."""

from django.urls import URLPattern, path

from belisha.console.reviews import views

S = "schools/<slug:school>/reviews"

urlpatterns: list[URLPattern] = [
    path(f"{S}/", views.reviews, name="reviews"),
    path(f"{S}/wanted/", views.cause, name="review-cause"),
    path(f"{S}/all/", views.past, name="reviews-past"),
    path(f"{S}/begin/<slug:kind>/", views.begin_review, name="review-begin"),
    path(f"{S}/<int:pk>/", views.review, name="review"),
    path(f"{S}/<int:pk>/paper/", views.paper, name="review-paper"),
    path(f"{S}/<int:pk>/signed.json", views.frozen, name="review-frozen"),
    path(f"{S}/<int:pk>/write/", views.write, name="review-write"),
    path(f"{S}/<int:pk>/sign/", views.signing, name="review-sign"),
    path(f"{S}/<int:pk>/withdraw/", views.withdrawing, name="review-withdraw"),
    path(f"{S}/<int:pk>/actions/add/", views.action_add, name="review-action-add"),
    path(f"{S}/actions/<int:pk>/done/", views.action_done, name="review-action-done"),
]
