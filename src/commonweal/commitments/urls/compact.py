"""Addresses of events, concerns and the yearly review of agreements."""

from django.urls import URLPattern, path

from commonweal.commitments.views import concerns, event_keeping, events, told, yearly

urlpatterns: list[URLPattern] = [
    path("promises/<slug:slug>/events/", events.Events.as_view(), name="events"),
    path(
        "promises/<slug:slug>/events/log/<str:ref>/",
        event_keeping.LogWhat.as_view(),
        name="log_what",
    ),
    path(
        "promises/<slug:slug>/events/log/<str:ref>/<slug:kind>/",
        event_keeping.LogEvent.as_view(),
        name="log_event",
    ),
    path("promises/<slug:slug>/events/<uuid:key>/", events.EventPage.as_view(), name="event"),
    path("promises/<slug:slug>/concern/", concerns.RaiseConcern.as_view(), name="raise_concern"),
    path("promises/<slug:slug>/years/<str:start>/", yearly.YearPage.as_view(), name="year"),
    path(
        "promises/<slug:slug>/years/<str:start>/say/",
        yearly.SayInYear.as_view(),
        name="say_in_year",
    ),
    path("events/of/<uuid:key>/", event_keeping.OwnEvent.as_view(), name="event_of"),
    path("events/of/<uuid:key>/reason/", event_keeping.GiveReason.as_view(), name="event_reason"),
    path("events/of/<uuid:key>/reply/", event_keeping.ReplyToEvent.as_view(), name="event_reply"),
    path("events/of/<uuid:key>/change/", event_keeping.ChangeOwnEvent.as_view(),
         name="event_change"),
    path("events/of/<uuid:key>/withdraw/", event_keeping.WithdrawOwnEvent.as_view(),
         name="event_withdraw"),
    path("events/of/<uuid:key>/show/", event_keeping.ShowOwnEvent.as_view(), name="event_show"),
    path("events/<str:token>/", event_keeping.OwnEvent.as_view(), name="event_by_link"),
    path("events/<str:token>/reason/", event_keeping.GiveReason.as_view(),
         name="event_reason_by_link"),
    path("events/<str:token>/reply/", event_keeping.ReplyToEvent.as_view(),
         name="event_reply_by_link"),
    path("concerns/<str:token>/", concerns.ConcernPage.as_view(), name="concern"),
    path("concerns/<str:token>/days/", concerns.DateConcern.as_view(), name="concern_days"),
    path("concerns/<str:token>/end/", concerns.EndConcern.as_view(), name="concern_end"),
    path(
        "concerns/<str:token>/words/<uuid:key>/<slug:answer>/",
        concerns.AnswerDisclosure.as_view(),
        name="concern_words",
    ),
    path("told/<uuid:key>/", told.ToldPage.as_view(), name="told"),
    path("told/<uuid:key>/reply/", told.ReplyToTold.as_view(), name="told_reply"),
]  # fmt: skip
