"""Ratings: their parts, bands and caps resolved, and every slip in them said at its place."""

from decimal import Decimal

import pytest

from aboveline.framework import expressions as ex
from aboveline.framework.model import JudgedByInspectors, Share
from checked import in_short, only, read, said

HEAD = """
framework t "Test" version "1"
theme roh "Risk of harm"
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
bands four_point by the rounded score
  outstanding "Outstanding" from 80% worth 3 points
  fine "Good" from 65% worth 2 points
  improve "Requires improvement" from 50% worth 1 point
  inadequate "Inadequate" otherwise worth 0 points
bands by_points
  high "High" from 4 points
  low "Low" otherwise
list agency: ete, csc
fact due "Due" yes or no
fact stable "Stable" yes or no of the inspection
section 1 "Section"
criterion 1.1 "Criterion"
question base "Base?"
  only where due
  feeds roh
question helped "Did {agency} help?" for each agency
question noted "Noted?" not judged
criterion 1.2 "Second" not scored
question further "Further?"
rating led "Leadership"
  judged by inspectors
  in bands four_point
"""


def rating(text: str, name: str = "r"):
    framework, wrong, source = read(HEAD + text)
    assert framework is not None, in_short(wrong, source)
    return framework.ratings[name]


def slip(text: str, code: str):
    found = only(HEAD + text, code)
    assert found.severity == "error"
    return found


def test_a_rating_of_every_kind_of_score():
    measure = rating(
        'rating r "R" lowest of (base, helped, helped of ete, criterion 1.1, section 1, roh) in bands four_point'
    ).measure
    assert measure.kind == "lowest of"
    assert [(p.kind, p.key) for p in measure.parts] == [
        ("question", "base"),
        ("family", "helped"),
        ("question", "helped.ete"),
        ("criterion", "1.1"),
        ("section", "1"),
        ("theme", "roh"),
    ]


def test_bands_parts_and_places():
    found = rating('rating r "R" for criterion 1.1 score of roh')
    assert (found.bands, found.empty_parts, found.label) == ("", "not rated", "R")
    assert (found.stands_for.kind, found.stands_for.key) == ("criterion", "1.1")
    points = rating(
        """
rating first "First" lowest of (base) in bands four_point
rating r "R" total of points of (first, led) in bands by_points it counts 0 points
"""
    )
    assert (points.bands, points.empty_parts) == ("by_points", "zero points")
    assert isinstance(rating("", "led").measure, JudgedByInspectors)


def test_a_share_of_cases():
    found = rating('rating r "R" share of cases where base is sufficient out of cases where due').measure
    assert isinstance(found, Share)
    assert isinstance(found.where, ex.JudgedAs)


def test_conditions_over_scores():
    caps = rating(
        """
rating r "R" average of (criterion 1.1, section 1) in bands four_point
  at most improve when roh is below 50%
  at most fine when led is in improve or worse and not (roh has no applicable cases)
  at least improve when criterion 1.1 is between 70% and 80% or stable
  at most fine when roh is 65.5%
"""
    ).caps
    assert [(c.bound, c.step) for c in caps] == [
        ("at most", "improve"),
        ("at most", "fine"),
        ("at least", "improve"),
        ("at most", "fine"),
    ]
    assert caps[0].when == ex.ScoreCompare("less than", _ref("theme", "roh"), Decimal(50), None)
    assert caps[1].when.items[0] == ex.InBand(_ref("rating", "led"), "improve", "or worse", None)
    assert isinstance(caps[1].when.items[1], ex.Not)
    assert isinstance(caps[2].when.items[0], ex.ScoreBetween)
    assert caps[2].when.items[1].left == ex.FactValue("stable", None)
    assert caps[3].when.percent == Decimal("65.5")


def _ref(kind, key):
    return ex.ScoreRef(kind, key, None)


@pytest.mark.parametrize(
    ("text", "code", "message", "remedy"),
    [
        (
            'rating r "R" lowest of (bsae)',
            "unknown-name",
            "expected the name of a question, a theme or a rating, found `bsae`",
            "did you mean `base`?",
        ),
        (
            'rating r "R" lowest of (criterion 1.7)',
            "unknown-part",
            "expected the number of a criterion, found `1.7`",
            "there are `1.1` and `1.2`",
        ),
        (
            'rating r "R" lowest of (due)',
            "wrong-kind-of-name",
            "expected the name of a question, a theme or a rating, found `due`, which is a fact",
            None,
        ),
        (
            'rating r "R" lowest of (criterion 1.2)',
            "part-not-scored",
            "expected something that has a score, but criterion 1.2 is `not scored`",
            None,
        ),
        (
            'rating r "R" lowest of (noted)',
            "not-judged",
            "expected something that has a score, but the question `noted` is `not judged`",
            None,
        ),
        (
            'rating r "R" lowest of (base, base)',
            "part-named-twice",
            "expected each part of `lowest of` once, found `base` twice",
            "take one of the two out",
        ),
        (
            'rating r "R" score of (base, roh)',
            "one-score-needed",
            "expected one score after `score of`, found 2",
            "say `average of` or `lowest of`",
        ),
        (
            'rating r "R" lowest of (base, led) in bands four_point',
            "no-percentage",
            "`lowest of` is worked out from percentages, but `led` is judged by inspectors as a step",
            "use `total of points of (…)`",
        ),
        (
            'rating r "R" total of points of (base, led) in bands by_points',
            "no-points",
            "points come from the bands of each part, but the step `good` in the bands of `base` is worth none",
            "say `worth … points` at every step, or read `base` in other bands",
        ),
        (
            'rating r "R" total of points of (led) in bands four_point',
            "bands-do-not-fit",
            (
                "`r` is a total of points, read in bands with steps such as `from 7 points`, "
                "but the bands `four_point` are in percentages"
            ),
            None,
        ),
        (
            'rating r "R" lowest of (base) in bands by_points',
            "bands-do-not-fit",
            "`r` is a percentage, read in bands with steps such as `from 65%`, but the bands `by_points` are in points",
            None,
        ),
        (
            'rating r "R" lowest of (base) in bands four_pont',
            "unknown-bands",
            "expected the name of a set of bands, found `four_pont`",
            "did you mean `four_point`?",
        ),
        (
            'rating r "R" in bands four_point',
            "rating-of-nothing",
            (
                "expected what `r` is worked out from, such as `lowest of (…)`, `total of points of (…)`, "
                "`share of cases where …` or `judged by inspectors`"
            ),
            None,
        ),
        (
            'rating r "R" lowest of (base) highest of (roh)',
            "repeated-clause",
            "expected this once for `r`, found it twice",
            "take one of the two out",
        ),
        (
            'rating r "R" lowest of (base) scale up the rest',
            "only-for-totals",
            "expected this in a `total of points of (…)` alone: other ratings leave such a part out",
            "take it out",
        ),
        (
            'rating r "R" lowest of (base) in bands four_point at most improv when roh is below 50%',
            "unknown-step",
            "expected a step of the bands `four_point`, found `improv`",
            "did you mean `improve`?",
        ),
        (
            'rating r "R" lowest of (base) in bands four_point at most improve when roh is in middling',
            "unknown-step",
            "expected a step of the unnamed bands, found `middling`",
            "the steps are `good` and `poor`",
        ),
        (
            'rating r "R" lowest of (base) in bands four_point at most improve when led is below 50%',
            "no-percentage",
            "expected something whose score is a percentage, but `led` is a step judged by inspectors",
            "say `led is in …`",
        ),
        (
            'rating r "R" lowest of (base) in bands four_point at most improve when led is inadequate',
            "percentage-needed",
            "a score is in a step, and is not the step, found `inadequate` after `is`",
            "write `led is in inadequate`",
        ),
        (
            'rating r "R" lowest of (base) in bands four_point at most improve when roh is at least 50',
            "percentage-needed",
            "expected a score and then a percentage, as in `criterion 1.1 is at least 65%`",
            None,
        ),
        (
            'rating r "R" lowest of (base) in bands four_point at most improve when not (led is in improve)',
            "negated-score",
            "expected what the score is, found what it is not, which would also be yes where it has no applicable cases",
            (
                "turn it round, as in `is below 50%` or `is in … or better`; where no cases count as well, "
                "add `or … has no applicable cases`"
            ),
        ),
        (
            'rating r "R" lowest of (base) in bands four_point at most improve when due',
            "of-a-case",
            "a rating rests on scores and facts of the inspection, but the fact `due` is of each case",
            "say `of the inspection` at the fact, if it is known once for all cases",
        ),
        (
            'rating r "R" lowest of (base of ete)',
            "not-repeated",
            "`base` is not repeated, so there is no `base of` anything",
            "write just `base`",
        ),
        (
            'rating r "R" total of points of (base, r2) in bands by_points\nrating r2 "Two" score of helped of eet',
            "unknown-item",
            "expected an item that `helped` is repeated for, `ete` or `csc`, found `eet`",
            None,
        ),
        (
            'rating r "R" lowest of (base) at most good when roh is good',
            "percentage-needed",
            "a score is in a step, and is not the step, found `good` after `is`",
            "write `roh is in good`",
        ),
        (
            'rating r "R" lowest of (base) at most good when roh is fine',
            "percentage-needed",
            "expected a percentage to compare the score of `roh` with, found `fine`",
            "write `roh is at least 65%`",
        ),
        (
            'rating r "R" lowest of (base) at most good when roh is before 50%',
            "wrong-type",
            "expected two dates beside `before`, found a score and a percentage",
            "say `is at least` or `is below`",
        ),
        (
            'rating r "R" lowest of (base) at most good when 50% is at most 60%',
            "score-needed",
            "expected something that has a score: a question, a theme, a rating, or a part such as `criterion 1.1`",
            None,
        ),
        (
            'rating r "R" for criterion 3.1 lowest of (base)',
            "unknown-part",
            "expected the number of a criterion, found `3.1`",
            "there are `1.1` and `1.2`",
        ),
        (
            'rating r "R" for section 1 lowest of (base)\nrating s "S" for section 1 lowest of (roh)',
            "place-taken",
            "expected one rating in the place of section 1, found `r` and `s`",
            "take `for section 1` out of one",
        ),
    ],
)
def test_slips_in_ratings(text, code, message, remedy):
    found = slip(text, code)
    assert (found.message, found.remedy) == (message, remedy)


def test_of_very_many_criteria_the_first_and_the_last_are_told():
    many = "".join(f'criterion 1.{n} "C{n}"\nquestion more_{n} "More?"\n' for n in range(3, 15))
    found = slip(many + 'rating r "R" lowest of (criterion 9)', "unknown-part")
    assert found.remedy == "the numbers there are go from `1.1` to `1.14`"


def test_bands_are_needed_where_a_step_is_named():
    found = said(
        """
framework t "Test" version "1"
bands percents by the rounded score
  up "Up" from 50%
  down "Down" otherwise
section 1 "Section" in bands percents
criterion 1.1 "Criterion"
question base "Base?"
rating led "Leadership" judged by inspectors
rating r "R" lowest of (base) at most up when led is in up
"""
    )
    assert [(f.code, f.message) for f in found] == [
        (
            "bands-needed",
            "expected bands for `led`, whose steps are named here or chosen by inspectors, found none",
        ),
        (
            "bands-needed",
            "expected bands for `r`, whose steps are named here or chosen by inspectors, found none",
        ),
        ("bands-needed", "expected something read in bands, but `led` is read in none"),
    ]


def test_one_slip_hides_no_other():
    codes = [f.code for f in said(HEAD + 'rating r "R" lowest of (bsae, noted) in bands by_points')]
    assert codes == ["unknown-name", "not-judged", "bands-do-not-fit"]


def test_nothing_more_is_said_of_what_could_not_be_read():
    text = HEAD + 'question q "Q?" only only where due\nrating r "R" lowest of (q, base)'
    assert len([f for f in said(text) if f.severity == "error"]) == 1
