"""Addresses of the staff desk's screens of consultations and what came in."""

from django.urls import URLPattern, path

from commonweal.commitments.desk import consulting, hearing

ALL, ONE = "consultations/", "consultations/<int:pk>/"
LIST, IN = consulting.ConsultationList, hearing.Submissions

urlpatterns: list[URLPattern] = [
    path(ALL, LIST.as_view(), name="consultations"),
    path(f"{ALL}results/", LIST.as_view(results_only=True), name="consultations_results"),
    path(f"{ALL}begin/", consulting.BeginConsultation.as_view(), name="begin_consultation"),
    path(ONE, consulting.ConsultationScreen.as_view(), name="consultation"),
    path(f"{ONE}prepare/", consulting.SetOut.as_view(), name="set_out_consultation"),
    path(f"{ONE}questions/add/", consulting.AddQuestion.as_view(), name="add_question"),
    path(
        f"{ONE}questions/<int:question>/take-out/",
        consulting.TakeOutQuestion.as_view(),
        name="take_out_question",
    ),
    path(f"{ONE}open/", consulting.Open.as_view(), name="open_consultation"),
    path(f"{ONE}more-time/", consulting.Extend.as_view(), name="extend_consultation"),
    path(f"{ONE}close/", consulting.Close.as_view(), name="close_consultation"),
    path(f"{ONE}enter/", consulting.Enter.as_view(), name="enter_submission"),
    path(f"{ONE}about-them/", consulting.Equality.as_view(), name="equality"),
    path(f"{ONE}heard/", hearing.Heard.as_view(), name="heard"),
    path(f"{ONE}unheard/", hearing.Unheard.as_view(), name="unheard"),
    path(f"{ONE}invite/", hearing.Invite.as_view(), name="invite"),
    path(f"{ONE}came-in/", IN.as_view(), name="submissions"),
    path(f"{ONE}came-in/results/", IN.as_view(results_only=True), name="submissions_results"),
    path(f"{ONE}comments.csv", hearing.CommentsFile.as_view(), name="comments_file"),
    path("came-in/<int:pk>/", hearing.OfOrganisation.as_view(), name="of_organisation"),
    path("comments/", hearing.ToRead.as_view(), name="to_read"),
    path("comments/let-be-seen/", hearing.LetBeSeen.as_view(), name="let_be_seen"),
    path("comments/<int:pk>/keep/", hearing.KeepFromView.as_view(), name="keep_from_view"),
]
