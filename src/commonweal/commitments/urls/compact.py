"""Addresses of events, concerns and the yearly review of agreements."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
