"""Addresses of the staff desk's screens for what is written."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
