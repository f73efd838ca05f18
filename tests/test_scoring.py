"""What comes of counting: scores, bounds, bands, the rule for unanswered questions, ratings and caps."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from aboveline.framework.expressions import ScoreRef
from aboveline.framework.model import Framework
from aboveline.judgement import Outcome
from aboveline.records.record import Record
from aboveline.reference.judge import judge
from aboveline.scoring.figures import half_up
from aboveline.scoring.model import ReasonCount, Score, Scores, Tally
from aboveline.scoring.ratings import given_score, rate
from aboveline.scoring.score import counted_in, if_judged, if_turned, other_ways, scores
from aboveline.scoring.tally import add, reconcile, tally
from aboveline.source import Span
from aboveline.values import Mark, Value
from written import NA, case, framework, framework_of

HERE = Span("here", 0, 0)


def scored(made: Framework, cases: Sequence[Record], **beside: Value | Mark) -> Scores:
    inspection = case("", **beside)
    return scores(
        made, tally(made, [judge(made, record, inspection) for record in cases]), inspection=inspection
    )


def answers(question: str, words: str) -> list[Record]:
    """Cases with one answer each: y, n, - for blank, m for a mark."""
    of: dict[str, Value | Mark] = {"y": "yes", "n": "no", "m": NA}
    return [case(f"A{i}", **({question: of[word]} if word in of else {})) for i, word in enumerate(words)]


ONE = 'question done "Done?" may be marked not applicable'


def criterion_score(words: str, head: str = "", question: str = ONE) -> Score:
    return scored(framework("", question, head), answers("done", words))["criterion", "1.1"]


# --- Figures -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "percent"),
    [
        ((0, 1), 0),
        ((1, 1), 100),
        ((1, 200), 1),
        ((1, 201), 0),
        ((149, 200), 75),
        ((1489, 2000), 74),
        ((1, 3), 33),
    ],
)
def test_a_half_rounds_up(share: tuple[int, int], percent: int):
    assert half_up(Fraction(*share)) == percent


def test_a_score_is_a_share_with_everything_beside_it():
    score = criterion_score("yyn-m")
    assert (score.state, score.numerator, score.denominator, score.percent) == ("scored", 2, 3, 67)
    assert score.fraction == Fraction(2, 3)
    assert score.band is not None
    assert score.band.name == "fair"
    tally_ = score.tally
    assert (tally_.asked, tally_.unanswered, tally_.not_applicable_by_assessor) == (5, 1, 1)
    assert score.bounds is not None
    assert (score.bounds.low, score.bounds.high, score.bounds.gaps) == (Fraction(1, 2), Fraction(3, 4), 1)


def test_nothing_to_divide_by_is_no_score_and_in_no_band():
    score = criterion_score("mm")
    assert (score.state, score.percent, score.fraction, score.band) == (
        "no applicable cases",
        None,
        None,
        None,
    )
    assert score.bounds is None


def test_no_cases_at_all():
    made = framework("", ONE)
    found = scored(made, [])
    assert (found.cases, found["question", "done"].state) == (0, "no applicable cases")


def test_what_may_yet_turn_out_to_have_no_cases():
    made = framework('fact asked "Asked" yes or no', 'question done "Done?" only where asked')
    score = scored(made, [case("A1"), case("A2", asked="no")])["question", "done"]
    assert score.state == "no applicable cases"
    assert score.bounds is not None
    assert (score.bounds.low_percent, score.bounds.high_percent) == (0, 100)
    assert (score.bounds.gaps, score.bounds.may_have_no_cases) == (1, True)
    assert score.tally.by_clause == (ReasonCount("done", 0, 1),)
    assert score.tally.undetermined_by_clause == (ReasonCount("done", 0, 1),)


@pytest.mark.parametrize(
    ("rule", "state", "percent", "denominator"),
    [
        ("are left out", "scored", 67, 3),
        ("count as insufficient", "scored", 50, 4),
        ("stop the score", "stopped by unanswered", None, 3),
    ],
)
def test_the_rule_for_unanswered_questions(rule: str, state: str, percent: int | None, denominator: int):
    score = criterion_score("yyn-", f"unanswered questions {rule}")
    assert (score.state, score.percent, score.denominator) == (state, percent, denominator)
    assert score.bounds is not None
    assert (score.bounds.low_percent, score.bounds.high_percent) == (50, 75)


def test_the_nearest_rule_for_unanswered_questions_wins():
    score = criterion_score(
        "yyn-", "unanswered questions stop the score", ONE + " unanswered questions are left out"
    )
    assert (score.state, score.percent) == ("scored", 67)


def test_unanswered_questions_that_stop_nothing_stop_nothing():
    assert criterion_score("yyn", "unanswered questions stop the score").percent == 67


@pytest.mark.parametrize(("by", "band"), [("rounded", "good"), ("exact", "fair")])
def test_bands_go_by_the_rounded_or_the_exact_score(by: str, band: str):
    made = framework_of(
        {
            "a.criteria": f"""
            framework test "Test" version "1"
            bands by the {by} score
              good "Good" from 67%
              fair "Fair" otherwise
            section 1 "S"
            criterion 1.1 "C"
            {ONE}"""
        }
    )
    found = scored(made, answers("done", "yyn"))["question", "done"].band
    assert found is not None
    assert found.name == band


# --- Pools -------------------------------------------------------------------------------------

MANY = """
    question first "First?" feeds north
    question second "Second?" feeds north, south
    question told "Told?" reported only
    question noted "Noted?" not judged
    question met "Met at {place}?" for each place feeds south for here
    criterion 1.2 "Other" not scored
    question third "Third?"
    section 2 "Second" not scored
    criterion 2.1 "Last"
    question fourth "Fourth?" feeds north
"""
THEMES = 'theme north "North"; theme south "South"; list place: here "Here", there "There"'
ALL_YES: dict[str, Value | Mark] = dict.fromkeys(
    ("first", "second", "told", "noted", "met.here", "met.there", "third", "fourth"), "yes"
)


def test_what_is_pooled_in_what():
    made = framework(THEMES, MANY)
    found = scored(made, [case(**ALL_YES), case("A2", **{**ALL_YES, "second": "no", "told": "no"})])
    pooled = {(score.kind, score.key): (score.numerator, score.denominator) for score in found}
    assert pooled == {
        ("theme", "north"): (5, 6),
        ("theme", "south"): (3, 4),
        ("section", "1"): (9, 10),
        ("criterion", "1.1"): (7, 8),
        ("question", "first"): (2, 2),
        ("question", "second"): (1, 2),
        ("question", "told"): (1, 2),
        ("family", "met"): (4, 4),
        ("question", "met.here"): (2, 2),
        ("question", "met.there"): (2, 2),
        ("criterion", "1.2"): (2, 2),
        ("question", "third"): (2, 2),
        ("section", "2"): (2, 2),
        ("criterion", "2.1"): (2, 2),
        ("question", "fourth"): (2, 2),
    }


def test_scores_come_in_report_order():
    kinds = [(score.kind, score.key) for score in scored(framework(THEMES, MANY), [case(**ALL_YES)])]
    assert kinds[:4] == [("theme", "north"), ("theme", "south"), ("section", "1"), ("criterion", "1.1")]
    assert kinds[-3:] == [("section", "2"), ("criterion", "2.1"), ("question", "fourth")]


def test_what_is_not_scored_has_no_figure_and_its_questions_count_elsewhere():
    found = scored(framework(THEMES, MANY), [case(**ALL_YES)])
    for name in (("criterion", "1.2"), ("section", "2")):
        score = found.figures[name]
        assert (score.state, score.percent, score.band, score.bounds) == ("not scored", None, None, None)
        assert score.tally.asked == 1


def test_a_family_that_is_reported_only_still_has_a_score_of_its_own():
    made = framework(THEMES, 'question met "Met at {place}?" for each place reported only')
    found = scored(made, [case(**{"met.here": "yes", "met.there": "no"})])
    assert found["family", "met"].percent == 50
    assert found["criterion", "1.1"].state == "no applicable cases"


def test_what_a_question_counts_in():
    made = framework(THEMES, MANY)
    assert counted_in(made, "met.here") == (
        ("question", "met.here"),
        ("family", "met"),
        ("criterion", "1.1"),
        ("section", "1"),
        ("theme", "south"),
    )
    assert counted_in(made, "told") == (("question", "told"),)
    assert counted_in(made, "fourth") == (("question", "fourth"), ("criterion", "2.1"), ("theme", "north"))


def test_what_scores_would_be_had_a_judgement_gone_the_other_way():
    made = framework(THEMES, MANY)
    cases = [case(**{**ALL_YES, "first": "no"}), case("A2", **ALL_YES)]
    results = [judge(made, record) for record in cases]
    found = scores(made, tally(made, results))
    by_question = {judgement.question: judgement for judgement in results[0].judgements}
    turned = if_turned(made, found, by_question["first"])
    assert [(t.kind, t.key, t.before, t.after) for t in turned] == [
        ("question", "first", 50, 100),
        ("criterion", "1.1", 88, 100),
        ("section", "1", 90, 100),
        ("theme", "north", 83, 100),
    ]
    down = if_turned(made, found, by_question["second"])
    assert [(t.key, t.after) for t in down] == [
        ("second", 50),
        ("1.1", 75),
        ("1", 80),
        ("north", 67),
        ("south", 75),
    ]
    blank = judge(made, case()).judgements[0]
    assert if_turned(made, found, blank) == ()


@pytest.mark.parametrize(
    ("rule", "now", "ways"),
    [
        ("are left out", (1, 1, "scored"), [(2, 2, "scored"), (1, 2, "scored")]),
        ("count as insufficient", (1, 2, "scored"), [(2, 2, "scored"), (1, 2, "scored")]),
        ("stop the score", (1, 1, "stopped by unanswered"), [(2, 2, "scored"), (1, 2, "scored")]),
    ],
)
def test_what_scores_would_be_had_the_unanswered_been_judged(rule, now, ways):
    made = framework("", 'question plan "Plan?"', head=f"unanswered questions {rule}")
    results = [judge(made, record) for record in (case(), case("A2", plan="yes"))]
    found = scores(made, tally(made, results))
    [blank] = results[0].judgements

    def shown(score):
        return score.numerator, score.denominator, score.state

    assert shown(found["section", "1"]) == now
    assert other_ways(blank.outcome) == (Outcome.SUFFICIENT, Outcome.INSUFFICIENT)
    for instead, way in zip(other_ways(blank.outcome), ways, strict=True):
        moved = if_judged(made, found, blank, instead)
        assert [s.kind for _, s in moved] == ["question", "criterion", "section"]
        assert {shown(s) for _, s in moved} == {way}
    assert other_ways(Outcome.EXCUSED) == ()


# --- Tallies -----------------------------------------------------------------------------------


def test_tallies_add_up_in_any_order():
    left = Tally(3, 1, 1, 1, by_clause=(ReasonCount("b", 0, 1),))
    right = Tally(2, not_applicable_by_rule=2, by_clause=(ReasonCount("a", 1, 1), ReasonCount("b", 0, 1)))
    both = add(left, right)
    assert both == add(right, left)
    assert both.by_clause == (ReasonCount("a", 1, 1), ReasonCount("b", 0, 2))
    assert (both.asked, add(both, Tally())) == (5, both)


@pytest.mark.parametrize(
    "wrong",
    [
        Tally(3, 1, 1),
        Tally(2, 1, 1, 1, by_clause=(ReasonCount("a", 0, 1),)),
        Tally(3, 1, 1, 1),
        Tally(3, 1, 1, undetermined=1),
        Tally(4, 2, 2),
    ],
)
def test_a_tally_that_does_not_add_up_is_a_fault_of_ours(wrong: Tally):
    with pytest.raises(AssertionError, match="do not add up"):
        reconcile(wrong, 3)


# --- Ratings -----------------------------------------------------------------------------------

BANDS = """
    bands four_point by the rounded score
      outstanding "Outstanding" from 80% worth 3 points
      good "Good" from 65% worth 2 points
      improve "Requires improvement" from 50% worth 1 point
      inadequate "Inadequate" otherwise worth 0 points
    bands by_points
      high "High" from 5 points
      middle "Middle" from 2 points
      low "Low" otherwise
    fact strict "Strict" yes or no of the inspection
"""
THREE = "".join(
    f'\nquestion {name} "{name.title()}" in bands four_point may be marked not applicable'
    for name in ("calm", "safe", "kind")
)


def rated(rating: str, calm: str, safe: str, kind: str, **beside: Value | Mark) -> Score:
    """A rating over three questions, each with its own answers."""
    made = framework(BANDS + f'rating overall "Overall" {rating}', THREE)
    of: dict[str, Value | Mark] = {"y": "yes", "n": "no", "m": NA}
    cases = [
        case(
            f"A{i}",
            **{name: of[w] for name, w in zip(("calm", "safe", "kind"), words, strict=True) if w in of},
        )
        for i, words in enumerate(zip(calm, safe, kind, strict=True))
    ]
    return scored(made, cases, **beside)["rating", "overall"]


def step_of(score: Score) -> str | None:
    return score.band.name if score.band else None


ALL = "of (calm, safe, kind) in bands four_point"


@pytest.mark.parametrize(
    ("measure", "share", "band", "notes"),
    [
        ("lowest", Fraction(1, 2), "improve", ("decided by Safe, at 50%",)),
        ("highest", Fraction(1), "outstanding", ("decided by Kind, at 100%",)),
        ("average", Fraction(3, 4), "good", ()),
    ],
)
def test_measures_of_percentages(measure: str, share: Fraction, band: str, notes: tuple[str, ...]):
    score = rated(f"{measure} {ALL}", "yyyn", "ynyn", "yyyy")
    assert (score.state, score.fraction, score.percent) == ("scored", share, half_up(share))
    assert (step_of(score), score.notes) == (band, notes)


def test_an_average_is_of_the_exact_percentages():
    assert rated(f"average {ALL}", "ynn", "ynn", "yyn").fraction == Fraction(4, 9)


def test_the_score_of_one_thing_brings_its_counts():
    score = rated("score of safe in bands four_point", "yyyn", "ynym", "yyyy")
    assert (score.numerator, score.denominator, score.percent, step_of(score)) == (2, 3, 67, "good")
    assert score.tally.not_applicable_by_assessor == 1


def test_a_part_without_applicable_cases_is_left_out_and_named():
    score = rated(f"lowest {ALL}", "yyyn", "mmmm", "yyyy")
    assert score.percent == 75
    assert score.notes == ("decided by Calm, at 75%", "Safe has no applicable cases and is left out")


def test_ties_name_every_part_that_decides():
    assert rated(f"lowest {ALL}", "yn", "ny", "yy").notes == ("decided by Calm and Safe, at 50%",)


def test_a_rating_of_nothing_has_no_figure_and_no_band():
    for measure in (
        "lowest of (calm, safe, kind) in bands four_point",
        "total of points of (calm, safe) in bands by_points",
    ):
        score = rated(measure, "m", "m", "m")
        assert (score.state, score.percent, score.points, score.band) == (
            "no applicable cases",
            None,
            None,
            None,
        )


def test_how_far_a_rating_could_move():
    score = rated(f"lowest {ALL}", "yyy-", "yn--", "yyyy")
    assert score.bounds is not None
    assert (score.bounds.low_percent, score.bounds.high_percent, score.bounds.gaps) == (25, 75, 3)
    assert rated(f"lowest {ALL}", "yyyy", "mmmm", "yyyy").bounds is not None


@pytest.mark.parametrize(
    ("rest", "state", "points", "band", "note"),
    [
        ("", "not rated", None, None, "no applicable cases: Safe"),
        (
            "it counts 0 points",
            "scored",
            Fraction(4),
            "middle",
            "no applicable cases, so counted as 0 points: Safe",
        ),
        (
            "scale up the rest",
            "scored",
            Fraction(6),
            "high",
            "no applicable cases, so the rest is scaled up: Safe",
        ),
    ],
)
def test_a_total_of_points_with_an_empty_part(
    rest: str, state: str, points: Fraction | None, band: str | None, note: str
):
    score = rated(f"total of points of (calm, safe, kind) {rest} in bands by_points", "yyyn", "mmmm", "yyny")
    assert (score.state, score.points, step_of(score)) == (state, points, band)
    assert score.notes == ("Calm: 2 points, Kind: 2 points", note)


def test_a_total_of_points():
    score = rated("total of points of (calm, safe, kind) in bands by_points", "yyyn", "ynyn", "yyyy")
    assert (score.points, score.percent, step_of(score)) == (Fraction(6), None, "high")
    assert score.notes == ("Calm: 2 points, Safe: 1 point, Kind: 3 points",)


@pytest.mark.parametrize(
    ("cap", "beside", "band", "note"),
    [
        (
            "at most improve when safe is below 60%",
            {},
            "improve",
            "held down to Requires improvement by the rule `{}`",
        ),
        (
            "at most improve when safe is at most 50%",
            {},
            "improve",
            "held down to Requires improvement by the rule `{}`",
        ),
        ("at most improve when safe is less than 50%", {}, "outstanding", None),
        (
            "at most improve when safe is in improve",
            {},
            "improve",
            "held down to Requires improvement by the rule `{}`",
        ),
        (
            "at most improve when safe is in good or worse",
            {},
            "improve",
            "held down to Requires improvement by the rule `{}`",
        ),
        ("at most improve when safe is in good or better", {}, "outstanding", None),
        (
            "at most improve when calm is between 75% and 80%",
            {},
            "improve",
            "held down to Requires improvement by the rule `{}`",
        ),
        ("at most improve when kind has no applicable cases", {}, "outstanding", None),
        (
            "at most improve when strict",
            {"strict": "yes"},
            "improve",
            "held down to Requires improvement by the rule `{}`",
        ),
        ("at most improve when strict", {"strict": "no"}, "outstanding", None),
        ("at most improve when strict", {}, "outstanding", "the rule `{}` could not be tested"),
        ("at most improve when strict and safe is at least 90%", {}, "outstanding", None),
        ("at least good when safe is in improve", {}, "outstanding", None),
    ],
)
def test_caps(cap: str, beside: dict[str, Value | Mark], band: str, note: str | None):
    score = rated(f"highest {ALL} {cap}", "yyyn", "ynyn", "yyyy", **beside)
    assert step_of(score) == band
    assert score.percent == 100
    assert score.notes[1:] == ((note.format(cap),) if note else ())


def test_at_most_wins_over_at_least():
    caps = "at most inadequate when safe is at least 0% at least good when safe is at least 0%"
    score = rated(f"lowest {ALL} {caps}", "yyyn", "ynyn", "yyyy")
    assert step_of(score) == "inadequate"
    assert len(score.notes) == 3


def test_a_score_without_applicable_cases_meets_no_condition_but_that():
    for condition in (
        "safe is below 101%",
        "safe is in inadequate or better",
        "safe is in outstanding or worse",
    ):
        score = rated(f"lowest {ALL} at most inadequate when {condition}", "yyyn", "mmmm", "yyyy")
        assert step_of(score) == "good", condition
    none = rated(f"lowest {ALL} at most inadequate when safe has no applicable cases", "yyyn", "mmmm", "yyyy")
    assert step_of(none) == "inadequate"


def test_a_rating_judged_by_inspectors():
    given = rated("judged by inspectors in bands four_point", "y", "y", "y", overall="improve")
    assert (given.state, given.percent, step_of(given)) == ("scored", None, "improve")
    missing = rated("judged by inspectors in bands four_point", "y", "y", "y")
    assert (missing.state, missing.band) == ("not rated", None)
    assert missing.notes == ("the inspectors have not given it a step",)


def test_a_share_of_cases():
    share = "share of cases where calm is sufficient out of cases where safe applies in bands four_point"
    score = rated(share, "yyn-y", "yyyym", "yyyyy")
    assert (score.numerator, score.denominator, score.percent, step_of(score)) == (2, 3, 67, "good")
    assert (score.tally.asked, score.tally.unanswered, score.tally.not_applicable_by_rule) == (5, 1, 1)
    assert score.bounds is not None
    assert (score.bounds.low_percent, score.bounds.high_percent) == (50, 75)


def test_a_rating_of_ratings_waits_for_its_parts():
    made = framework(
        BANDS
        + 'rating overall "Overall" total of points of (led, least) in bands by_points\n'
        + 'rating led "Led" judged by inspectors in bands four_point\n'
        + 'rating least "Least" lowest of (calm, safe) in bands four_point',
        THREE,
    )
    cases = [case(calm="yes", safe="yes", kind="no")]
    assert scored(made, cases, led="good")["rating", "overall"].points == 5
    blocked = scored(made, cases)["rating", "overall"]
    assert (blocked.state, blocked.notes) == ("not rated", ("Led has no figure",))


def test_what_is_stopped_stops_the_ratings_over_it():
    made = framework(
        BANDS + f'rating overall "Overall" lowest {ALL}', THREE, "unanswered questions stop the score"
    )
    found = scored(made, [case(calm="yes", safe="yes")])
    assert found["question", "calm"].state == "scored"
    assert found["rating", "overall"].state == "stopped by unanswered"


def test_ratings_from_given_scores():
    made = framework(
        BANDS
        + 'rating overall "Overall" lowest of (led, safe) in bands four_point '
        + "at most improve when calm is in inadequate\n"
        + 'rating led "Led" highest of (calm, kind) in bands four_point',
        THREE,
    )
    safe = given_score(made, ScoreRef("question", "safe", HERE), Fraction(90), None)
    led = given_score(made, ScoreRef("rating", "led", HERE), Fraction(66), None)
    found = rate(made, {("question", "safe"): safe, ("rating", "led"): led}, {})
    overall = found["rating", "overall"]
    assert (found["rating", "led"], overall.percent, step_of(overall)) == (led, 66, "good")
    assert overall.notes[-1] == "the rule `at most improve when calm is in inadequate` could not be tested"
    by_step = given_score(made, ScoreRef("rating", "led", HERE), None, "improve")
    assert (by_step.percent, step_of(by_step)) == (None, "improve")
    unknown = rate(made, {("question", "safe"): safe}, {})["rating", "overall"]
    assert (unknown.state, unknown.notes) == ("not rated", ("Led has no figure",))


def test_a_condition_about_a_score_that_is_not_known_cannot_be_tested():
    made = framework(
        BANDS
        + 'rating overall "Overall" score of safe in bands four_point '
        + "at most inadequate when led has no applicable cases at most inadequate when led is in good\n"
        + 'rating led "Led" judged by inspectors in bands four_point',
        THREE,
    )
    overall = scored(made, [case(calm="yes", safe="yes", kind="yes")])["rating", "overall"]
    assert step_of(overall) == "outstanding"
    assert [note.endswith("could not be tested") for note in overall.notes] == [True, True]


def test_a_share_is_not_rated_from_given_scores():
    share = "share of cases where calm is sufficient out of cases where safe applies in bands four_point"
    made = framework(BANDS + f'rating overall "Overall" {share}', THREE)
    overall = rate(made, {}, {})["rating", "overall"]
    assert (overall.state, overall.notes) == ("not rated", ("there are no cases to count",))


def test_a_score_that_there_is_not_is_none():
    found = scored(framework("", ONE), answers("done", "y"))
    assert found.get("question", "done") is found["question", "done"]
    assert found.get("theme", "done") is None
