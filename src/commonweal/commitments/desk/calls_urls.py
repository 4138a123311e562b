"""Addresses of the staff desk's screens for elections, candidates and their answers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
