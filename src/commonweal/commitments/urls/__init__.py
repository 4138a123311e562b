"""Addresses of promises: what the public reads, says and follows, and private links."""

from commonweal.commitments.urls import (
    answering,
    calls,
    compact,
    consulting,
    documents,
    following,
    points,
    promises,
)

urlpatterns = [
    *documents.urlpatterns,
    *promises.urlpatterns,
    *consulting.urlpatterns,
    *points.urlpatterns,
    *following.urlpatterns,
    *compact.urlpatterns,
    *calls.urlpatterns,
    *answering.urlpatterns,
]
