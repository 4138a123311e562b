"""Addresses of the staff desk's screens for answers that are shown, results and councillors."""

from django.urls import path

from commonweal.commitments.desk import councillors, results, revealing

urlpatterns = [
    path("answers/", revealing.ShowingList.as_view(), name="showing"),
    path(
        "answers/results/", revealing.ShowingList.as_view(results_only=True), name="showing_results"
    ),
    path("answers/<int:pk>/", revealing.ShowingCall.as_view(), name="showing_call"),
    path("answers/<int:pk>/hold/", revealing.HoldCall.as_view(), name="hold_call"),
    path("answers/<int:pk>/release/", revealing.ReleaseCall.as_view(), name="release_call"),
    path("answers/<int:pk>/correct/", revealing.CorrectCall.as_view(), name="correct_call"),
    path("answers/<int:pk>/words/", revealing.AnswerList.as_view(), name="answers"),
    path(
        "answers/<int:pk>/words/results/",
        revealing.AnswerList.as_view(results_only=True),
        name="answers_results",
    ),
    path(
        "answers/words/<int:pk>/withhold/",
        revealing.WithholdWords.as_view(),
        name="withhold_words",
    ),
    path("answers/<int:pk>/spending/", results.LogSpend.as_view(), name="log_spend"),
    path("answers/<int:pk>/elected/", results.BallotList.as_view(), name="results"),
    path(
        "answers/<int:pk>/elected/results/",
        results.BallotList.as_view(results_only=True),
        name="results_results",
    ),
    path("answers/<int:pk>/elected/file/", results.ImportResults.as_view(), name="import_results"),
    path("answers/<int:pk>/office/", results.TakeOffice.as_view(), name="take_office"),
    path("ballots/<int:pk>/elected/", results.EnterResult.as_view(), name="enter_result"),
    path("councillors/", councillors.CouncillorList.as_view(), name="councillors"),
    path(
        "councillors/results/",
        councillors.CouncillorList.as_view(results_only=True),
        name="councillors_results",
    ),
    path("councillors/<int:pk>/party/", councillors.JoinParty.as_view(), name="join_party"),
    path("councillors/<int:pk>/left/", councillors.LeaveOffice.as_view(), name="leave_office"),
]
