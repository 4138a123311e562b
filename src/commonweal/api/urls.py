"""Addresses of the API. Each names its permission, so that the list of addresses can show it."""

from django.urls import path

from commonweal.api.open_referral.operations import api as open_referral
from commonweal.api.pages import ApiPage
from commonweal.api.v1 import api

for _pattern in (*api.urls[0], *open_referral.urls[0]):
    setattr(_pattern.callback, "permission", None)  # noqa: B010

urlpatterns = [
    path("api/", ApiPage.as_view(), name="api"),
    path("api/v1/", api.urls),
    path("open-referral/", open_referral.urls),
]
