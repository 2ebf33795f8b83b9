"""Addresses of the register."""

urlpatterns: list[object] = []
