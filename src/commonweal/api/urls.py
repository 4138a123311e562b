"""Addresses of the API. Each names its permission, so that the list of addresses can show it."""

from django.urls import path

from commonweal.api import tables
from commonweal.api.open_referral.operations import api as open_referral
from commonweal.api.pages import ApiPage
from commonweal.api.reconciling import views as reconciling
from commonweal.api.v1 import api

_contracts = {"api/v1/": api.urls, "open-referral/": open_referral.urls}
for _operations, _app, _namespace in _contracts.values():
    for _pattern in _operations:
        setattr(_pattern.callback, "permission", None)  # noqa: B010

urlpatterns = [
    path("reconcile", reconciling.Reconcile.as_view(), name="reconcile"),
    path("reconcile/properties", reconciling.Properties.as_view(), name="reconcile-properties"),
    path("reconcile/preview/<str:ref>", reconciling.Preview.as_view(), name="reconcile-preview"),
    path("reconcile/suggest/<str:what>", reconciling.Suggest.as_view(), name="reconcile-suggest"),
    path("api/v1/promises.csv", tables.Promises.as_view(), name="promises-csv"),
    path("api/v1/commitments.csv", tables.Commitments.as_view(), name="commitments-csv"),
    path("api/v1/evidence.csv", tables.Evidence.as_view(), name="evidence-csv"),
    path("api/v1/events.csv", tables.Events.as_view(), name="events-csv"),
    path("api/v1/answers.csv", tables.Answers.as_view(), name="answers-csv"),
    path("api/", ApiPage.as_view(), name="api"),
    *(path(where, contract) for where, contract in _contracts.items()),
]
