"""Addresses of the register's screens, below the staff desk's."""

from django.urls import URLPattern, path

from commonweal.sector.desk import (
    adding,
    claims,
    deciding,
    feedback,
    freshness,
    group_forms,
    groups,
    letters,
    lists,
    nominations,
    pages,
    pairs,
    place,
    ringing,
    rows,
    service_turns,
    services,
    suggestions,
)
from commonweal.sector.freshness import Sort
from commonweal.ui.desk import DeskList

app_name = "sector_desk"


def listing(address: str, view: type[DeskList], name: str) -> list[URLPattern]:
    """A list, and the part of it that is replaced when it is narrowed."""
    return [
        path(address, view.as_view(), name=name),
        path(f"{address}results/", view.as_view(results_only=True), name=f"{name}_results"),
    ]


urlpatterns = [
    path("organisations/", lists.OrganisationList.as_view(), name="organisations"),
    path(
        "organisations/results/",
        lists.OrganisationList.as_view(results_only=True),
        name="organisations_results",
    ),
    path("organisations/add-group/", adding.AddGroup.as_view(), name="add_group"),
    path("organisations/add-partner/", adding.AddPartner.as_view(), name="add_partner"),
    path("organisations/<int:pk>/", pages.OrganisationPage.as_view(), name="organisation"),
    path("organisations/<int:pk>/correct/", pages.Correct.as_view(), name="correct"),
    path("organisations/<int:pk>/withhold/", pages.Withhold.as_view(), name="withhold"),
    path("organisations/<int:pk>/areas/", pages.SetAreas.as_view(), name="areas"),
    path("organisations/<int:pk>/add-name/", pages.AddName.as_view(), name="add_name"),
    path("organisations/<int:pk>/add-number/", pages.AddIdentifier.as_view(), name="add_number"),
    path("organisations/<int:pk>/merge/", pages.MergeIn.as_view(), name="merge_in"),
    path("corrections/<int:pk>/withdraw/", rows.WithdrawCorrection.as_view(), name="withdraw"),
    path("withholdings/<int:pk>/lift/", rows.LiftWithholding.as_view(), name="lift"),
    path("names/<int:pk>/remove/", rows.RemoveName.as_view(), name="remove_name"),
    path("numbers/<int:pk>/remove/", rows.RemoveIdentifier.as_view(), name="remove_number"),
    path("doubts/", pairs.ReviewList.as_view(), name="doubts"),
    path("doubts/results/", pairs.ReviewList.as_view(results_only=True), name="doubts_results"),
    path("doubts/<int:pk>/", deciding.DecideDoubt.as_view(), name="doubt"),
    path("claims/", claims.ClaimList.as_view(), name="claims"),
    path("claims/results/", claims.ClaimList.as_view(results_only=True), name="claims_results"),
    path("claims/<int:pk>/", claims.DecideClaim.as_view(), name="claim"),
    path("claims/<int:pk>/letter/", claims.PrintLetter.as_view(), name="claim_letter"),
    path("unkept/", claims.UnkeptList.as_view(), name="unkept"),
    path("unkept/results/", claims.UnkeptList.as_view(results_only=True), name="unkept_results"),
    path("merges/", pairs.MergeList.as_view(), name="merges"),
    path("merges/results/", pairs.MergeList.as_view(results_only=True), name="merges_results"),
    path("merges/<int:pk>/", deciding.UndoMerge.as_view(), name="merge"),
    path("nominated/", nominations.NominationList.as_view(), name="nominations"),
    path(
        "nominated/results/",
        nominations.NominationList.as_view(results_only=True),
        name="nominations_results",
    ),
    path("nominated/add/", nominations.Nominate.as_view(), name="nominate"),
    path(
        "nominated/<int:pk>/",
        nominations.WithdrawNomination.as_view(),
        name="withdraw_nomination",
    ),
    path("organisations/<int:pk>/add-service/", services.AddService.as_view(), name="add_service"),
    path("services/", services.ServiceList.as_view(), name="services"),
    path(
        "services/results/",
        services.ServiceList.as_view(results_only=True),
        name="services_results",
    ),
    path("services/<int:pk>/", services.ChangeService.as_view(), name="change_service"),
    path("services/<int:pk>/assure/", service_turns.AssureService.as_view(), name="assure_service"),
    path("services/<int:pk>/resume/", service_turns.ResumeService.as_view(), name="resume_service"),
    *(
        path(f"services/<int:pk>/{where}", view.as_view(http_method_names=by), name=name)
        for turn, view in (("pause", service_turns.PauseService), ("end", service_turns.EndService))
        for where, by, name in (
            (f"{turn}/", ["post", "options"], f"{turn}_service"),
            (f"{turn}/sure/", ["get", "head", "options"], f"ask_{turn}_service"),
        )
    ),
    path("suggestions/", suggestions.SuggestionList.as_view(), name="suggestions"),
    path(
        "suggestions/results/",
        suggestions.SuggestionList.as_view(results_only=True),
        name="suggestions_results",
    ),
    path("freshness/", freshness.Freshness.as_view(), name="freshness"),
    *(
        path(
            f"freshness/terms/{sort}/",
            ringing.SetRule.as_view(),
            {"sort": sort},
            name=f"set_freshness_{sort}",
        )
        for sort in Sort
    ),
    *listing("freshness/to-ring/", freshness.TelephoneList, "to_ring"),
    path("freshness/to-ring/paper/", freshness.OnPaper.as_view(), name="to_ring_on_paper"),
    *listing("freshness/answers/", freshness.AnswerList, "answers"),
    *listing("freshness/bounces/", freshness.BounceList, "bounces"),
    *listing("freshness/withdrawn/", freshness.WithdrawnList, "withdrawn"),
    path("freshness/answers/<int:pk>/", ringing.Settle.as_view(), name="settle"),
    path("freshness/bounces/<int:pk>/", ringing.ClearBounces.as_view(), name="clear_bounces"),
    path("organisations/<int:pk>/call/", ringing.Call.as_view(), name="call"),
    path("organisations/<int:pk>/bring-back/", ringing.BringBack.as_view(), name="bring_back"),
    path("groups/", groups.ApplicationList.as_view(), name="applications"),
    path(
        "groups/results/",
        groups.ApplicationList.as_view(results_only=True),
        name="applications_results",
    ),
    path("groups/write-down/", group_forms.TakeDown.as_view(), name="take_down"),
    path("groups/<int:pk>/", groups.ApplicationPage.as_view(), name="application"),
    path("groups/<int:pk>/reached/", group_forms.Prove.as_view(), name="prove"),
    path("groups/<int:pk>/vouch/", group_forms.VouchFor.as_view(), name="vouch_for"),
    path("groups/<int:pk>/refuse/", group_forms.RefuseIt.as_view(), name="refuse"),
    path("groups/<int:pk>/question/", group_forms.Question.as_view(), name="question"),
    path("groups/<int:pk>/ask/", group_forms.AskAnother.as_view(), name="ask_another"),
    path("vouches/<int:pk>/no/", group_forms.LookAtNo.as_view(), name="look_at_no"),
    path(
        "vouches/<int:pk>/take-back/",
        group_forms.TakeVouchBack.as_view(),
        name="take_vouch_back",
    ),
    path("letters/", letters.LetterList.as_view(), name="letters"),
    path("letters/results/", letters.LetterList.as_view(results_only=True), name="letters_results"),
    path("letters/<int:pk>/", letters.PassOn.as_view(), name="letter"),
    path("feedback/about/<int:pk>/", feedback.NoteFeedback.as_view(), name="note_feedback"),
    path("feedback/", feedback.FeedbackList.as_view(), name="feedback"),
    path(
        "feedback/results/",
        feedback.FeedbackList.as_view(results_only=True),
        name="feedback_results",
    ),
    path("feedback/<int:pk>/", feedback.JudgeFeedback.as_view(), name="judge_feedback"),
    path("place/", place.SetPlace.as_view(), name="place"),
    path("withheld/", lists.WithheldList.as_view(), name="withheld"),
    path(
        "withheld/results/", lists.WithheldList.as_view(results_only=True), name="withheld_results"
    ),
]
