"""Addresses of the public site."""

from django.urls import path

from commonweal.web.views import areas, feeds, home, look

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("areas/", areas.AreaIndex.as_view(), name="areas"),
    path("areas.csv", areas.AreaIndexCsv.as_view(), name="areas-csv"),
    path("areas/<str:code>.csv", areas.AreaCsv.as_view(), name="area-csv"),
    path("areas/<str:code>/", areas.AreaPage.as_view(), name="area"),
    path("news.xml", feeds.NewsFeed.as_view(), name="news-feed"),
    path("look.css", look.Look.as_view(), name="look"),
    path("manifest.webmanifest", look.Manifest.as_view(), name="manifest"),
    path("media/<path:path>", look.Media.as_view(), name="media"),
]
