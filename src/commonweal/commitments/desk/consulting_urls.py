"""Addresses of the staff desk's screens for consultations, and what came of what people said."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
