"""The 151 questions of the Core Case Inspection as a plain table, from which the SQL and the peers' rules are made.

Written from the criteria and not made from them, and apart from `by_hand`, so that each checks the
others. Every question is answered yes or no, and is sufficient where it is answered yes.
"""

from collections.abc import Iterator
from typing import TypeAlias

from aboveline.frozen import frozen
from aboveline.judgement import Outcome

#: What stands for each outcome wherever outcomes are compared.
CODES = {outcome: code for code, outcome in enumerate(Outcome)}

#: The word of an assessor who marks a question not applicable.
MARK = "not applicable"

#: The words a fact may be, where that is not yes or no.
WORDS = {
    "sentence": ("referral_order", "reparation_order", "yro", "dto", "other_custodial"),
    "change_phase": ("custody", "community", "none"),
}
YES_OR_NO = ("yes", "no")


@frozen
class Is:
    """A fact is this word."""

    fact: str
    word: str = "yes"


@frozen
class Answered:
    """Another question was answered so; no where it does not apply, unknown where that is unknown."""

    question: str
    word: str = "yes"


@frozen
class Both:
    """All of some conditions hold."""

    parts: tuple["Condition", ...]


@frozen
class Either:
    """One of some conditions holds, or several."""

    parts: tuple["Condition", ...]


@frozen
class Not:
    """A condition does not hold."""

    part: "Condition"


Condition: TypeAlias = Is | Answered | Both | Either | Not


@frozen
class Asked:
    """A question: where it is asked (None is everywhere), and whether an assessor may mark it not applicable."""

    key: str
    only_where: Condition | None = None
    markable: bool = False


PHASES = ("custody", "community")


def both(*parts: Condition) -> Both:
    """All of some conditions."""
    return Both(parts)


def either(*parts: Condition) -> Either:
    """Any of some conditions."""
    return Either(parts)


def _asked(names: str, only_where: Condition | None = None) -> Iterator[Asked]:
    """Some questions asked in the same cases; a star after a name says that it may be marked."""
    for name in names.split():
        yield Asked(name.removesuffix("*"), only_where, name.endswith("*"))


CUSTODY, COMMUNITY = (Is(f"time_spent.{phase}") for phase in PHASES)
ROH, VICTIM, SG_ISSUE, VULNERABLE = (
    Is(fact) for fact in ("roh_active", "identifiable_victim", "sg_issue", "vulnerability")
)
RMP_EXPECTED = either(Is("rmp_required"), Is("rmp_produced"))
VMP_DONE = Answered("vmp_done")


def _assessment() -> Iterator[Asked]:
    yield from _asked(
        "rosh_screen_done rosh_screen_timely* rosh_screen_accurate roh_class_right roh_sources*"
    )
    yield from _asked("full_rosh_done full_rosh_timely full_rosh_quality", Is("full_rosh_required"))
    yield from _asked("roh_assess_oversight")
    yield from _asked("roh_communicated", Is("roh_concern"))
    yield from _asked("rmp_done rmp_timely rmp_quality", Is("rmp_required"))
    yield from _asked("rmp_oversight", RMP_EXPECTED)
    yield from _asked("roh_planning_without_rmp", both(Is("roh_concern"), Not(Is("rmp_produced"))))
    yield from _asked("mappa_referred mappa_level", Is("mappa"))
    yield from _asked("lor_assess_done lor_assess_timely lor_engage_yp lor_engage_parents*")
    yield from _asked("self_assessment_used* lor_assess_reviewed lor_sources.police* yp_in_planning")
    for agency in ("csc", "ete", "substance", "emh"):
        yield from _asked(f"lor_sources.{agency}*", Is(f"need.{agency}"))
    for agency in ("ete", "physical_health", "substance"):
        yield from _asked(f"plan_agency.{agency}", Is(f"need.{agency}"))
    yield from _asked("plan_agency.secure_establishment yos_in_custody_planning*", CUSTODY)
    yield from _asked("vuln_screen_done vuln_screen_timely sg_reviewed")
    yield from _asked("vuln_oversight vmp_done vmp_timely", VULNERABLE)
    yield from _asked("vmp_quality", Is("vmp_merited"))
    yield from _asked("vmp_informs*", VMP_DONE)
    custodial = either(Is("sentence", "dto"), Is("sentence", "other_custodial"))
    yield from _asked("secure_told", both(custodial, VULNERABLE))
    yield from _asked("care_documents_on_file", Is("care_documents_exist"))
    yield from _asked("other_plans_contribution", Is("other_plans_exist"))


def _plans() -> Iterator[Asked]:
    for plan, is_due, needs in (
        ("custody", Is("custodial_plan_due"), VULNERABLE),
        ("community", COMMUNITY, SG_ISSUE),
    ):
        in_place = Answered(f"plan_done.{plan}")
        yield from _asked(f"plan_done.{plan} plan_timely.{plan}", is_due)
        yield from _asked(f"plan_positive.{plan}* plan_sequenced.{plan}* plan_learning.{plan}*", in_place)
        yield from _asked(f"plan_obj_diversity.{plan}*", both(in_place, Is("diversity_need")))
        yield from _asked(f"plan_safeguarding.{plan}*", both(in_place, needs))
        yield from _asked(f"plan_rmp.{plan}", both(in_place, RMP_EXPECTED))
        yield from _asked(f"plan_roh_priority.{plan}*", both(in_place, ROH))
        yield from _asked(f"plan_victims.{plan}*", both(in_place, VICTIM))
        yield from _asked(f"plan_reviewed.{plan}*", in_place if plan == "custody" else COMMUNITY)
    in_custody, in_community = Answered("plan_done.custody"), Answered("plan_done.community")
    yield from _asked(
        "plan_achievable.community* plan_goals.community* plan_standards.community*", in_community
    )
    yield from _asked("plan_diversity.custody", both(in_custody, Is("diversity_need")))
    yield from _asked("plan_sg_objectives.custody", both(in_custody, VULNERABLE))


def _delivery() -> Iterator[Asked]:
    mappa = Is("mappa")
    yield from _asked("mappa_decisions_recorded mappa_decisions_followed mappa_decisions_reviewed", mappa)
    yield from _asked("mappa_contrib.custody", both(mappa, CUSTODY))
    yield from _asked("significant_change roh_resources scaled_level lor_resources")
    yield from _asked("roh_review_change", Answered("significant_change"))
    yield from _asked("roh_review_time roh_change_anticipated* home_visits.harm*", ROH)
    yield from _asked("roh_change_identified roh_change_acted", Is("acute_change"))
    yield from _asked("home_visits.welfare*", SG_ISSUE)
    yield from _asked("victim_priority* victim_safety_assessed", VICTIM)
    yield from _asked("int_quality int_reduce int_as_planned int_reviewed", COMMUNITY)
    yield from _asked("int_sequenced int_learning int_diversity", COMMUNITY)
    yield from _asked("custody_int_review*", CUSTODY)
    yield from _asked("requirements_done", Is("sentence_requirements"))
    yield from _asked("sg_immediate_other_child", Is("other_child_affected"))
    for agency in ("asb", "ete", "physical_health", "emh", "substance"):
        yield from _asked(f"sg_joint_community.{agency}", both(COMMUNITY, Is(f"need.{agency}")))
    for agency in ("csc", "emh"):
        yield from _asked(f"sg_joint_custody.{agency}", both(CUSTODY, Is(f"need.{agency}")))
    yield from _asked("transition.accommodation", both(CUSTODY, COMMUNITY, Is("need.accommodation")))


def _by_phase() -> Iterator[Asked]:
    for phase in PHASES:
        spent, harm = Is(f"time_spent.{phase}"), Is(f"roh_interventions.{phase}")
        work = Is(f"sg_interventions.{phase}")
        yield from _asked(f"mam.{phase}", Is(f"meetings.{phase}"))
        yield from _asked(f"roh_int_review.{phase}", both(Is("change_phase", phase), harm))
        yield from _asked(f"roh_int_delivered.{phase}", harm)
        yield from _asked(f"roh_oversight.{phase}*", both(spent, ROH))
        yield from _asked(f"yos_motivated.{phase}* yos_reinforced.{phase}* yos_parents.{phase}*", spent)
        yield from _asked(f"sg_immediate.{phase}", Is(f"urgent.{phase}"))
        yield from _asked(f"sg_referrals.{phase}", Is(f"referral.{phase}"))
        yield from _asked(f"sg_int_identified.{phase}* sg_int_delivered.{phase}*", work)
        yield from _asked(f"sg_int_reviewed.{phase}", Answered(f"sg_int_identified.{phase}"))
        yield from _asked(f"sg_int_vmp.{phase}*", both(VMP_DONE, work))
        yield from _asked(f"wellbeing.{phase}* integration.{phase} sustain.{phase}*", spent)
        yield from _asked(f"sg_oversight.{phase}*", both(spent, SG_ISSUE))


def _outcomes() -> Iterator[Asked]:
    yield from _asked("reporting_instructions complied progress asset_reduced* offending_reduced")
    yield from _asked("enforcement", Answered("complied", "no"))
    yield from _asked("roh_managed*", ROH)
    yield from _asked("victim_managed*", VICTIM)
    yield from _asked("sg_managed sg_factors_reduced*", SG_ISSUE)


#: Every question by key.
QUESTIONS = {
    asked.key: asked for part in (_assessment, _plans, _delivery, _by_phase, _outcomes) for asked in part()
}
