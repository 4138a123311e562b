"""Addresses of the outbox."""

from django.urls import path

from commonweal.comms import views

urlpatterns = [
    path("outbox/", views.OutboxPage.as_view(), name="outbox"),
    path("texts/report/", views.TextReport.as_view(), name="text_report"),
]
