"""Addresses of the screens for promises, below the staff desk's."""

from commonweal.commitments.desk import (
    calls_urls,
    compact_urls,
    consulting_urls,
    documents_urls,
    following_urls,
    points_urls,
    promises_urls,
    revealing_urls,
)

app_name = "commitments_desk"

urlpatterns = [
    *documents_urls.urlpatterns,
    *promises_urls.urlpatterns,
    *consulting_urls.urlpatterns,
    *points_urls.urlpatterns,
    *following_urls.urlpatterns,
    *compact_urls.urlpatterns,
    *calls_urls.urlpatterns,
    *revealing_urls.urlpatterns,
]
