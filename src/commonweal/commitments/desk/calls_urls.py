"""Addresses of the staff desk's screens for elections, candidates and their answers."""

from django.urls import URLPattern, path

from commonweal.commitments.desk import calls, calls_ballots, calls_candidates, calls_elections

ONE = "calls/<int:pk>/candidates/<int:candidate>/"

urlpatterns: list[URLPattern] = [
    path("elections/", calls_elections.ElectionList.as_view(), name="elections"),
    path(
        "elections/results/",
        calls_elections.ElectionList.as_view(results_only=True),
        name="elections_results",
    ),
    path("elections/add/", calls_elections.AddElection.as_view(), name="add_election"),
    path("elections/bring/", calls_elections.BringCandidates.as_view(), name="bring_candidates"),
    path("elections/<int:pk>/", calls_elections.ElectionPage.as_view(), name="election"),
    path(
        "elections/<int:pk>/change/",
        calls_elections.ChangeElection.as_view(),
        name="change_election",
    ),
    path("elections/<int:pk>/ballots/", calls_elections.AddBallot.as_view(), name="add_ballot"),
    path("ballots/<int:pk>/", calls_ballots.BallotPage.as_view(), name="ballot"),
    path("ballots/<int:pk>/change/", calls_elections.ChangeBallot.as_view(), name="change_ballot"),
    path("ballots/<int:pk>/check/", calls_ballots.CheckBallot.as_view(), name="check_ballot"),
    path("ballots/<int:pk>/put-off/", calls_ballots.PutOff.as_view(), name="put_off_ballot"),
    path(
        "ballots/<int:pk>/candidates/", calls_ballots.AddCandidate.as_view(), name="add_candidate"
    ),
    path("candidates/<int:pk>/", calls_ballots.ChangeCandidate.as_view(), name="change_candidate"),
    path("candidates/<int:pk>/standing/", calls_ballots.SayStanding.as_view(), name="say_standing"),
    path("calls/", calls.CallList.as_view(), name="calls"),
    path("calls/results/", calls.CallList.as_view(results_only=True), name="calls_results"),
    path("calls/of/<int:pk>/", calls.SetOut.as_view(), name="set_out_call"),
    path("calls/<int:pk>/", calls.CallPage.as_view(), name="call"),
    path("calls/<int:pk>/declare/", calls.Declare.as_view(), name="declare_interest"),
    path("calls/<int:pk>/open/", calls.Open.as_view(), name="open_call"),
    path("calls/<int:pk>/letters/", calls.Letters.as_view(), name="letters_owed"),
    path("calls/<int:pk>/letters/print/", calls.PrintLetters.as_view(), name="print_letters"),
    path(ONE, calls_candidates.Called.as_view(), name="called"),
    path(f"{ONE}answer/", calls_candidates.WriteDown.as_view(), name="write_down_answer"),
    path(f"{ONE}code/", calls_candidates.MakeCode.as_view(), name="make_code"),
    path(f"{ONE}send/", calls_candidates.SendAnew.as_view(), name="send_anew"),
    path(f"{ONE}links/<int:link>/", calls_candidates.Revoke.as_view(), name="revoke_link"),
    path(
        f"{ONE}told/<slug:kind>/<int:number>/",
        calls_candidates.Note.as_view(),
        name="note_contact",
    ),
]
