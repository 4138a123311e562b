"""Addresses of consultations, and what came of what people said."""

from django.urls import URLPattern, path

from commonweal.commitments.views import consulting

ONE = "consultations/<slug:slug>/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("consultations/", consulting.Consultations.as_view(), name="consultations"),
    path(ONE, consulting.ConsultationPage.as_view(), name="consultation"),
    path(f"{ONE}answer/", consulting.Saying.as_view(), name="say_it"),
    path(f"{ONE}on-paper/", consulting.OnPaper.as_view(), name="consultation_on_paper"),
    path(f"{ONE}comments/", consulting.Comments.as_view(), name="comments"),
    path(f"{ONE}about-you/", consulting.AboutYou.as_view(), name="about_you"),
    path("said/<str:token>/sent/", consulting.Thanks.as_view(), name="said_thanks"),
]
