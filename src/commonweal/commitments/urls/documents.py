"""Addresses of what is written: the list, one of them, its history and its files."""

from django.urls import path

from commonweal.commitments.views import documents

OF = "promises/<slug:slug>/"

urlpatterns = [
    path("promises/", documents.Promises.as_view(), name="promises"),
    path(OF, documents.DocumentPage.as_view(), name="document"),
    path(f"{OF}versions/", documents.Versions.as_view(), name="document_versions"),
    path(f"{OF}versions/<int:number>/", documents.OneVersion.as_view(), name="document_version"),
    path(
        f"{OF}versions/<int:number>/since/<int:before>/",
        documents.VersionChanges.as_view(),
        name="document_changes",
    ),
    path(f"{OF}part/<uuid:key>/", documents.ParagraphHistory.as_view(), name="paragraph"),
    path("files/<uuid:key>/", documents.FileDownload.as_view(), name="file"),
]
