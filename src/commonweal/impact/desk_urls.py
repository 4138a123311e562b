"""Addresses of the screens for measures, below the staff desk's."""

from django.urls import path

from commonweal.impact import desk

app_name = "impact_desk"

urlpatterns = [
    path("", desk.MeasureList.as_view(), name="measures"),
    path("results/", desk.MeasureList.as_view(results_only=True), name="measures_results"),
    path("add/", desk.AddMeasure.as_view(), name="add_measure"),
    path("<int:pk>/", desk.MeasurePage.as_view(), name="measure"),
    path("<int:pk>/record/", desk.RecordFigure.as_view(), name="record"),
    path("<int:pk>/end/", desk.EndMeasure.as_view(), name="end"),
    path("figures/<int:pk>/withdraw/", desk.WithdrawFigure.as_view(), name="withdraw"),
]
