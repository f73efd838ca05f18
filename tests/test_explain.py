"""Explanations: plain sentences from the very rule that decided, with every value and where it stands."""

import json

import pytest

from aboveline import workspace
from aboveline.records.read import Input
from aboveline.report.account import account
from aboveline.report.account_json import account_json
from aboveline.report.account_text import account_text
from aboveline.report.explanation import explanation
from aboveline.report.explanation_json import explanation_json
from aboveline.report.explanation_text import explanation_text
from aboveline.report.phrases import in_words
from aboveline.source import Source
from small import CASES, CRITERIA
from test_cli import valid


def loaded(criteria=CRITERIA, cases=CASES):
    name = "all.criteria"
    found = workspace.check("rules", {name: Source(name, criteria)})
    assert found.framework is not None, found.diagnostics
    read = workspace.read_cases(found.framework, [Input("cases.csv", cases.encode())])
    assert not read.diagnostics
    return found.framework, workspace.judge_cases(found.framework, read)


@pytest.fixture(scope="module")
def batch():
    return loaded()


def told(batch, case_id, question):
    framework, run = batch
    record = next(r for r in run.cases.records if r.case_id == case_id)
    return explanation(framework, workspace.trace(framework, record, question, None, run.scores))


WHOLE = """\
Case A2: Was the plan signed in time?
question timely, criterion 1.1 (Plans)

Outcome: insufficient

It applies, because “Plan due” is yes (cases.csv, line 3, column plan_due); “Plan made” is yes
(cases.csv, line 3, column plan_made). Nothing excludes it: “Type of sentence” is Youth order
(cases.csv, line 3, column sentence), not Detention order; “Age group” is older (worked out), not
younger.
That is insufficient, because the work is sufficient only when “Date the plan was signed” is no
later than 15 working days after “Date of sentence” (all.criteria, line 45): “Date the plan was
signed” is 26 July 2011 (cases.csv, line 3, column signed_on); “Date of sentence” is 4 July 2011
(cases.csv, line 3, column sentenced_on); 15 working days after that is 25 July 2011, the last day
allowed; 26 July 2011 is later (16 working days after).

The rules, and what each came to for this case
  yes: only where planning
       (all.criteria, line 43)
       yes: a plan was due, or one was made anyway (condition `planning`, all.criteria, line 30)
         yes: either of these is enough
           yes: “Plan due” is yes (cases.csv, line 3, column plan_due)
           yes: “Plan made” is yes (cases.csv, line 3, column plan_made)
  no: excluded where detained and age_group is younger
       (all.criteria, line 44)
       no: both of these must be so
         no: the sentence was one of detention (condition `detained`, all.criteria, line 27)
           no: “Type of sentence” is Youth order (cases.csv, line 3, column sentence), not Detention
             order
         no: “Age group” is older (worked out), not younger
           “Age group” is worked out from
             no: “Age” is 15 (cases.csv, line 3, column age); asked for: at most 14
  no: sufficient when signed_on is no later than 15 working days after sentenced_on  <- this decided
       (all.criteria, line 45)
       no: “Date the plan was signed” is 26 July 2011 (cases.csv, line 3, column signed_on); “Date
         of sentence” is 4 July 2011 (cases.csv, line 3, column sentenced_on); 15 working days after
         that is 25 July 2011, the last day allowed; 26 July 2011 is later (16 working days after)
         “Date the plan was signed” exists only where
           yes: “Plan made” is yes (cases.csv, line 3, column plan_made)

The lines of the criteria it rests on
  (y yes, n no, ? not known, - not needed)
  timely
    all.criteria:43
      only where planning
                 yyyyyyyy
    all.criteria:44
      excluded where detained and age_group is younger
                     nnnnnnnn     --------------------
    all.criteria:45
      sufficient when signed_on is no later than 15 working days after sentenced_on
                      nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn
  planning
    all.criteria:31
      where plan_due or plan_made
            yyyyyyyy    ---------
  detained
    all.criteria:28
      where sentence is dto
            nnnnnnnnnnnnnnn
  signed_on
    all.criteria:16
      fact signed_on   "Date the plan was signed"  date only where plan_made
                                                                   yyyyyyyyy

What it counts towards
  is   sufficient  would be, if sufficient
  50%  1 of 2      100% (2 of 2)            Question: Was the plan signed in time?
  75%  9 of 12     83% (10 of 12)           Criterion 1.1: Plans
  71%  12 of 17    76% (13 of 17)           Section 1: Planning
  60%  3 of 5      80% (4 of 5)             Theme: Risk & harm

What would change it
  sufficient, if “Date the plan was signed” were on or before 25 July 2011 (it is 26 July 2011)
    that would also change “Was something done about it?” (insufficient, would be not applicable by
      rule)
    is              would be
    50% (1 of 2)    100% (2 of 2)   Question: Was the plan signed in time?
    75% (9 of 12)   83% (10 of 12)  Criterion 1.1: Plans
    71% (12 of 17)  81% (13 of 16)  Section 1: Planning
    60% (3 of 5)    80% (4 of 5)    Theme: Risk & harm
    78% (7 of 9)    88% (7 of 8)    Theme: Safeguarding
    60% (3 of 5)    75% (3 of 4)    Criterion 1.2: Contact
  sufficient, if “Date of sentence” were on or after 5 July 2011 (it is 4 July 2011)
    that would also change “Was something done about it?” (insufficient, would be not applicable by
      rule)
    the scores would be those of the change before it
  not applicable by rule, if “Type of sentence” were Detention order (it is Youth order) and “Age”
    were at most 14 (it is 15)
    that would also change “Were there enough visits?” (insufficient, would be excused); “Was
      something done about it?” (insufficient, would be not applicable by rule)
    is              would be
    50% (1 of 2)    100% (1 of 1)   Question: Was the plan signed in time?
    75% (9 of 12)   82% (9 of 11)   Criterion 1.1: Plans
    71% (12 of 17)  86% (12 of 14)  Section 1: Planning
    60% (3 of 5)    75% (3 of 4)    Theme: Risk & harm
    78% (7 of 9)    88% (7 of 8)    Theme: Safeguarding
    60% (3 of 5)    100% (3 of 3)   Criterion 1.2: Contact
  not applicable by rule, if “Plan due” were no (it is yes) and “Plan made” were no (it is yes)
    that would also change “Was a plan made?” (sufficient, would be not applicable by rule); “Was
      the young person seen in custody?” (insufficient, would be not applicable by rule); “Was the
      young person seen in community?” (sufficient, would be not applicable by rule); and 1 more
    is              would be
    50% (1 of 2)    100% (1 of 1)   Question: Was the plan signed in time?
    75% (9 of 12)   88% (7 of 8)    Criterion 1.1: Plans
    71% (12 of 17)  83% (10 of 12)  Section 1: Planning
    60% (3 of 5)    67% (2 of 3)    Theme: Risk & harm
    78% (7 of 9)    100% (6 of 6)   Theme: Safeguarding
    60% (3 of 5)    75% (3 of 4)    Criterion 1.2: Contact

Guidance: Count from the day after sentence.
"""


def test_a_whole_explanation(batch):
    assert explanation_text(told(batch, "A2", "timely")) == WHOLE
    assert str(told(batch, "A2", "timely")) == WHOLE


@pytest.mark.parametrize(
    ("case_id", "question", "outcome", "story"),
    [
        (
            "A4",
            "made",
            "not applicable by rule",
            (
                "It does not apply to this case. It is asked only where “Plan due” is yes (all.criteria, line 38), and “Plan due” is no "
                "(cases.csv, line 5, column plan_due)."
            ),
        ),
        (
            "A3",
            "timely",
            "not applicable by rule",
            (
                "It does not apply to this case. It is not asked where the sentence was one of detention and “Age group” is "
                "younger (all.criteria, line 44), and “Type of sentence” is Detention order (cases.csv, line 4, column sentence); “Age group” is "
                "younger (worked out)."
            ),
        ),
        (
            "A1",
            "seen.community",
            "not applicable by the assessor",
            "The assessor marked it not applicable (cases.csv, line 2, column seen.community), which this question allows.",
        ),
        (
            "A3",
            "enough",
            "excused",
            (
                "It applies: this question is asked of every case. The work was not sufficient, but that is excused where the "
                "sentence was one of detention (all.criteria, line 59): “Type of sentence” is Detention order (cases.csv, "
                "line 4, column sentence); so it counts neither way."
            ),
        ),
        (
            "A4",
            "enough",
            "unanswered",
            (
                "It applies: this question is asked of every case. It stands unanswered: the work is sufficient when “Visits” "
                "is at least 3 (all.criteria, line 58): “Visits” is missing (cases.csv, line 5, column visits)."
            ),
        ),
        (
            "A5",
            "made",
            "unanswered",
            (
                "It applies, because “Plan due” is yes (cases.csv, line 6, column plan_due). No answer is recorded (cases.csv, "
                "line 6, column made). It stands unanswered: the work is sufficient when the answer is yes (all.criteria, "
                "line 37)."
            ),
        ),
        (
            "A5",
            "acted",
            "undetermined",
            (
                "Whether it applies cannot be told. It is asked only where any of (“Was a plan made?” is insufficient, “Was the "
                "plan signed in time?” is insufficient) (all.criteria, line 62), and “Was a plan made?” (`made`) is unanswered for this case; “Was the "
                "plan signed in time?” (`timely`) is unanswered for this case. No answer is recorded (cases.csv, line 6, "
                "column acted)."
            ),
        ),
        (
            "A3",
            "made",
            "insufficient",
            (
                "It applies, because “Plan due” is yes (cases.csv, line 4, column plan_due). The answer recorded is no "
                "(cases.csv, line 4, column made). That is insufficient, because the work is sufficient only when the answer "
                "is yes (all.criteria, line 37)."
            ),
        ),
    ],
)
def test_the_story(batch, case_id, question, outcome, story):
    found = told(batch, case_id, question)
    assert found.outcome == outcome
    assert " ".join(found.story) == story


def test_what_is_missing_is_named(batch):
    assert [m.key for m in told(batch, "A5", "timely").missing] == ["sentenced_on"]
    assert told(batch, "A2", "timely").missing == ()


def test_only_what_counts_one_way_has_another(batch):
    assert told(batch, "A1", "timely").turned == "insufficient"
    assert told(batch, "A4", "enough").turned is None


SETTLING = """
What would settle it
  sufficient, if “Visits” were at least 3
  insufficient, if “Visits” were at most 2

What would change it
  excused, if “Type of sentence” were Detention order (it is Youth order) and “Visits” were at most
    2 (it is missing)
    no score it counts in would be another
"""


def test_what_would_settle_an_open_judgement_is_said(batch):
    found = told(batch, "A4", "enough")
    assert SETTLING in explanation_text(found)
    data = valid(json.dumps(explanation_json(found, batch[0])))["what_if"]["settling"]
    assert data["missing"] == ["visits"]
    assert [(o["outcome"], o["fields"][0]["from"], o["fields"][0]["to"]) for o in data["options"]] == [
        ("sufficient", 3, None),
        ("insufficient", None, 2),
    ]


def test_what_would_change_a_judgement_is_data_too(batch):
    ways = valid(json.dumps(explanation_json(told(batch, "A2", "timely"), batch[0])))["what_if"]["by_case"]
    assert [(w["way"], len(w["options"]), w["never"]) for w in ways] == [
        ("sufficient", 2, False),
        ("not applicable", 2, False),
    ]
    first = ways[0]["options"][0]
    assert first["fields"][0]["becomes"] == {"is": "value", "value": "2011-07-25", "any_other_text": False}
    assert first["other_judgements"] == [
        {"question": "acted", "was": "insufficient", "becomes": "not applicable by rule"}
    ]
    section = next(s for s in first["scores"] if (s["kind"], s["key"]) == ("section", "1"))
    assert (section["now"]["fraction"], section["would_be"]["fraction"]) == ("12/17", "13/16")


def by_rule(rule):
    return loaded(CRITERIA.replace('version "3"', f'version "3"\n  unanswered questions {rule}'))


@pytest.mark.parametrize(
    ("rule", "last", "table"),
    [
        (
            "are left out",
            "“Visits” is missing (cases.csv, line 5, column visits).",
            """\
What it is missing from
  is   sufficient  would be, if sufficient  if insufficient
  67%  2 of 3      75% (3 of 4)             50% (2 of 4)                    Question: Were there
                                                                              enough visits?
  60%  3 of 5      67% (4 of 6)             50% (3 of 6), POOR, to improve  Criterion 1.2: Contact
  71%  12 of 17    72% (13 of 18)           67% (12 of 18)                  Section 1: Planning
""",
        ),
        (
            "count as insufficient",
            "In the scores it counts as insufficient, as the criteria say of a question left unanswered.",
            """\
What it counts towards, as insufficient
  is   sufficient  would be, if sufficient    if insufficient
  50%  2 of 4      75% (3 of 4)               50% (2 of 4)     Question: Were there enough visits?
  50%  3 of 6      67% (4 of 6), GOOD enough  50% (3 of 6)     Criterion 1.2: Contact
""",
        ),
        (
            "stop the score",
            "It stops every score it counts in, as the criteria say of a question left unanswered: none of them is given.",
            "What it stops\n",
        ),
    ],
)
def test_what_becomes_of_the_unanswered_is_said(rule, last, table):
    found = told(by_rule(rule), "A4", "enough")
    assert found.story[-1].endswith(last)
    assert table in explanation_text(found)


def test_in_a_narrow_terminal_names_stand_beneath_their_figures():
    shown = explanation_text(told(by_rule("are left out"), "A4", "enough"), width=80)
    assert "50% (3 of 6), POOR, to improve\n      Criterion 1.2: Contact\n" in shown


def test_a_score_that_is_stopped_elsewhere_too_stays_so():
    found = told(by_rule("stop the score"), "A4", "enough")
    ways = {t.now.key: [(w.outcome, w.figure.figure) for w in t.would_be] for t in found.towards}
    assert ways == {
        "enough": [("sufficient", "75%"), ("insufficient", "50%")],
        "1.2": [("sufficient", "67%"), ("insufficient", "50%")],
        "1": [("sufficient", "stopped by unanswered"), ("insufficient", "stopped by unanswered")],
    }
    assert "still stopped by unanswered" in explanation_text(found)
    data = valid(json.dumps(explanation_json(found, by_rule("stop the score")[0])))
    assert data["unanswered"] == "stop"
    assert [w["score"]["percent"] for w in data["counts_towards"][0]["other_ways"]] == [75, 50]


def test_what_has_one_other_way_shows_it_alone_too(batch):
    data = explanation_json(told(batch, "A2", "timely"), batch[0])
    [way] = data["counts_towards"][1]["other_ways"]
    assert (way["outcome"], way["score"]["fraction"]) == ("sufficient", "10/12")
    assert data["counts_towards"][1]["would_be"] == "83%"
    assert data["unanswered"] is None
    assert explanation_json(told(batch, "A4", "made"), batch[0])["counts_towards"][0]["other_ways"] == []


# --- Every form of rule ------------------------------------------------------------------------

FORMS = """
framework forms "Forms" version "1" calendar england_and_wales
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
fact a "A" date
fact b "B" date
fact n "N" number
fact m "M" whole number
fact k "K" one of x "the x", y, z
fact f "F" yes or no
fact g "G" yes or no
section 1 "One"
criterion 1.1 "Only"
question base "Base?"
  only where f or g
question q "Q?"
  sufficient when {rule}
"""


def why(rule, **values):
    """The reasons given for what a rule comes to, with the values given."""
    head = ",".join(["case_id", *values])
    row = ",".join(["c", *(str(v) for v in values.values())])
    found = told(loaded(FORMS.replace("{rule}", rule), f"{head}\n{row}\n"), "c", "q")
    return found.outcome, [f"{line.truth}: {line.text}" for line in found.clauses[-1].lines]


def at(column):
    return f"(cases.csv, line 2, column {column})"


@pytest.mark.parametrize(
    ("rule", "values", "outcome", "lines"),
    [
        ("n is between 3 and 5", {"n": "2.50"}, "insufficient", [f"no: “N” is 2.5 {at('n')}; asked for: between 3 and 5"]),
        ("k is one of (x, y)", {"k": "x"}, "sufficient", [f"yes: “K” is the x {at('k')}, one of (the x, y)"]),
        ("k is not one of (x, y)", {"k": "y"}, "insufficient", [f"no: “K” is y {at('k')}, one of (the x, y)"]),
        ("k is one of (x, y)", {"k": "z"}, "insufficient", [f"no: “K” is z {at('k')}, none of (the x, y)"]),
        ("k is x", {"k": "y"}, "insufficient", [f"no: “K” is y {at('k')}, not the x"]),
        ("k is not x", {"k": "y"}, "sufficient", [f"yes: “K” is y {at('k')}, not the x"]),
        (
            "a is before b",
            {"a": "2011-07-04", "b": "2011-07-03"},
            "insufficient",
            [f"no: “A” is 4 July 2011 {at('a')}; “B” is 3 July 2011 {at('b')}"],
        ),
        (
            "a is within 5 days either side of b",
            {"a": "2011-07-09", "b": "2011-07-03"},
            "insufficient",
            [
                (
                    f"no: “A” is 9 July 2011 {at('a')}; “B” is 3 July 2011 {at('b')}; within 5 days either side of that is "
                    "28 June 2011 to 8 July 2011; 9 July 2011 is not among those days (6 days after)"
                ),
            ],
        ),
        (
            "a is no earlier than 1 month before b",
            {"a": "2011-06-01", "b": "2011-07-03"},
            "insufficient",
            [
                (
                    f"no: “A” is 1 June 2011 {at('a')}; “B” is 3 July 2011 {at('b')}; 1 month before that is 3 June 2011, "
                    "the first day allowed; 1 June 2011 is earlier (1 month before)"
                ),
            ],
        ),
        ("a is missing", {"b": "2011-07-03"}, "sufficient", [f"yes: “A” is missing {at('a')}"]),
        ("a is known", {"a": "2011-07-03"}, "sufficient", [f"yes: “A” is 3 July 2011 {at('a')}"]),
        (
            "not (f and g)",
            {"f": "yes", "g": "no"},
            "sufficient",
            [
                "yes: this must not be so",
                "no: both of these must be so",
                f"yes: “F” is yes {at('f')}",
                f"no: “G” is no {at('g')}",
            ],
        ),
        (
            "at least 2 of (f, g, k is x)",
            {"f": "yes", "k": "z"},
            "unanswered",
            [
                "unknown: at least 2 of these 3 must be so: 1 yes, 1 no, 1 not known",
                f"yes: “F” is yes {at('f')}",
                f"unknown: “G” is missing {at('g')}",
                f"no: “K” is z {at('k')}, not the x",
            ],
        ),
        (
            "days from a to b is at most 3",
            {"a": "2011-07-04", "b": "2011-07-14"},
            "insufficient",
            [
                    (
                        f"no: “A” is 4 July 2011 {at('a')}; “B” is 14 July 2011 {at('b')}; days from “A” to “B” is 10; "
                        "asked for: at most 3"
                    ),
                ],
        ),
        (
            "m + 2 is more than n",
            {"m": 1, "n": 4},
            "insufficient",
            [f"no: “M” is 1 {at('m')}; “M” + 2 is 3; “N” is 4 {at('n')}"],
        ),
        ("base applies", {"f": "no", "g": "no"}, "insufficient", ["no: “Base?” (`base`) is not applicable by rule for this case"]),
        (
            "base is yes",
            {"f": "no", "g": "no"},
            "insufficient",
            ["no: there is no answer to “Base?” for this case, as that question does not apply to it"],
        ),
        (
            "number of (base) that are sufficient is at least 1",
            {"f": "yes", "base": "no"},
            "insufficient",
            ["no: how many of these 1 are so: 0 yes, 1 no; asked for: at least 1", "no: “Base?” (`base`) is insufficient for this case"],
        ),
    ],
)  # fmt: skip
def test_every_form_of_rule_is_told(rule, values, outcome, lines):
    found = why(rule, **values)
    assert found[0] == outcome
    assert found[1] == lines


def test_conditions_over_scores_have_words():
    text = FORMS.replace("{rule}", "yes") + (
        'rating r "R" lowest of (criterion 1.1)\n'
        "  at most poor when criterion 1.1 is below 50% and section 1 is in poor or worse\n"
        "  at least good when criterion 1.1 is between 3% and 5% or section 1 has no applicable cases\n"
    )
    framework, run = loaded(text, "case_id,f,base,q\nc,yes,yes,no\n")
    caps = [in_words(framework, cap.when) for cap in framework.ratings["r"].caps]
    assert caps == [
        "criterion 1.1 is less than 50% and section 1 is in poor or worse",
        "criterion 1.1 is between 3% and 5% or section 1 has no applicable cases",
    ]
    shown = account_text(account(run, ("rating", "r")))
    assert "worked out as lowest of (criterion 1.1)" in shown
    assert "50%  Criterion 1.1  Poor" in shown


FAMILY = """
framework family "Family" version "1"
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
list agency: {items}
section 1 "One"
criterion 1.1 "Only"
question helped "Did {agency} help?" for each agency
question acted "Was it followed up?"
  only where any of (helped) are insufficient
question enough "Was it enough?"
  sufficient when number of (helped) that are sufficient is at least 2
"""


def of_family(question, *answers):
    names = [f"a{n}" for n in range(len(answers))]
    items = ", ".join(f'{name} "agency {name}"' for name in names)
    rows = ",".join(["case_id", *(f"helped.{name}" for name in names)]) + "\n" + ",".join(["c", *answers])
    return told(loaded(FAMILY.replace("{items}", items), rows + "\n"), "c", question)


@pytest.mark.parametrize(
    ("answers", "because"),
    [
        (["yes"] * 9, "and none of the 9 questions “Did each agency help?” is insufficient for this case (9 sufficient)"),
        (["no"] * 4, "because all of the 4 questions “Did each agency help?” are insufficient for this case"),
        ([*["yes"] * 5, ""] + [""] * 3, "and the 9 questions “Did each agency help?” came to 5 sufficient (a0, a1, a2, a3, a4), 4 unanswered (a5, a6, a7, a8) for this case"),
        (["yes", "no", "yes", "yes"], "because “Did agency a1 help?” (`helped.a1`) is insufficient for this case"),
        (
            ["yes", "yes"],
            (
                "any of the 2 questions “Did each agency help?” is insufficient (all.criteria, line 11), and “Did agency a0 help?” (`helped.a0`) is "
                "sufficient for this case; “Did agency a1 help?” (`helped.a1`) is sufficient for this case."
            ),
        ),
    ],
)  # fmt: skip
def test_a_whole_repeat_is_told_in_one(answers, because):
    found = of_family("acted", *answers)
    prose = " ".join(found.story)
    assert because in prose
    assert prose.count("helped.a0") <= 1
    [clause] = [c for c in found.clauses if c.kind == "only where"]
    assert len([line for line in clause.lines if "`helped.a0`" in line.text]) == 1
    assert len(clause.lines) == 1 + len(answers)


def test_a_count_over_a_whole_repeat_is_told_in_one():
    prose = " ".join(of_family("enough", "yes", "no", "no", "no").story)
    assert (
        "only when the number of the 4 questions “Did each agency help?” that are sufficient is at least 2"
        in prose
    )


def test_every_cap_is_shown_with_what_it_came_to():
    text = FORMS.replace("{rule}", "yes") + (
        'fact staffed "Staffed" yes or no of the inspection\n'
        'rating r "R" lowest of (criterion 1.1, q)\n'
        "  at least good when criterion 1.1 is at least 40%\n"
        "  at most good when q is below 50%\n"
        "  at most poor when section 1 is in good\n"
        "  at most poor when not staffed\n"
        'rating led "Led" judged by inspectors\n  at most poor when q is below 50%\n'
    )
    framework, run = loaded(text, "case_id,f,base,q\nc,yes,yes,no\n")
    told = account(run, ("rating", "r"))
    assert [(c.truth, c.moved) for c in told.caps] == [
        ("yes", True), ("yes", False), ("no", False), ("unknown", False),
    ]  # fmt: skip
    assert """\
  worked out as lowest of (criterion 1.1, Q?)
    50%  Criterion 1.1  Poor
    0%  Q?  Poor
  yes: at least good when criterion 1.1 is at least 40% (all.criteria, line 21)  <- this moved it
      50%  Criterion 1.1  Poor
  yes: at most good when q is below 50% (all.criteria, line 22), which made no difference
      0%  Q?  Poor
  no: at most poor when section 1 is in good (all.criteria, line 23)
      50%  Section 1  Poor
  unknown: at most poor when not staffed (all.criteria, line 24)
      “Staffed” is missing
""" in account_text(told)
    cap = valid(json.dumps(account_json(told, framework)))["caps"][0]
    assert (cap["truth"], cap["moved"], cap["reads"][0]["key"]) == ("yes", True, "1.1")
    untried = account_text(account(run, ("rating", "led")))
    assert "not tried, as there is no step to hold: at most poor when q is below 50%" in untried


def test_what_is_ruled_out_stands_in_report_order():
    text = FORMS.replace("{rule}", "yes") + 'question aired "Aired?" only where g\n'
    text = text.replace('question base "Base?"', 'question zero "Zero?" only where f\nquestion base "Base?"')
    _, run = loaded(text, "case_id,f,g\nc,no,no\n")
    assert [r.question for r in run.scores["section", "1"].tally.by_clause] == ["aired", "base", "zero"]
    told = account(run, ("section", "1"))
    assert [r.question for r in told.ruled_out] == ["zero", "base", "aired"]


def test_what_is_missing_stands_at_the_end(batch):
    text = explanation_text(told(batch, "A5", "timely"))
    assert "Missing\n  Date of sentence (`sentenced_on`) (cases.csv, line 6, column sentenced_on)\n" in text
    assert "What it is missing from\n" in text


ODD = """
framework odd "Odd" version "1"
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
list agency: ete "education", police "the police"
fact f "F" yes or no
fact when_f "When F" date only where f
fact size "Size" number only where f
section 1 "One"
  only where f is known
criterion 1.1 "Only"
question plain "Plain?"
question helped "Did {agency} help?" for each agency
  only where (f and agency is police) or agency is ete   # the item settles a part
question whole_work "Was it sound as a whole?" answers one of sound "sound", weak "weak"
  worked out as
    sound  when plain is sufficient
    weak   when plain is insufficient
  sufficient when sound
  scored
question dated "Was it early?"
  sufficient when when_f is before 2011-01-01
question sized "Was it small?"
  sufficient when size is at most 2.5
  excused where when_f is before 2011-01-01
"""


def odd(question, **values):
    row = ",".join(["case_id", *values]) + "\n" + ",".join(["c", *values.values()]) + "\n"
    return told(loaded(ODD, row), "c", question)


@pytest.mark.parametrize(
    ("question", "values", "outcome", "last"),
    [
        (
            "plain",
            {"f": "yes", "plain": "n/a"},
            "unanswered",
            (
                "the mark counts as no answer. It stands unanswered: the work is sufficient when the answer is yes "
                "(all.criteria, line 13)."
            ),
        ),
        (
            "plain",
            {"plain": "yes"},
            "not applicable by rule",
            "It is asked only where “F” is known (all.criteria, line 11, said of section 1), and “F” is missing (cases.csv, line 2, column f).",
        ),
        ("whole_work", {"f": "yes", "plain": "no"}, "insufficient", "The answer worked out is weak."),
        ("whole_work", {"f": "yes"}, "unanswered", "No answer could be worked out."),
        ("helped.police", {"f": "no"}, "not applicable by rule", "“F” is no (cases.csv, line 2, column f)."),
        (
            "dated",
            {"f": "no"},
            "insufficient",
            "there is no “When F” for this case, as it exists only where “F” is yes.",
        ),
        ("sized", {"f": "yes", "size": "2.50", "when_f": ""}, "sufficient", "“Size” is 2.5"),
        (
            "sized",
            {"f": "yes", "size": "2.51"},
            "undetermined",
            (
                "whether that is excused cannot be told: it is where “When F” is before 1 January 2011 (all.criteria, line 26): "
                "“When F” is missing (cases.csv, line 2, column when_f)."
            ),
        ),
    ],
)
def test_rarer_stories(question, values, outcome, last):
    found = odd(question, **values)
    assert found.outcome == outcome
    assert last in " ".join(found.story)


def test_what_the_item_of_a_repeat_settles_is_not_told():
    [clause] = [
        c for c in odd("helped.police", f="yes").clauses if c.owner == "question" and c.kind == "only where"
    ]
    assert [line.text for line in clause.lines] == ["“F” is yes (cases.csv, line 2, column f)"]


def test_a_clause_that_the_item_settles_is_no_reason():
    assert odd("helped.ete", f="yes").story[0].endswith("“F” is yes (cases.csv, line 2, column f).")
    settled = ODD.replace("only where f is known\n", "").replace(
        "(f and agency is police) or agency is ete", "agency is ete"
    )
    for question, words in (
        ("helped.ete", "It applies: this question is asked of every case."),
        ("helped.police", "and that is so for no case."),
    ):
        found = told(loaded(settled, "case_id,f\nc,yes\n"), "c", question)
        assert found.story[0].endswith(words)


def test_what_is_asked_of_another_question_is_what_it_came_to():
    text = (
        FORMS.replace("{rule}", "base is known and seen applies")
        + 'question seen "Seen?" not judged only where g\n'
    )
    found = told(loaded(text, "case_id,f,g,base,q\nc,yes,no,,\n"), "c", "q")
    assert found.story[-1].endswith(
        "“Base?” (`base`) is unanswered for this case, not answered; “Seen?” (`seen`) does not apply to this case."
    )


def test_a_count_is_told_thing_by_thing():
    rule = "number of (base) that are sufficient + m is at least 3"
    found = told(loaded(FORMS.replace("{rule}", rule), "case_id,f,base,m\nc,yes,no,1\n"), "c", "q")
    assert found.story[-1].endswith(
        "is 1; asked for: at least 3 (no: “Base?” (`base`) is insufficient for this case)."
    )
    assert f"“M” is 1 {at('m')}; " in found.story[-1]
