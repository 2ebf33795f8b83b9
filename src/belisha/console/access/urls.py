"""Addresses of schools, posts and accounts."""

urlpatterns: list[object] = []
