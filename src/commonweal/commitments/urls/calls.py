"""Addresses of elections, candidates and their answers."""

from django.urls import path

from commonweal.commitments.views import answer_files, councillors, elections

urlpatterns = [
    path("elections/", elections.Elections.as_view(), name="elections"),
    path("elections/<slug:slug>/", elections.OneElection.as_view(), name="election"),
    path("elections/<slug:slug>/log/", elections.CallLog.as_view(), name="call_log"),
    path(
        "elections/<slug:slug>/corrections/",
        elections.CallCorrections.as_view(),
        name="call_corrections",
    ),
    path("elections/<slug:slug>/spending/", elections.CallSpending.as_view(), name="call_spending"),
    path(
        "elections/<slug:slug>/spending.csv",
        elections.CallSpendingCsv.as_view(),
        name="call_spending_csv",
    ),
    path(
        "elections/<slug:slug>/answers.json",
        answer_files.AnswersJson.as_view(),
        name="call_answers_json",
    ),
    path(
        "elections/<slug:slug>/answers.csv",
        answer_files.AnswersCsv.as_view(),
        name="call_answers_csv",
    ),
    path(
        "elections/<slug:slug>/ask/<int:number>/", elections.OneAsk.as_view(), name="ask_of_a_call"
    ),
    path("elections/<slug:slug>/<str:code>/", elections.OneBallot.as_view(), name="ballot"),
    path("councillors/<int:pk>/", councillors.CouncillorPage.as_view(), name="councillor"),
    path("update/<str:token>/", councillors.UpdateCouncillor.as_view(), name="update"),
]
