"""Addresses of promises: what the public reads, says and follows, and private links."""

from commonweal.commitments.urls import (
    calls,
    compact,
    consulting,
    documents,
    following,
    promises,
    taking,
)

urlpatterns = [
    *documents.urlpatterns,
    *taking.urlpatterns,
    *promises.urlpatterns,
    *consulting.urlpatterns,
    *following.urlpatterns,
    *compact.urlpatterns,
    *calls.urlpatterns,
]
