"""Addresses of pages that cross apps."""

from django.urls import path

from belisha.console.flows import home

urlpatterns = [path("", home.home, name="home")]
