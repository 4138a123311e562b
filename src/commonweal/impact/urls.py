"""Addresses of measures."""

from django.urls import path

from commonweal.impact import views

urlpatterns = [
    path("measures/", views.Measures.as_view(), name="measures"),
    path("measures/<slug:slug>/", views.OneMeasure.as_view(), name="measure"),
    path("measures/<slug:slug>.csv", views.measure_as_csv, name="measure_csv"),
]
