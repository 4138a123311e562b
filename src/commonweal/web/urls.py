"""Addresses of the public site."""

from django.urls import path

from commonweal.web.views import home, look

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("look.css", look.Look.as_view(), name="look"),
    path("manifest.webmanifest", look.Manifest.as_view(), name="manifest"),
    path("media/<path:path>", look.Media.as_view(), name="media"),
]
