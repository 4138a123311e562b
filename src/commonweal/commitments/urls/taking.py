"""Addresses of documents to take away, of their dates and their news."""

from django.urls import path

from commonweal.commitments.views.taking import Dates, EasyRead, News, OneFile

HERE = "promises/<slug:slug>/"

urlpatterns = [
    path("promises/dates.ics", Dates.as_view(), name="promises-dates"),
    path("promises/news.xml", News.as_view(), name="promises-news"),
    path(f"{HERE}dates.ics", Dates.as_view(), name="document-dates"),
    path(f"{HERE}news.xml", News.as_view(), name="document-news"),
    path(f"{HERE}easy-read", EasyRead.as_view(), name="document-easy-read"),
    path(f"{HERE}<slug:name>.<slug:ending>", OneFile.as_view(), name="document-taken"),
    path(
        f"{HERE}versions/<int:number>/<slug:name>.<slug:ending>",
        OneFile.as_view(), name="version-taken",
    ),
]  # fmt: skip
