"""Addresses of the API. Each names its permission, so that the list of addresses can show it."""

from django.urls import path

from commonweal.api.pages import ApiPage
from commonweal.api.v1 import api

_operations, _app, _namespace = api.urls
for _pattern in _operations:
    setattr(_pattern.callback, "permission", None)  # noqa: B010

urlpatterns = [
    path("api/", ApiPage.as_view(), name="api"),
    path("api/v1/", (_operations, _app, _namespace)),
]
