"""Addresses of the register's screens, below the staff desk's."""

from django.urls import path

from commonweal.sector.desk import (
    adding,
    deciding,
    feedback,
    lists,
    nominations,
    pages,
    place,
    rows,
    service_turns,
    services,
)

app_name = "sector_desk"

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
    path("doubts/", lists.ReviewList.as_view(), name="doubts"),
    path("doubts/results/", lists.ReviewList.as_view(results_only=True), name="doubts_results"),
    path("doubts/<int:pk>/", deciding.DecideDoubt.as_view(), name="doubt"),
    path("merges/", lists.MergeList.as_view(), name="merges"),
    path("merges/results/", lists.MergeList.as_view(results_only=True), name="merges_results"),
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
    path("feedback/of/<int:pk>/", feedback.NoteFeedback.as_view(), name="note_feedback"),
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
