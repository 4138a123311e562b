"""Addresses of candidates' private pages."""

from django.urls import URLPattern, path

from commonweal.commitments.views.answering import AnswerCall, TypeCode

urlpatterns: list[URLPattern] = [
    path("answer/", TypeCode.as_view(), name="type_answer_code"),
    path("answer/<str:token>/", AnswerCall.as_view(), name="answer_call"),
]
