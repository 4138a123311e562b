"""Addresses of the screens about areas and the place, below the staff desk's."""

from django.urls import path

from commonweal.places.desk import areas, settings

app_name = "places_desk"

urlpatterns = [
    path("areas/", areas.AreaList.as_view(), name="areas"),
    path("areas/results/", areas.AreaList.as_view(results_only=True), name="areas_results"),
    path("areas/<int:pk>/", areas.AreaPage.as_view(), name="area"),
    path("place/", settings.Describe.as_view(), name="describe"),
]
