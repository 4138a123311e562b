"""Addresses of the import pages, below the staff desk's."""

from django.urls import path

from commonweal.sector.desk import feeds, imports, sheets

app_name = "imports"

urlpatterns = [
    path("", imports.Imports.as_view(), name="list"),
    path("start/", imports.StartImport.as_view(), name="start"),
    path("runs/<int:pk>/", imports.RunPage.as_view(), name="run"),
    path("runs/<int:pk>/rejects/", imports.Rejects.as_view(), name="rejects"),
    path("runs/<int:pk>/confirm/", imports.ConfirmRun.as_view(), name="confirm"),
    path("runs/<int:pk>/drop/", imports.DropRun.as_view(), name="drop"),
    path("runs/<int:pk>/resume/", imports.ResumeRun.as_view(), name="resume"),
    path("directories/", feeds.FeedList.as_view(), name="feeds"),
    path("directories/results/", feeds.FeedList.as_view(results_only=True), name="feeds_results"),
    path("directories/add/", feeds.AddFeed.as_view(), name="add_feed"),
    path("directories/<int:pk>/", feeds.ChangeFeed.as_view(), name="feed"),
    path("directories/<int:pk>/bring-in/", feeds.BringFeed.as_view(), name="bring_feed"),
    path("list/", sheets.GiveSheet.as_view(), name="give"),
    path("list/<str:token>/", sheets.MapSheet.as_view(), name="map"),
    path("list/<str:token>/<int:mapping>/", sheets.PreviewSheet.as_view(), name="preview"),
]
