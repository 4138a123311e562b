"""Addresses of plans of support and of warm referrals."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.help.views import plan_copies, plans, referrals

ROOM = "rooms/<slug:slug>/"
PLAN = f"{ROOM}plans/<int:pk>/"
HERE = f"{ROOM}referred/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{ROOM}plans/", plans.Plans.as_view(), name="plans"),
    path(f"{ROOM}plans/begin/<uuid:uuid>/", plans.BeginPlan.as_view(), name="plan_begin"),
    path(PLAN, plans.OnePlan.as_view(), name="plan"),
    path(f"{PLAN}copy/", plan_copies.PlanCopy.as_view(), name="plan_copy"),
    path(f"{PLAN}copy/send/", plan_copies.SendPlan.as_view(), name="plan_send"),
    path(f"{PLAN}copy/posted/", plan_copies.PlanPosted.as_view(), name="plan_posted"),
    path(f"{PLAN}copy/close/", plan_copies.ClosePlanLink.as_view(), name="plan_link_close"),
    path("my-plan/<str:token>/", plan_copies.MyPlan.as_view(), name="my_plan"),
    path(f"{PLAN}change/", plans.ChangePlan.as_view(), name="plan_change"),
    path(f"{PLAN}goal/", plans.AddGoal.as_view(), name="plan_goal"),
    path(f"{PLAN}goals/<int:goal>/", plans.SayFar.as_view(), name="plan_far"),
    path(f"{PLAN}goals/<int:goal>/step/", plans.AddStep.as_view(), name="plan_step"),
    path(f"{PLAN}steps/<int:step>/done/", plans.DoStep.as_view(), name="plan_step_done"),
    path(f"{PLAN}review/", plans.ReviewPlan.as_view(), name="plan_review"),
    path(f"{PLAN}close/", plans.ClosePlan.as_view(), name="plan_close"),
    path(f"{ROOM}refer/<uuid:uuid>/", referrals.Refer.as_view(), name="refer"),
    path(f"{ROOM}referrals/<int:pk>/", referrals.Sent.as_view(), name="referral_sent"),
    path(f"{ROOM}referrals/<int:pk>/back/", referrals.TakeBack.as_view(), name="referral_back"),
    path(HERE, referrals.Received.as_view(), name="referral_here"),
    path(f"{HERE}take/", referrals.Take.as_view(), name="referral_take"),
    path(f"{HERE}not/", referrals.NotTake.as_view(), name="referral_not"),
    path("referral/<str:token>/", referrals.ByLink.as_view(), name="referral"),
]
