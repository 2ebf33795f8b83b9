"""Addresses of reviews and remote access."""

from django.urls import URLPattern, path

from belisha.console.filtering.reviews import remote, views

S = "schools/<slug:school>/filter"

urlpatterns: list[URLPattern] = [
    path(f"{S}/reviews/", views.reviews, name="filter-reviews"),
    path(f"{S}/reviews/wanted/", views.cause, name="filter-review-cause"),
    path(f"{S}/reviews/all/", views.past, name="filter-reviews-past"),
    path(f"{S}/reviews/begin/<slug:kind>/", views.begin_review, name="filter-review-begin"),
    path(f"{S}/reviews/<int:pk>/", views.review, name="filter-review"),
    path(f"{S}/reviews/<int:pk>/write/", views.write, name="filter-review-write"),
    path(f"{S}/reviews/<int:pk>/sign/", views.signing, name="filter-review-sign"),
    path(f"{S}/reviews/<int:pk>/withdraw/", views.withdrawing, name="filter-review-withdraw"),
    path(f"{S}/reviews/<int:pk>/actions/add/", views.action_add, name="filter-review-action-add"),
    path(f"{S}/reviews/actions/<int:pk>/done/", views.action_done, name="filter-review-action-done"),
    path(f"{S}/remote/", remote.grants, name="remote-access"),
    path(f"{S}/remote/ask/", remote.ask, name="remote-access-ask"),
    path(f"{S}/remote/<int:pk>/", remote.grant, name="remote-access-one"),
    path(f"{S}/remote/<int:pk>/approve/", remote.approve, name="remote-access-approve"),
    path(f"{S}/remote/<int:pk>/refuse/", remote.refuse, name="remote-access-refuse"),
    path(f"{S}/remote/<int:pk>/close/", remote.close, name="remote-access-close"),
]
