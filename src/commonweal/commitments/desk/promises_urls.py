"""Addresses of the staff desk's screens for promises and what is done about them."""

from django.urls import URLPattern, path

from commonweal.commitments.desk import promises as p
from commonweal.commitments.desk import promises_actions as a
from commonweal.commitments.desk import promises_evidence as e
from commonweal.commitments.desk import promises_reviews as r
from commonweal.ui.desk import DeskList


def listing(address: str, view: type[DeskList], name: str) -> list[URLPattern]:
    """A list, and the part of it that is replaced when it is narrowed."""
    return [
        path(address, view.as_view(), name=name),
        path(f"{address}results/", view.as_view(results_only=True), name=f"{name}_results"),
    ]


urlpatterns: list[URLPattern] = [
    *listing("promised/", p.PromiseList, "promises"),
    path("promised/add/", p.ChooseDocument.as_view(), name="add_promise"),
    path("promised/add/<int:pk>/", p.AddPromise.as_view(), name="add_promise_in"),
    path("promised/<int:pk>/", p.PromisePage.as_view(), name="promise"),
    path("promised/<int:pk>/change/", p.ChangePromise.as_view(), name="change_promise"),
    path("promised/<int:pk>/publish/", p.PublishPromise.as_view(), name="publish_promise"),
    path("promised/<int:pk>/end/", p.EndPromise.as_view(), name="end_promise"),
    path("promised/<int:pk>/take-out/", p.TakeOutPromise.as_view(), name="take_out_promise"),
    path("promised/<int:pk>/evidence/", e.AddEvidence.as_view(), name="add_evidence"),
    path("promised/<int:pk>/judge/", r.Judge.as_view(), name="judge"),
    *listing("done/", a.ActionList, "doings"),
    path("done/add/", a.ChooseForAction.as_view(), name="add_doing"),
    path("done/add/<int:pk>/", a.AddAction.as_view(), name="add_doing_in"),
    path("done/<int:pk>/", a.HowItStands.as_view(), name="doing"),
    path("done/<int:pk>/change/", a.ChangeAction.as_view(), name="change_doing"),
    path("done/<int:pk>/take-out/", a.TakeOutAction.as_view(), name="take_out_doing"),
    *listing("evidence/", e.EvidenceList, "evidence"),
    path("evidence/<int:pk>/publish/", e.PublishEvidence.as_view(), name="publish_evidence"),
    path("evidence/<int:pk>/withdraw/", e.WithdrawEvidence.as_view(), name="withdraw_evidence"),
    *listing("reviews/", r.ReviewList, "reviews"),
    path("reviews/<int:pk>/", r.ReviewPage.as_view(), name="review"),
    path("reviews/<int:pk>/change/", r.ChangeReview.as_view(), name="change_review"),
    path("reviews/<int:pk>/ask/", r.AskForReply.as_view(), name="ask_for_reply"),
    path("reviews/<int:pk>/reply/", r.EnterReply.as_view(), name="enter_reply"),
    path("reviews/<int:pk>/publish/", r.PublishReview.as_view(), name="publish_review"),
    path("reviews/<int:pk>/drop/", r.DropReview.as_view(), name="drop_review"),
]
