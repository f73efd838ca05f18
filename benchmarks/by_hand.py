"""The Core Case Inspection as someone would write it in Polars without a rules engine: what the engine is compared with.

Written from the criteria and not made from them. Each of the 151 questions becomes a column of
outcomes. Polars' own `&` and `|` are Kleene's, so a null is unknown.
"""

from collections.abc import Mapping

import polars as pl

from aboveline.judgement import Outcome
from benchmarks.questions import CODES

PHASES = ("custody", "community")


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


def answered(name: str, word: str, applies: pl.Expr | None = None) -> pl.Expr:
    """Whether a question was answered so: no where it does not apply, null where that, or the answer, is missing.

    It may not be marked not applicable; where it is, it is as good as not answered.
    """
    found = pl.when(pl.col(name) != "not applicable").then(pl.col(name) == word)
    return found if applies is None else pl.when(applies).then(found).when(~applies).then(pl.lit(value=False))


def identified(phase: str) -> pl.Expr:
    """Whether the safeguarding work needed was identified, a question that may be marked not applicable."""
    name, needed = f"sg_int_identified.{phase}", yes(f"sg_interventions.{phase}")
    no = ~needed | (pl.col(name) == "not applicable")
    return pl.when(no).then(pl.lit(value=False)).when(needed).then(yes(name))


CUSTODY, COMMUNITY = yes("time_spent.custody"), yes("time_spent.community")
SPENT = {"custody": CUSTODY, "community": COMMUNITY}
MAPPA, ROH, VICTIM = yes("mappa"), yes("roh_active"), yes("identifiable_victim")
RMP, FULL, CHANGE, CONCERN = (
    yes("rmp_required"),
    yes("full_rosh_required"),
    yes("acute_change"),
    yes("roh_concern"),
)
VULNERABLE, SG_ISSUE, DIVERSITY = yes("vulnerability"), yes("sg_issue"), yes("diversity_need")
RMP_EXPECTED = RMP | yes("rmp_produced")
CUSTODIAL = pl.col("sentence").is_in(["dto", "other_custodial"])
SIGNIFICANT_CHANGE = answered("significant_change", "yes")
VMP_DONE = answered("vmp_done", "yes", VULNERABLE)

PLAN_DUE = {"custody": yes("custodial_plan_due"), "community": COMMUNITY}
IN_PLACE = {plan: answered(f"plan_done.{plan}", "yes", PLAN_DUE[plan]) for plan in PHASES}
TO_REVIEW = {"custody": IN_PLACE["custody"], "community": COMMUNITY}
SG_TO_PLAN_FOR = {"custody": VULNERABLE, "community": SG_ISSUE}


def needed(agency: str) -> pl.Expr:
    """Whether the case called for an agency."""
    return yes(f"need.{agency}")


ASSESSMENT = [
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
    judged("roh_communicated", CONCERN),
    judged("rmp_done", RMP),
    judged("rmp_timely", RMP),
    judged("rmp_quality", RMP),
    judged("rmp_oversight", RMP_EXPECTED),
    judged("roh_planning_without_rmp", CONCERN & ~yes("rmp_produced")),
    judged("mappa_referred", MAPPA),
    judged("mappa_level", MAPPA),
    # 1.2
    judged("lor_assess_done"),
    judged("lor_assess_timely"),
    judged("lor_engage_yp"),
    judged("lor_engage_parents", can_be_marked=True),
    judged("self_assessment_used", can_be_marked=True),
    judged("lor_assess_reviewed"),
    judged("lor_sources.police", can_be_marked=True),
    *(
        judged(f"lor_sources.{agency}", needed(agency), can_be_marked=True)
        for agency in ("csc", "ete", "substance", "emh")
    ),
    *(judged(f"plan_done.{plan}", PLAN_DUE[plan]) for plan in PHASES),
    *(judged(f"plan_timely.{plan}", PLAN_DUE[plan]) for plan in PHASES),
    judged("yp_in_planning"),
    *(judged(f"plan_agency.{agency}", needed(agency)) for agency in ("ete", "physical_health", "substance")),
    judged("plan_agency.secure_establishment", CUSTODY),
    judged("yos_in_custody_planning", CUSTODY, can_be_marked=True),
    *(judged(f"plan_positive.{plan}", IN_PLACE[plan], can_be_marked=True) for plan in PHASES),
    judged("plan_achievable.community", IN_PLACE["community"], can_be_marked=True),
    judged("plan_goals.community", IN_PLACE["community"], can_be_marked=True),
    *(judged(f"plan_sequenced.{plan}", IN_PLACE[plan], can_be_marked=True) for plan in PHASES),
    *(judged(f"plan_learning.{plan}", IN_PLACE[plan], can_be_marked=True) for plan in PHASES),
    judged("plan_standards.community", IN_PLACE["community"], can_be_marked=True),
    judged("plan_diversity.custody", IN_PLACE["custody"] & DIVERSITY),
    *(
        judged(f"plan_obj_diversity.{plan}", IN_PLACE[plan] & DIVERSITY, can_be_marked=True)
        for plan in PHASES
    ),
    *(
        judged(f"plan_safeguarding.{plan}", IN_PLACE[plan] & SG_TO_PLAN_FOR[plan], can_be_marked=True)
        for plan in PHASES
    ),
    judged("plan_sg_objectives.custody", IN_PLACE["custody"] & VULNERABLE),
    *(judged(f"plan_rmp.{plan}", IN_PLACE[plan] & RMP_EXPECTED) for plan in PHASES),
    *(judged(f"plan_roh_priority.{plan}", IN_PLACE[plan] & ROH, can_be_marked=True) for plan in PHASES),
    *(judged(f"plan_victims.{plan}", IN_PLACE[plan] & VICTIM, can_be_marked=True) for plan in PHASES),
    *(judged(f"plan_reviewed.{plan}", TO_REVIEW[plan], can_be_marked=True) for plan in PHASES),
    # 1.3
    judged("vuln_screen_done"),
    judged("vuln_screen_timely"),
    judged("sg_reviewed"),
    judged("vuln_oversight", VULNERABLE),
    judged("vmp_done", VULNERABLE),
    judged("vmp_timely", VULNERABLE),
    judged("vmp_quality", yes("vmp_merited")),
    judged("vmp_informs", VMP_DONE, can_be_marked=True),
    judged("secure_told", CUSTODIAL & VULNERABLE),
    judged("care_documents_on_file", yes("care_documents_exist")),
    judged("other_plans_contribution", yes("other_plans_exist")),
]

DELIVERY = [
    # 2.1
    judged("mappa_decisions_recorded", MAPPA),
    judged("mappa_decisions_followed", MAPPA),
    judged("mappa_decisions_reviewed", MAPPA),
    judged("mappa_contrib.custody", MAPPA & CUSTODY),
    *(judged(f"mam.{phase}", yes(f"meetings.{phase}")) for phase in PHASES),
    judged("significant_change"),
    judged("roh_review_change", SIGNIFICANT_CHANGE),
    *(
        judged(
            f"roh_int_review.{phase}", (pl.col("change_phase") == phase) & yes(f"roh_interventions.{phase}")
        )
        for phase in PHASES
    ),
    judged("roh_review_time", ROH),
    judged("roh_change_anticipated", ROH, can_be_marked=True),
    judged("roh_change_identified", CHANGE),
    judged("roh_change_acted", CHANGE),
    judged("roh_resources"),
    *(judged(f"roh_int_delivered.{phase}", yes(f"roh_interventions.{phase}")) for phase in PHASES),
    judged("home_visits.harm", ROH, can_be_marked=True),
    judged("home_visits.welfare", SG_ISSUE, can_be_marked=True),
    *(judged(f"roh_oversight.{phase}", SPENT[phase] & ROH, can_be_marked=True) for phase in PHASES),
    judged("victim_priority", VICTIM, can_be_marked=True),
    judged("victim_safety_assessed", VICTIM),
    # 2.2
    judged("int_quality", COMMUNITY),
    judged("int_reduce", COMMUNITY),
    judged("int_as_planned", COMMUNITY),
    judged("int_reviewed", COMMUNITY),
    judged("int_sequenced", COMMUNITY),
    judged("int_learning", COMMUNITY),
    judged("int_diversity", COMMUNITY),
    judged("custody_int_review", CUSTODY, can_be_marked=True),
    judged("scaled_level"),
    judged("lor_resources"),
    judged("requirements_done", yes("sentence_requirements")),
    *(judged(f"yos_motivated.{phase}", SPENT[phase], can_be_marked=True) for phase in PHASES),
    *(judged(f"yos_reinforced.{phase}", SPENT[phase], can_be_marked=True) for phase in PHASES),
    *(judged(f"yos_parents.{phase}", SPENT[phase], can_be_marked=True) for phase in PHASES),
    # 2.3
    *(judged(f"sg_immediate.{phase}", yes(f"urgent.{phase}")) for phase in PHASES),
    judged("sg_immediate_other_child", yes("other_child_affected")),
    *(judged(f"sg_referrals.{phase}", yes(f"referral.{phase}")) for phase in PHASES),
    *(
        judged(f"sg_int_{what}.{phase}", yes(f"sg_interventions.{phase}"), can_be_marked=True)
        for what in ("identified", "delivered")
        for phase in PHASES
    ),
    *(judged(f"sg_int_reviewed.{phase}", identified(phase)) for phase in PHASES),
    *(
        judged(f"sg_int_vmp.{phase}", VMP_DONE & yes(f"sg_interventions.{phase}"), can_be_marked=True)
        for phase in PHASES
    ),
    *(
        judged(f"sg_joint_community.{agency}", COMMUNITY & needed(agency))
        for agency in ("asb", "ete", "physical_health", "emh", "substance")
    ),
    *(judged(f"sg_joint_custody.{agency}", CUSTODY & needed(agency)) for agency in ("csc", "emh")),
    judged("transition.accommodation", CUSTODY & COMMUNITY & needed("accommodation")),
    *(judged(f"wellbeing.{phase}", SPENT[phase], can_be_marked=True) for phase in PHASES),
    *(judged(f"sg_oversight.{phase}", SPENT[phase] & SG_ISSUE, can_be_marked=True) for phase in PHASES),
]

OUTCOMES = [
    # 3.1
    judged("reporting_instructions"),
    judged("complied"),
    judged("enforcement", answered("complied", "no")),
    judged("progress"),
    judged("asset_reduced", can_be_marked=True),
    judged("offending_reduced"),
    judged("roh_managed", ROH, can_be_marked=True),
    judged("victim_managed", VICTIM, can_be_marked=True),
    judged("sg_managed", SG_ISSUE),
    judged("sg_factors_reduced", SG_ISSUE, can_be_marked=True),
    # 3.2
    *(judged(f"integration.{phase}", SPENT[phase]) for phase in PHASES),
    *(judged(f"sustain.{phase}", SPENT[phase], can_be_marked=True) for phase in PHASES),
]

QUESTIONS = [*ASSESSMENT, *DELIVERY, *OUTCOMES]

#: The keys of the questions, in the order of the columns.
KEYS = [expr.meta.output_name() for expr in QUESTIONS]


def outcomes(cases: pl.LazyFrame) -> pl.LazyFrame:
    """The case id, and the outcome of each question as a code."""
    return cases.select("case_id", *QUESTIONS)


def counted(cases: pl.LazyFrame) -> pl.LazyFrame:
    """How often every question came to every outcome, in one row."""
    return outcomes(cases).select(
        (pl.col(key) == code).sum().alias(f"{key} {code}") for key in KEYS for code in CODES.values()
    )


def counts(cases: pl.DataFrame) -> Mapping[str, list[int]]:
    """For every question how often it came to each outcome, in the order of the codes."""
    row = counted(cases.lazy()).collect().row(0, named=True)
    return {key: [row[f"{key} {code}"] for code in CODES.values()] for key in KEYS}
