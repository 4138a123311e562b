"""Addresses of visits, money, miles and texts."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from commonweal.help.views import expenses, helping_visits, texts, visits

ROOM = "rooms/<slug:slug>/"
ONE = f"{ROOM}visits/<int:pk>/"
MINE = "helping/<str:token>/visits/"
MY_ONE = f"{MINE}<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{ROOM}visits/", visits.Today.as_view(), name="visits"),
    path(f"{ROOM}visits/sheet/", visits.Sheet.as_view(), name="visits_sheet"),
    path(f"{ROOM}visits/plan/<int:pk>/", visits.Plan.as_view(), name="visit_plan"),
    path(ONE, visits.OneVisit.as_view(), name="visit"),
    path(f"{ONE}change/", visits.Change.as_view(), name="visit_change"),
    path(f"{ONE}back/", visits.Back.as_view(), name="visit_back"),
    path(f"{ONE}longer/", visits.Longer.as_view(), name="visit_longer"),
    path(f"{ONE}money/", visits.NoteMoney.as_view(), name="visit_money"),
    path(f"{ONE}safe/<int:alert>/", visits.Answer.as_view(), name="visit_safe"),
    path(f"{ONE}no-answer/<int:alert>/", visits.NotReached.as_view(), name="visit_no_answer"),
    re_path(
        r"^rooms/(?P<slug>[-\w]+)/visits/(?P<pk>\d{1,15})/(?P<what>begin|call-off|missed)/$",
        visits.VisitPress.as_view(), name="visit_press",
    ),
    path(f"{ROOM}texts/", texts.TextMany.as_view(), name="texts"),
    path(f"{ROOM}texts/waiting/", texts.WaitingTexts.as_view(), name="waiting_texts"),
    path(f"{ROOM}texts/waiting/<int:pk>/sent/", texts.TextSent.as_view(), name="text_sent"),
    path(f"{ROOM}texts/waiting/<int:pk>/drop/", texts.DropTexts.as_view(), name="text_drop"),
    path(f"{ROOM}expenses/", expenses.Expenses.as_view(), name="expenses"),
    re_path(
        r"^rooms/(?P<slug>[-\w]+)/expenses/(?P<month>\d{4}-\d{2})\.csv$",
        expenses.ExpensesFile.as_view(), name="expenses_file",
    ),
    path(f"{ROOM}expenses/<int:pk>/", expenses.Decide.as_view(), name="expense_decide"),
    path(f"{ROOM}expenses/<int:pk>/paid/", expenses.Paid.as_view(), name="expense_paid"),
    path(
        f"{ROOM}requests/<uuid:uuid>/thanks/", expenses.PassOnThanks.as_view(),
        name="request_thanks",
    ),
    path(MINE, helping_visits.MyVisits.as_view(), name="my_visits"),
    path(f"{MINE}plan/<int:pk>/", helping_visits.MyPlan.as_view(), name="my_visit_plan"),
    path(f"{MINE}expenses/", helping_visits.MyExpense.as_view(), name="my_expense"),
    path(MY_ONE, helping_visits.MyVisit.as_view(), name="my_visit"),
    path(f"{MY_ONE}back/", helping_visits.MyBack.as_view(), name="my_visit_back"),
    path(f"{MY_ONE}longer/", helping_visits.MyLonger.as_view(), name="my_visit_longer"),
    path(f"{MY_ONE}money/", helping_visits.MyMoney.as_view(), name="my_visit_money"),
    path(f"{MY_ONE}change/", helping_visits.MyChange.as_view(), name="my_visit_change"),
    re_path(
        r"^helping/(?P<token>[^/]+)/visits/(?P<pk>\d{1,15})/(?P<what>in|call-off)/$",
        helping_visits.MyPress.as_view(), name="my_visit_press",
    ),
]  # fmt: skip
