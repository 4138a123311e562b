"""Addresses of the people's screens, below the staff desk's."""

from django.urls import path

from commonweal.accounts import desk

app_name = "accounts_desk"

urlpatterns = [
    path("", desk.PersonList.as_view(), name="people"),
    path("results/", desk.PersonList.as_view(results_only=True), name="people_results"),
    path("welcome/", desk.Welcome.as_view(), name="welcome"),
    path("<int:pk>/", desk.Change.as_view(), name="person"),
    path("<int:pk>/forget-passkeys/", desk.ForgetPasskeys.as_view(), name="forget_passkeys"),
]
