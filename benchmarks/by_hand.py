"""Criteria 1.1 and 2.1 as someone would write them in Polars without a rules engine: what `evaluators.py` compares with.

Each question becomes a column of outcomes. Polars' own `&` and `|` are Kleene's, so a null is unknown.
"""

import polars as pl

from aboveline.judgement import Outcome

CODES = {outcome: code for code, outcome in enumerate(Outcome)}


def yes(name: str) -> pl.Expr:
    """Whether a fact is yes; null where it is missing."""
    return pl.col(name) == "yes"


def outcome(which: Outcome) -> pl.Expr:
    """The code of an outcome."""
    return pl.lit(CODES[which], pl.UInt8)


def judged(name: str, applies: pl.Expr | None = None, *, can_be_marked: bool = False) -> pl.Expr:
    """The outcome of one question: sufficient where it is answered yes."""
    answer = pl.col(name)
    found = (
        pl.when(answer == "yes")
        .then(outcome(Outcome.SUFFICIENT))
        .when(answer == "no")
        .then(outcome(Outcome.INSUFFICIENT))
        .otherwise(outcome(Outcome.UNANSWERED))
    )
    if applies is not None:
        found = pl.when(applies.is_null()).then(outcome(Outcome.UNDETERMINED)).otherwise(found)
    if can_be_marked:
        marked = answer == "not applicable"
        found = pl.when(marked).then(outcome(Outcome.NOT_APPLICABLE_BY_ASSESSOR)).otherwise(found)
    if applies is not None:
        found = pl.when(~applies).then(outcome(Outcome.NOT_APPLICABLE_BY_RULE)).otherwise(found)
    return found.alias(name)


MAPPA, ROH, VICTIM = yes("mappa"), yes("roh_active"), yes("identifiable_victim")
RMP, FULL, CHANGE = yes("rmp_required"), yes("full_rosh_required"), yes("acute_change")

#: It may not be marked not applicable; where it is, it is as good as not answered.
SIGNIFICANT_CHANGE = pl.when(pl.col("significant_change") != "not applicable").then(yes("significant_change"))

QUESTIONS = [
    # 1.1
    judged("rosh_screen_done"),
    judged("rosh_screen_timely", can_be_marked=True),
    judged("rosh_screen_accurate"),
    judged("roh_class_right"),
    judged("full_rosh_done", FULL),
    judged("full_rosh_timely", FULL),
    judged("full_rosh_quality", FULL),
    judged("roh_sources", can_be_marked=True),
    judged("roh_assess_oversight"),
    judged("roh_communicated", yes("roh_concern")),
    judged("rmp_done", RMP),
    judged("rmp_timely", RMP),
    judged("rmp_quality", RMP),
    judged("rmp_oversight", RMP | yes("rmp_produced")),
    judged("roh_planning_without_rmp", yes("roh_concern") & ~yes("rmp_produced")),
    judged("mappa_referred", MAPPA),
    judged("mappa_level", MAPPA),
    # 2.1
    judged("mappa_decisions_recorded", MAPPA),
    judged("mappa_decisions_followed", MAPPA),
    judged("mappa_decisions_reviewed", MAPPA),
    judged("mappa_contrib.custody", MAPPA & yes("time_spent.custody")),
    judged("mam.custody", yes("meetings.custody")),
    judged("mam.community", yes("meetings.community")),
    judged("significant_change"),
    judged("roh_review_change", SIGNIFICANT_CHANGE),
    judged(
        "roh_int_review.custody", (pl.col("change_phase") == "custody") & yes("roh_interventions.custody")
    ),
    judged(
        "roh_int_review.community",
        (pl.col("change_phase") == "community") & yes("roh_interventions.community"),
    ),
    judged("roh_review_time", ROH),
    judged("roh_change_anticipated", ROH, can_be_marked=True),
    judged("roh_change_identified", CHANGE),
    judged("roh_change_acted", CHANGE),
    judged("roh_resources"),
    judged("roh_int_delivered.custody", yes("roh_interventions.custody")),
    judged("roh_int_delivered.community", yes("roh_interventions.community")),
    judged("home_visits.harm", ROH, can_be_marked=True),
    judged("home_visits.welfare", yes("sg_issue"), can_be_marked=True),
    judged("roh_oversight.custody", yes("time_spent.custody") & ROH, can_be_marked=True),
    judged("roh_oversight.community", yes("time_spent.community") & ROH, can_be_marked=True),
    judged("victim_priority", VICTIM, can_be_marked=True),
    judged("victim_safety_assessed", VICTIM),
]


def outcomes(cases: pl.LazyFrame) -> pl.LazyFrame:
    """The case id, and the outcome of each question as a code."""
    return cases.select("case_id", *QUESTIONS)


def counted(cases: pl.LazyFrame) -> pl.LazyFrame:
    """For each question how often it came to each outcome, in one row."""
    names = [expr.meta.output_name() for expr in QUESTIONS]
    return outcomes(cases).select(
        (pl.col(name) == code).sum().alias(f"{name} {code}") for name in names for code in CODES.values()
    )
