"""Addresses of what people do with an entry: keep, claim, put right, answer, join."""

from __future__ import annotations

from django.urls import path

from commonweal.sector.views import feedback

urlpatterns = [
    path(
        "services/<uuid:key>/feedback/",
        feedback.SayHowItWas.as_view(),
        name="say-how-it-was",
    ),
    path("services/<uuid:key>/answer/", feedback.AnswerInPublic.as_view(), name="answer-in-public"),
    path("feedback/<str:token>/", feedback.YourFeedback.as_view(), name="feedback"),
    path(
        "organisations/<str:ref>/feedback/",
        feedback.FeedbackHere.as_view(),
        name="organisation-feedback",
    ),
    path(
        "organisations/<str:ref>/feedback/<int:pk>/reply/",
        feedback.ReplyToFeedback.as_view(),
        name="reply-to-feedback",
    ),
    path(
        "organisations/<str:ref>/feedback/<int:pk>/question/",
        feedback.QuestionFeedback.as_view(),
        name="question-feedback",
    ),
]
