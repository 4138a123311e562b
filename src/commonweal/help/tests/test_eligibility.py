"""No task has a check that the law does not give it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.help.eligibility import (
    RULESET,
    Answers,
    Outcome,
    answers,
    decide,
    falls_short,
    is_stale,
    policy_allows,
    renew_on,
    result,
    why_not,
)
from commonweal.help.eligibility_questions import (
    ADVISING,
    AFFAIRS,
    ANIMALS,
    CALLS,
    COMPANY,
    ERRAND,
    LOOKING_AFTER,
    PERSONAL_CARE,
    PRACTICAL,
    QUESTIONS,
    SHOPPING,
    TEACHING,
)


def task(*done: str, **said: object) -> Answers:
    """A task once done for an adult who could do it alone, unless said otherwise."""
    plain = {
        "whom": ("adult",),
        "done": done,
        "because": False,
        "money": False,
        "takes_them": "no",
        "supervised": False,
        "how_often": "once",
        "overnight": False,
    }
    return answers(plain | said)


everything = st.fixed_dictionaries(
    {
        q.name: st.lists(st.sampled_from(q.values), min_size=int(q.needed), unique=True)
        if q.many
        else st.sampled_from(q.values)
        for q in QUESTIONS
    }
).map(lambda said: answers(said | {"whom": said["whom"] or ["adult"]}))


class TestDecide:
    @pytest.mark.parametrize(
        ("asked", "outcome"),
        [
            # The vectors of the domain reference, 9.3.
            (task(SHOPPING, because=True), Outcome.ENHANCED_ADULTS),
            (task(ERRAND, because=True), Outcome.BASIC),
            (task(CALLS), Outcome.BASIC),
            (task(PRACTICAL, because=True, takes_them="care"), Outcome.ENHANCED_ADULTS),
            (task(ANIMALS), Outcome.NONE),
            # The same, a little otherwise.
            (task(SHOPPING), Outcome.BASIC),
            (task(ERRAND, because=True, money=True), Outcome.ENHANCED_ADULTS),
            (task(ERRAND, money=True), Outcome.BASIC),
            (task(CALLS, because=True, how_often="weekly"), Outcome.BASIC),
            (task(COMPANY, because=True, how_often="weekly"), Outcome.ENHANCED),
            (task(COMPANY, because=True, how_often="seldom"), Outcome.BASIC),
            (task(COMPANY, because=True, takes_them="elsewhere"), Outcome.BASIC),
            (task(COMPANY, takes_them="care"), Outcome.BASIC),
            (task(AFFAIRS), Outcome.ENHANCED_ADULTS),
            (task(ANIMALS, whom=()), Outcome.NONE),
            (task(PRACTICAL, whom=()), Outcome.NONE),
            (task(PRACTICAL), Outcome.BASIC),
            (task(ANIMALS, because=True, how_often="weekly"), Outcome.NONE),
            # With children it depends on how often, and on supervision.
            (task(TEACHING, whom=["child"]), Outcome.BASIC),
            (task(TEACHING, whom=["child"], how_often="weekly"), Outcome.ENHANCED_CHILDREN),
            (task(TEACHING, whom=["child"], how_often="four_days"), Outcome.ENHANCED_CHILDREN),
            (task(LOOKING_AFTER, whom=["child"], overnight=True), Outcome.ENHANCED_CHILDREN),
            (
                task(ADVISING, whom=["child"], how_often="weekly", supervised=True),
                Outcome.ENHANCED,
            ),
            (
                task(PRACTICAL, whom=["child"], how_often="weekly", takes_them="elsewhere"),
                Outcome.ENHANCED_CHILDREN,
            ),
            (task(PERSONAL_CARE, whom=["child"], supervised=True), Outcome.ENHANCED_CHILDREN),
            (
                task(PERSONAL_CARE, whom=["adult", "child"], because=True),
                Outcome.ENHANCED_BOTH,
            ),
        ],
    )
    def test_gives_what_the_law_gives(self, asked, outcome):
        assert decide(asked).outcome == outcome

    def test_says_why(self):
        reasons = decide(task(SHOPPING, because=True, money=True)).reasons

        assert reasons == (
            "Shopping for somebody who cannot because of age, illness or disability is regulated "
            "activity with adults, even once.",
            "Handling the cash or paying the bills of somebody who cannot because of age, illness "
            "or disability is regulated activity with adults, even once.",
        )

    @given(everything)
    def test_always_has_a_reason_and_names_only_lists_of_those_met(self, asked):
        decision = decide(asked)

        assert decision.reasons and all(reason.endswith(".") for reason in decision.reasons)
        if decision.outcome in {Outcome.ENHANCED_ADULTS, Outcome.ENHANCED_BOTH}:
            assert "adult" in asked.whom
        if decision.outcome in {Outcome.ENHANCED_CHILDREN, Outcome.ENHANCED_BOTH}:
            assert "child" in asked.whom

    @given(everything)
    def test_looks_at_how_often_for_no_adult(self, asked):
        of_adult = Answers(**(vars(asked) | {"whom": ("adult",)}))
        once = Answers(**(vars(of_adult) | {"how_often": "once", "overnight": False}))

        assert decide(of_adult).regulated == decide(once).regulated

    @given(everything)
    def test_gives_no_less_for_doing_more(self, asked):
        more = answers(vars(asked) | {"done": QUESTIONS[1].values})

        assert policy_allows(decide(more).outcome, decide(asked).outcome)


class TestPolicy:
    @pytest.mark.parametrize(
        ("outcome", "may"),
        [
            (Outcome.NONE, {"none", "basic"}),
            (Outcome.BASIC, {"none", "basic"}),
            (Outcome.ENHANCED, {"none", "basic", "enhanced"}),
            (Outcome.ENHANCED_ADULTS, {"none", "basic", "enhanced", "enhanced_adults"}),
            (Outcome.ENHANCED_CHILDREN, {"none", "basic", "enhanced", "enhanced_children"}),
            (Outcome.ENHANCED_BOTH, {str(one) for one in Outcome}),
        ],
    )
    def test_asks_for_no_more_than_the_law(self, outcome, may):
        assert {str(one) for one in Outcome if policy_allows(outcome, one)} == may
        assert {str(one) for one in Outcome if not why_not(outcome, one)} == may

    def test_is_told_what_is_unlawful(self):
        assert why_not(Outcome.NONE, Outcome.ENHANCED_ADULTS) == (
            "It is unlawful to ask for an enhanced check with the adults' barred list here. The "
            "most that this task may have is a basic check."
        )

    def test_is_warned_where_a_barred_person_would_pass(self):
        assert "an offence" in falls_short(Outcome.ENHANCED_ADULTS, Outcome.ENHANCED)
        assert "an offence" in falls_short(Outcome.ENHANCED_BOTH, Outcome.ENHANCED_ADULTS)
        assert falls_short(Outcome.ENHANCED_ADULTS, Outcome.ENHANCED_ADULTS) == ""
        assert falls_short(Outcome.BASIC, Outcome.NONE) == ""


class TestAnswers:
    @pytest.mark.parametrize("name", [q.name for q in QUESTIONS if q.needed])
    def test_are_all_needed(self, name):
        given_all = dict(vars(task(SHOPPING)))
        del given_all[name]

        with pytest.raises(ValueError, match="Not answered"):
            answers(given_all)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"done": ["juggling"]},
            {"how_often": "daily"},
            {"because": "yes"},
            {"because": 1},
            {"takes_them": True},
            {"whom": ["dog"]},
        ],
    )
    def test_are_from_what_is_offered(self, wrong):
        with pytest.raises(ValueError, match="is not an answer to"):
            task(*wrong.get("done", [SHOPPING]), **wrong)

    @pytest.mark.parametrize(
        "said", [{"done": [SHOPPING]}, {"money": True}, {"takes_them": "care"}]
    )
    def test_name_somebody_where_somebody_is_met(self, said):
        with pytest.raises(ValueError, match="Whom does the helper"):
            task(*said.get("done", [ANIMALS]), **({"whom": []} | said))

    def test_have_help_in_every_question(self):
        assert all(q.asks.endswith("?") and q.help.endswith(".") for q in QUESTIONS)


class TestResult:
    @given(everything)
    def test_is_plain_and_can_be_made_again(self, asked):
        kept = json.loads(json.dumps(result("Shopper", asked)))

        assert set(kept) == {"role", "test_answers", "outcome", "ruleset_version"}
        assert decide(answers(kept["test_answers"])).outcome == kept["outcome"]
        assert not is_stale(kept)

    def test_goes_stale_with_the_rules(self):
        assert RULESET != "england-and-wales-2012"
        assert is_stale({"ruleset_version": "england-and-wales-2012"})


class TestRenewal:
    @pytest.mark.parametrize(
        ("issued", "years", "due"),
        [
            (dt.date(2024, 2, 29), 3, dt.date(2027, 2, 28)),
            (dt.date(2024, 2, 29), 4, dt.date(2028, 2, 29)),
            (dt.date(2026, 11, 26), 1, dt.date(2027, 11, 26)),
        ],
    )
    def test_is_after_the_years_of_the_policy(self, issued, years, due):
        assert renew_on(issued, years) == due

    def test_is_not_at_once(self):
        with pytest.raises(ValueError, match="one year"):
            renew_on(dt.date(2026, 1, 1), 0)
