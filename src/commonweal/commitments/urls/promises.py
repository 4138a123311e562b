"""Addresses of single promises, what is done about them, and replies to reviews."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
