"""Addresses of what is written: the list, one of them, its history and its files."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
