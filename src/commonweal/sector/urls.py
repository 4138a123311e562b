"""Addresses of what people do with an entry: keep, claim, put right, answer, join."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.sector.views import (
    answering,
    choosing,
    claiming,
    confirming,
    feedback,
    history,
    joining,
    keeping,
    keeping_fresh,
    keeping_services,
    matching,
    members,
    mine,
    relaying,
    suggesting,
)

CLAIM, ONE = "claims/<str:token>/", "organisations/<str:ref>/"

claims = [
    path(f"{ONE}claim/", claiming.Claim.as_view(), name="claim"),
    path(f"{ONE}claim/sent/", claiming.ClaimSent.as_view(), name="claim_sent"),
    path(CLAIM, claiming.OneClaim.as_view(), name="page_claim"),
    path(f"{CLAIM}letter/", claiming.AskForLetter.as_view(), name="claim_letter"),
    path(f"{CLAIM}code/", claiming.WriteCode.as_view(), name="claim_code"),
    path(f"{CLAIM}take-back/", claiming.TakeBack.as_view(), name="claim_take_back"),
]
who_keeps = [
    path("account/organisations/", mine.YourOrganisations.as_view(), name="your_organisations"),
    path("invitations/<str:token>/", members.AcceptInvitation.as_view(), name="invitation"),
    path(f"{ONE}members/", members.Members.as_view(), name="members"),
    path(f"{ONE}members/invite/", members.Invite.as_view(), name="invite"),
    path(f"{ONE}members/leave/", members.Leave.as_view(), name="leave"),
    path(f"{ONE}members/<int:pk>/role/", members.ChangeRole.as_view(), name="change_role"),
    path(f"{ONE}members/<int:pk>/end/", members.EndMembership.as_view(), name="end_membership"),
    path(
        f"{ONE}invitations/<int:pk>/withdraw/",
        members.WithdrawInvitation.as_view(),
        name="withdraw_invitation",
    ),
    path(f"{ONE}claims/<int:pk>/", members.AnswerClaim.as_view(), name="answer_claim"),
]
keep = [
    path(f"{ONE}keep/", keeping.Keep.as_view(), name="keep"),
    path(f"{ONE}keep/facts/", keeping.KeepFacts.as_view(), name="keep_facts"),
    path(
        f"{ONE}keep/facts/<int:pk>/take-back/",
        keeping.TakeBackFact.as_view(),
        name="take_back_fact",
    ),
    path(f"{ONE}keep/names/", keeping.KeepNames.as_view(), name="keep_names"),
    path(f"{ONE}keep/names/<int:pk>/remove/", keeping.RemoveName.as_view(), name="drop_name"),
    path(f"{ONE}keep/still-right/", keeping_fresh.KeepFresh.as_view(), name="keep_fresh"),
    path(f"{ONE}keep/areas/", keeping.KeepAreas.as_view(), name="keep_areas"),
]
SERVICES = f"{ONE}keep/services/"
services = [
    path(SERVICES, keeping_services.KeepServices.as_view(), name="keep_services"),
    path(f"{SERVICES}add/", keeping_services.AddOne.as_view(), name="add_service"),
    path(f"{SERVICES}<int:pk>/", keeping_services.ChangeOne.as_view(), name="keep_service"),
    *(
        path(f"{SERVICES}<int:pk>/{turn}/", view.as_view(), name=f"{turn}_service")
        for turn, view in (
            ("assure", keeping_services.AssureOne),
            ("resume", keeping_services.ResumeOne),
            ("pause", keeping_services.PauseOne),
            ("end", keeping_services.EndOne),
        )
    ),
]
others = [
    # Whom does a list mean?
    path("match/", matching.GiveList.as_view(), name="match"),
    path("match/<str:token>/", matching.ShowList.as_view(), name="match-list"),
    path("match/<str:token>/columns/", matching.ChooseColumns.as_view(), name="match-columns"),
    path("match/<str:token>/review/", matching.Review.as_view(), name="match-review"),
    path("match/<str:token>/forget/", matching.ForgetList.as_view(), name="match-forget"),
    path("match/<str:token>/list.csv", matching.TakeList.as_view(), name="match-csv"),
    path(
        "match/<str:token>/list.xlsx", matching.TakeList.as_view(ending="xlsx"), name="match-xlsx"
    ),
    # Suggestions and history.
    path(
        "organisations/<str:ref>/suggest/",
        suggesting.SuggestOfOrganisation.as_view(),
        name="suggest",
    ),
    path(
        "services/<uuid:key>/suggest/",
        suggesting.SuggestOfService.as_view(),
        name="suggest-service",
    ),
    path("suggestions/<str:token>/", suggesting.YourSuggestion.as_view(), name="suggestion"),
    path(
        "organisations/<str:ref>/suggestions/", answering.Suggestions.as_view(), name="suggestions"
    ),
    path(
        "organisations/<str:ref>/suggestions/<int:pk>/", answering.Decide.as_view(), name="decide"
    ),
    path("organisations/<str:ref>/history/", history.History.as_view(), name="history"),
    path(
        "organisations/<str:ref>/history/<slug:entry>/", history.PutBack.as_view(), name="put-back"
    ),
    path("services/<uuid:key>/history/", history.History.as_view(), name="service-history"),
    path(
        "services/<uuid:key>/history/<slug:entry>/",
        history.PutBack.as_view(),
        name="put-back-service",
    ),
    # Is your entry still right?
    path("still-right/<str:token>/", confirming.StillRight.as_view(), name="still-right"),
    path(
        "still-right/<str:token>/change/",
        confirming.ChangeByLink.as_view(),
        name="still-right-change",
    ),
    path("still-right/<str:token>/no/", confirming.NotUs.as_view(), name="still-right-no"),
    # How people were treated.
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
    # Groups without a number.
    path("join/", joining.Join.as_view(), name="join"),
    path("join/sent/", joining.JoinSent.as_view(), name="join-sent"),
    path(
        "join/sent/telephone/",
        joining.JoinSent.as_view(by_telephone=True),
        name="join-sent-telephone",
    ),
    path("join/<str:token>/", joining.ApplicationPage.as_view(), name="application"),
    path("vouch/<str:token>/", joining.VouchPage.as_view(), name="vouch"),
    path("organisations/<str:ref>/write/", relaying.Write.as_view(), name="write"),
    path(
        "organisations/<str:ref>/write/sent/",
        relaying.LetterWritten.as_view(),
        name="letter-written",
    ),
    path("letters/<str:token>/", relaying.SendLetter.as_view(), name="send-letter"),
    path("letters/stop/<str:token>/", relaying.StopLetters.as_view(), name="stop-letters"),
    path(
        "organisations/<str:ref>/choices/",
        choosing.ChoicesOfMember.as_view(),
        name="organisation-choices",
    ),
    path(
        "organisations/<str:ref>/choices/link/",
        choosing.AskForChoices.as_view(),
        name="ask-for-choices",
    ),
    path("your-group/<str:token>/", choosing.ChoicesByLink.as_view(), name="group-choices"),
]
urlpatterns: list[URLPattern] = [*claims, *who_keeps, *keep, *services, *others]
