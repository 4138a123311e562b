"""Addresses of the staff desk's screens for events, concerns and yearly reviews."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
