"""Addresses of what was promised, how far it has come, and replies to what is made of it."""

from django.urls import path

from commonweal.commitments.views import promises, replying

urlpatterns = [
    path(
        "promises/<slug:slug>/promise/<uuid:key>/", promises.OnePromise.as_view(),
        name="commitment",
    ),
    path("promises/<slug:slug>/progress/", promises.HowFar.as_view(), name="progress"),
    path("reply/<str:token>/", replying.ReplyByLink.as_view(), name="reply"),
    path("account/promises/", replying.YourPromises.as_view(), name="your_promises"),
    path(
        "account/promises/<uuid:key>/", replying.ReplyAsOfficer.as_view(), name="reply_as_officer"
    ),
    path(
        "account/promises/<uuid:key>/evidence/", replying.HandInEvidence.as_view(),
        name="hand_in_evidence",
    ),
]  # fmt: skip
