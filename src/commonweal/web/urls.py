"""Addresses of the public site."""

from django.urls import path

from commonweal.web.views import (
    areas,
    feeds,
    home,
    look,
    machines,
    organisations,
    parts,
    search,
    services,
    statements,
    taking,
)

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path(
        "organisations/<str:ref>.json",
        organisations.OrganisationJson.as_view(),
        name="organisation-json",
    ),
    path("organisations/<str:ref>/", organisations.OrganisationPage.as_view(), name="organisation"),
    path("areas/", areas.AreaIndex.as_view(), name="areas"),
    path("areas.csv", areas.AreaIndexCsv.as_view(), name="areas-csv"),
    path("areas/<str:code>.csv", areas.AreaCsv.as_view(), name="area-csv"),
    path("areas/<str:code>/", areas.AreaPage.as_view(), name="area"),
    path("services/", services.Services.as_view(), name="services"),
    path("services.csv", services.ServicesCsv.as_view(), name="services-csv"),
    path("services/gaps/", services.ServiceGaps.as_view(), name="service-gaps"),
    path("services/<uuid:key>/", services.ServicePage.as_view(), name="service"),
    path("data/", statements.Data.as_view(), name="data"),
    path("data/datapackage.json", taking.Descriptor.as_view(), name="data-descriptor"),
    path("data/<slug:table>.<slug:ending>", taking.Tables.as_view(), name="data-table"),
    path("accessibility/", statements.Accessibility.as_view(), name="accessibility"),
    path("privacy/", statements.Privacy.as_view(), name="privacy"),
    path("cookies/", statements.Cookies.as_view(), name="cookies"),
    path("news.xml", feeds.NewsFeed.as_view(), name="news-feed"),
    path("sitemap.xml", machines.SitemapIndex.as_view(), name="sitemap"),
    path("sitemap-<str:section>.xml", machines.SitemapPart.as_view(), name="sitemap-part"),
    path("robots.txt", machines.Robots.as_view(), name="robots"),
    path(".well-known/security.txt", machines.Security.as_view(), name="security"),
    path("parts/", parts.Parts.as_view(), name="parts"),
    path("search.csv", search.SearchCsv.as_view(), name="search-csv"),
    path("search/", search.Search.as_view(), name="search"),
    path("look.css", look.Look.as_view(), name="look"),
    path("manifest.webmanifest", look.Manifest.as_view(), name="manifest"),
    path("media/<path:path>", look.Media.as_view(), name="media"),
]
