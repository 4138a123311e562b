"""Addresses of the staff desk's screens for promises and what is done about them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
