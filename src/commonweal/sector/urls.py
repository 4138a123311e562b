"""Addresses of what people do with an entry: keep, claim, put right, answer, join."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
