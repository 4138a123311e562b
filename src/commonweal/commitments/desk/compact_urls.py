"""Addresses of the staff desk's screens for events, concerns and yearly reviews."""

from django.urls import URLPattern, path

from commonweal.commitments.desk import compact_concerns as c
from commonweal.commitments.desk import compact_events as e
from commonweal.commitments.desk import compact_words as w
from commonweal.commitments.desk import compact_years as y

urlpatterns: list[URLPattern] = [
    path("events/", e.EventList.as_view(), name="events"),
    path("events/results/", e.EventList.as_view(results_only=True), name="events_results"),
    path("events/add/", e.WhichEvent.as_view(), name="add_event"),
    path("events/of/<int:pk>/<slug:kind>/", e.LogEvent.as_view(), name="log_event"),
    path("events/<int:pk>/", e.EventPage.as_view(), name="event"),
    path("events/<int:pk>/change/", e.ChangeEvent.as_view(), name="change_event"),
    path("events/<int:pk>/withdraw/", e.WithdrawEvent.as_view(), name="withdraw_event"),
    path("events/<int:pk>/ask/", e.AskBody.as_view(), name="ask_body"),
    path("events/<int:pk>/show/", e.ShowEvent.as_view(), name="show_event"),
    path("events/<int:pk>/compute/", e.ComputeAgain.as_view(), name="compute_event"),
    path("concerns/", c.ConcernList.as_view(), name="concerns"),
    path("concerns/results/", c.ConcernList.as_view(results_only=True), name="concerns_results"),
    path("concerns/under/<int:pk>/", c.EnterConcern.as_view(), name="enter_concern"),
    path("concerns/<int:pk>/", c.ConcernPage.as_view(), name="concern"),
    path("concerns/<int:pk>/step/", c.MoveConcern.as_view(), name="move_concern"),
    path("concerns/<int:pk>/days/", c.DateConcern.as_view(), name="date_concern"),
    path("concerns/<int:pk>/close/", c.CloseConcern.as_view(), name="close_concern"),
    path("concerns/<int:pk>/link/", c.LinkConcern.as_view(), name="link_concern"),
    path("concerns/<int:pk>/words/", c.AskWords.as_view(), name="ask_words"),
    path("concerns/words/<int:pk>/said/", w.NoteAgreement.as_view(), name="note_agreement"),
    path("concerns/words/<int:pk>/back/", w.TakeBackWords.as_view(), name="take_back_words"),
    path("concerns/words/<int:pk>/put/", w.PutToPartner.as_view(), name="put_to_partner"),
    path("concerns/words/<int:pk>/reply/", w.NotePartnersReply.as_view(), name="note_reply"),
    path("concerns/words/<int:pk>/publish/", w.PublishWords.as_view(), name="publish_words"),
    path("years/", y.YearList.as_view(), name="years"),
    path("years/results/", y.YearList.as_view(results_only=True), name="years_results"),
    path("years/begin/", y.BeginYear.as_view(), name="begin_year"),
    path("years/<int:pk>/", y.YearPage.as_view(), name="year"),
    path("years/<int:pk>/ask/", y.AskSides.as_view(), name="ask_sides"),
    path("years/<int:pk>/words/", y.EnterWords.as_view(), name="enter_words"),
    path("years/<int:pk>/publish/", y.PublishYear.as_view(), name="publish_year"),
]
