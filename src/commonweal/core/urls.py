"""Addresses for whoever keeps the machine."""

from django.urls import path

from commonweal.core import health

urlpatterns = [
    path("healthz", health.Alive.as_view(), name="healthz"),
    path("readyz", health.Ready.as_view(), name="readyz"),
]
