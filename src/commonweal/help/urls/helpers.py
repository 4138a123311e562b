"""Addresses of helpers: joining, their scheme's pages about them, and their own."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonweal.help.views import checks, helper_rights, helper_terms, helpers, helping, joining

ROOM = "rooms/<slug:slug>/"
ALL = f"{ROOM}helpers/"
ONE = f"{ALL}<uuid:uuid>/"
OWN = (
    ("", helping.Helping, "helping"),
    ("change/", helping.ChangeOwn, "helping_change"),
    ("break/", helping.Pause, "helping_pause"),
    ("back/", helping.ComeBack, "helping_back"),
    ("leave/", helping.Leave, "helping_leave"),
    ("kept.json", helping.Kept, "helping_kept"),
    ("rights/", helper_rights.AskRight, "helping_rights"),
)

urlpatterns: list[URLPattern] = [
    path("help/join/", joining.JoinWhere.as_view(), name="help_join_where"),
    path("help/join/<slug:slug>/", joining.Join.as_view(), name="help_join"),
    path("help/join/<slug:slug>/thanks/", joining.Joined.as_view(), name="help_joined"),
    path(ALL, helpers.Helpers.as_view(), name="helpers"),
    path(f"{ALL}add/", helpers.AddHelper.as_view(), name="add_helper"),
    path(f"{ALL}soon/", helpers.RunningOut.as_view(), name="helpers_running_out"),
    path(f"{ROOM}checks/", checks.NeedChecks.as_view(), name="help_checks"),
    path(f"{ROOM}checks/<int:pk>/", checks.WhatItTakes.as_view(), name="what_it_takes"),
    path(ONE, helpers.OneHelper.as_view(), name="helper"),
    path(f"{ONE}change/", helpers.ChangeHelper.as_view(), name="helper_change"),
    path(f"{ONE}standing/", helpers.ChangeStanding.as_view(), name="helper_standing"),
    path(f"{ONE}suspend/", helpers.Suspend.as_view(), name="helper_suspend"),
    path(f"{ONE}link/", helpers.MakeLink.as_view(), name="helper_link"),
    path(f"{ONE}link/end/", helpers.RevokeLink.as_view(), name="helper_link_end"),
    path(f"{ONE}training/", helper_terms.NoteTraining.as_view(), name="helper_training"),
    path(f"{ONE}training/<int:pk>/drop/", helper_terms.DropTraining.as_view(),
         name="helper_training_drop"),
    path(f"{ONE}buddy/", helper_terms.SetBuddy.as_view(), name="helper_buddy"),
    path(f"{ONE}apart/", helper_terms.KeepApart.as_view(), name="helper_apart"),
    path(f"{ONE}apart/<int:pk>/end/", helper_terms.EndApart.as_view(), name="helper_apart_end"),
    path(f"{ONE}rule/", helper_terms.SetTaskRule.as_view(), name="helper_rule"),
    path(f"{ONE}rule/<int:pk>/drop/", helper_terms.DropTaskRule.as_view(),
         name="helper_rule_drop"),
    path(f"{ONE}check/", helper_terms.SeeCheck.as_view(), name="helper_check"),
    path(f"{ONE}check/<int:pk>/end/", helper_terms.EndCheck.as_view(), name="helper_check_end"),
    path(f"{ONE}rights/", helper_rights.ReceiveHelperRight.as_view(), name="helper_right_add"),
    path(f"{ROOM}rights/<int:pk>/copy/", helper_rights.HelperCopy.as_view(), name="right_copy"),
    path("helping/", helping.MyHelping.as_view(), name="my_helping"),
    *[path(f"helping/at/<slug:slug>/{rest}", view.as_view(), name=f"{name}_signed_in")
      for rest, view, name in OWN],
    *[path(f"helping/<str:token>/{rest}", view.as_view(), name=name) for rest, view, name in OWN],
]  # fmt: skip
