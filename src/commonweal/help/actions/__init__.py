"""Every change in the locked room, one function each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commonweal.help.actions.advice import note_advice, take_back_advice
from commonweal.help.actions.alerts import (
    answer_alert,
    climb_alerts,
    note_not_reached,
    raise_alerts,
    watch_again,
)  # fmt: skip
from commonweal.help.actions.asking import (
    begin_asking,
    give_code,
    keep_draft,
    mail_link,
    refer,
    say_it_came,
    send_asking,
    take_call,
    throw_away,
    tidy_askings,
)  # fmt: skip
from commonweal.help.actions.changing_need import change_need
from commonweal.help.actions.checks import end_check, say_what_it_takes, see_check
from commonweal.help.actions.complaints import (
    acknowledge_complaint,
    answer_complaint,
    complain,
    take_complaint_on,
)  # fmt: skip
from commonweal.help.actions.doors import forget_rounds, say_at_door, settle_stop
from commonweal.help.actions.duty import (
    begin_pool,
    call_off_duty,
    go_off_duty,
    join_pool,
    leave_pool,
    put_on_duty,
    put_on_shared_duty,
)  # fmt: skip
from commonweal.help.actions.expenses import claim_expense, decide_expense, mark_paid
from commonweal.help.actions.forgetting import cut_looks, forget_people
from commonweal.help.actions.giving import give, take_back_given
from commonweal.help.actions.going import hold_back
from commonweal.help.actions.grounds import (
    end_ground,
    end_own_ground,
    note_ground,
    stop_what_ran_out,
)  # fmt: skip
from commonweal.help.actions.handing import (
    begin_hand_over,
    call_off,
    note_answer,
    note_told,
    refuse_over,
    take_over,
)  # fmt: skip
from commonweal.help.actions.helper_terms import (
    drop_task_rule,
    drop_training,
    end_apart,
    keep_apart,
    keep_both_ways_apart,
    note_training,
    set_buddy,
    set_task_rule,
)  # fmt: skip
from commonweal.help.actions.helpers import (
    change_helper,
    change_helper_standing,
    join_scheme,
    suspend_helper,
    watch_tasks_of_those_gone,
)  # fmt: skip
from commonweal.help.actions.holding import hold_request, release_hold
from commonweal.help.actions.households import burn_household_secrets
from commonweal.help.actions.inviting import ask_helpers, invite_member
from commonweal.help.actions.keys import reseal_all
from commonweal.help.actions.lists import (
    begin_list,
    end_list,
    forget_lists,
    look_through_list,
    put_on_list,
    take_off,
)  # fmt: skip
from commonweal.help.actions.looks import note_look
from commonweal.help.actions.members import add_member, end_member
from commonweal.help.actions.money import note_money
from commonweal.help.actions.offering import (
    answer_offer,
    ask_in_turn,
    end_match,
    lapse_offers,
    offer,
    withdraw_offer,
)  # fmt: skip
from commonweal.help.actions.own_asking import add_words, take_back
from commonweal.help.actions.own_helping import (
    change_own_helping,
    come_back,
    leave_helping,
    make_helper_link,
    pause_helping,
    revoke_helper_link,
    welcome_back,
)  # fmt: skip
from commonweal.help.actions.own_rights import ask_own_right
from commonweal.help.actions.page_codes import new_page_code
from commonweal.help.actions.plan_copies import close_plan_link, note_plan_posted, send_plan
from commonweal.help.actions.plans import (
    add_goal,
    add_step,
    begin_plan,
    change_plan,
    close_plan,
    do_step,
    end_plans_without_ground,
    review_plan,
    say_of_goal,
)  # fmt: skip
from commonweal.help.actions.preset import (
    add_need,
    drop_line,
    keep_line,
    set_need_rule,
    set_out_help,
)  # fmt: skip
from commonweal.help.actions.pushing import begin_measures, push_numbers
from commonweal.help.actions.records import put_person_right
from commonweal.help.actions.recurring_visits import next_visits, plan_next
from commonweal.help.actions.referrals import (
    answer_referral,
    refer_warmly,
    refuse_referral,
    take_back_referral,
    take_referral,
)  # fmt: skip
from commonweal.help.actions.repeating import set_repeat
from commonweal.help.actions.requests import (
    add_note,
    ask_how_it_went,
    back_from_waiting,
    begin_triage,
    close_request,
    end_request,
    give_to,
    let_match,
    note_try,
    reopen_request,
    set_next,
    set_urgency,
    start_help,
    wait_for_person,
)  # fmt: skip
from commonweal.help.actions.rights import (
    answer_right,
    ask_back,
    extend_right,
    receive_right,
    told_back,
)  # fmt: skip
from commonweal.help.actions.ring_calls import note_ring
from commonweal.help.actions.ring_rounds import (
    ask_scheme,
    begin_ring_round,
    close_passed_rounds,
    close_ring_round,
    decline_ring_round,
    forget_ring_calls,
    join_ring_round,
    open_ring_round,
)  # fmt: skip
from commonweal.help.actions.round_sheets import (
    call_off_round,
    make_driver_link,
    revoke_driver_link,
    sign_back,
    sign_out,
)  # fmt: skip
from commonweal.help.actions.rounds import change_driver, order_stops, plan_round
from commonweal.help.actions.rounds_together import plan_rounds
from commonweal.help.actions.runs import (
    agree_run,
    drop_run,
    forget_runs,
    run_matching,
    run_matching_for_all,
    waiting_for_helpers,
)  # fmt: skip
from commonweal.help.actions.scheme_keys import end_key, make_key, receive
from commonweal.help.actions.schemes import (
    add_scheme,
    change_scheme,
    describe_scheme,
    drop_need,
    serve_areas,
    serve_need,
)  # fmt: skip
from commonweal.help.actions.sheets import read_sheet
from commonweal.help.actions.stops import add_stops, describe_stop, move_stop, take_off_round
from commonweal.help.actions.texting import drop_texts, mark_text_sent, text_many
from commonweal.help.actions.thanks import pass_on_thanks, read_thanks, say_thanks
from commonweal.help.actions.totals import report_total, withdraw_total
from commonweal.help.actions.visits import (
    begin_visit,
    call_off_visit,
    change_visit,
    note_missed,
    plan_visit,
    say_back,
    stay_longer,
)  # fmt: skip
from commonweal.help.actions.watching import nothing_lost, watch_requests
from commonweal.help.actions.ways_in import end_way_in, let_in, look_at_way_in
from commonweal.help.actions.wiping import forget_checks, forget_helpers
from commonweal.help.actions.worries import (
    close_worry,
    note_worry_step,
    raise_worry,
    raise_worry_by_helper,
)  # fmt: skip
from commonweal.help.actions.writing import note_letter, text_person

__all__ = [
    "HOURLY", "PUNCTUAL", "acknowledge_complaint", "add_goal", "add_member", "add_need",
    "add_note", "add_scheme", "add_step", "add_stops", "add_words", "agree_run",
    "answer_alert", "answer_complaint", "answer_offer", "answer_referral", "answer_right",
    "ask_back", "ask_helpers", "ask_how_it_went", "ask_in_turn", "ask_own_right", "ask_scheme",
    "back_from_waiting", "begin_asking", "begin_hand_over", "begin_list", "begin_measures",
    "begin_plan", "begin_pool", "begin_ring_round", "begin_triage", "begin_visit",
    "burn_household_secrets", "call_off", "call_off_duty", "call_off_round", "call_off_visit",
    "change_driver", "change_helper", "change_helper_standing", "change_need",
    "change_own_helping", "change_plan", "change_scheme", "change_visit", "claim_expense",
    "climb_alerts", "close_passed_rounds", "close_plan", "close_plan_link", "close_request",
    "close_ring_round", "close_worry", "come_back", "complain", "cut_looks", "decide_expense",
    "decline_ring_round", "describe_scheme", "describe_stop", "do_step", "drop_line",
    "drop_need", "drop_run", "drop_task_rule", "drop_texts", "drop_training", "end_apart",
    "end_check", "end_ground", "end_key", "end_list", "end_match", "end_member",
    "end_own_ground", "end_plans_without_ground", "end_request", "end_way_in", "extend_right",
    "forget_checks", "forget_helpers", "forget_lists", "forget_people", "forget_ring_calls",
    "forget_rounds", "forget_runs", "give", "give_code", "give_to", "go_off_duty", "hold_back",
    "hold_request", "invite_member", "join_pool", "join_ring_round", "join_scheme",
    "keep_apart", "keep_both_ways_apart", "keep_draft", "keep_line", "lapse_offers",
    "leave_helping", "leave_pool", "let_in", "let_match", "look_at_way_in",
    "look_through_list", "mail_link", "make_driver_link", "make_helper_link", "make_key",
    "mark_paid", "mark_text_sent", "move_stop", "new_page_code", "next_visits", "note_advice",
    "note_answer", "note_ground", "note_letter", "note_look", "note_missed", "note_money",
    "note_not_reached", "note_plan_posted", "note_ring", "note_told", "note_training",
    "note_try", "note_worry_step", "nothing_lost", "offer", "open_ring_round", "order_stops",
    "pass_on_thanks", "pause_helping", "plan_next", "plan_round", "plan_rounds", "plan_visit",
    "push_numbers", "put_on_duty", "put_on_list", "put_on_shared_duty", "put_person_right",
    "raise_alerts", "raise_worry", "raise_worry_by_helper", "read_sheet", "read_thanks",
    "receive", "receive_right", "refer", "refer_warmly", "refuse_over", "refuse_referral",
    "release_hold", "reopen_request", "report_total", "reseal_all", "review_plan",
    "revoke_driver_link", "revoke_helper_link", "run_matching", "run_matching_for_all",
    "say_at_door", "say_back", "say_it_came", "say_of_goal", "say_thanks", "say_what_it_takes",
    "see_check", "send_asking", "send_plan", "serve_areas", "serve_need", "set_buddy",
    "set_need_rule", "set_next", "set_out_help", "set_repeat", "set_task_rule", "set_urgency",
    "settle_stop", "sign_back", "sign_out", "start_help", "stay_longer", "stop_what_ran_out",
    "suspend_helper", "take_back", "take_back_advice", "take_back_given", "take_back_referral",
    "take_call", "take_complaint_on", "take_off", "take_off_round", "take_over",
    "take_referral", "text_many", "text_person", "throw_away", "tidy_askings", "told_back",
    "wait_for_person", "waiting_for_helpers", "watch_again", "watch_requests",
    "watch_tasks_of_those_gone", "welcome_back", "withdraw_offer", "withdraw_total",
]  # fmt: skip

# What the worker does once an hour and once a minute, in this order.
HOURLY: tuple[Callable[..., Any], ...] = (
    tidy_askings, forget_rounds, forget_people, cut_looks, stop_what_ran_out,
    keep_both_ways_apart, burn_household_secrets, forget_lists, welcome_back, push_numbers,
    next_visits, forget_ring_calls, forget_runs, forget_checks, forget_helpers,
)  # fmt: skip
PUNCTUAL: tuple[Callable[..., Any], ...] = (
    climb_alerts, watch_tasks_of_those_gone, lapse_offers, end_plans_without_ground,
    close_passed_rounds, watch_requests,
)  # fmt: skip
