"""Addresses of the public site."""

from django.urls import path

from commonweal.web import views

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
]
