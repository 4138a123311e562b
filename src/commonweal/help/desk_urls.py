"""Addresses of the screens for help, below the staff desk's."""

from django.urls import path

from commonweal.help import desk

app_name = "help_desk"

urlpatterns = [
    path("schemes/", desk.SchemeList.as_view(), name="schemes"),
    path("schemes/results/", desk.SchemeList.as_view(results_only=True), name="schemes_results"),
    path("schemes/add/", desk.AddScheme.as_view(), name="add_scheme"),
    path("shared-telephones/add/", desk.AddPool.as_view(), name="add_pool"),
    path("numbers/begin/", desk.BeginMeasures.as_view(), name="begin_measures"),
]
