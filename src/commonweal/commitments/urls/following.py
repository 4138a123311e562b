"""Addresses of following a document by e-mail or feed."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
