"""The address of the way into the demonstration."""

from django.urls import path

from commonweal.demo import views

urlpatterns = [path("demonstration/", views.Demonstration.as_view(), name="demonstration")]
