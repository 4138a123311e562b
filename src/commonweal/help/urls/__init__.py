"""Addresses of help: what the public asks, the rooms of schemes, and private links."""

from commonweal.help.urls import (
    asking,
    board,
    giving,
    helpers,
    matching,
    numbers,
    plans,
    protection,
    reaching,
    requests,
    schemes,
    visits,
)

urlpatterns = [
    *asking.urlpatterns,
    *schemes.urlpatterns,
    *requests.urlpatterns,
    *helpers.urlpatterns,
    *matching.urlpatterns,
    *visits.urlpatterns,
    *giving.urlpatterns,
    *reaching.urlpatterns,
    *plans.urlpatterns,
    *protection.urlpatterns,
    *board.urlpatterns,
    *numbers.urlpatterns,
]
