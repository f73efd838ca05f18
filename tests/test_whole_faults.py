"""What is wrong with a framework as a whole: circles, things unused, work counted twice, dates never made."""

from attrs import evolve

from aboveline.framework.dependencies import Node, circles, order
from aboveline.framework.record_shape import case_shape, inspection_shape
from aboveline.framework.whole_faults import LOOKS
from checked import only, read, said

HEAD = """
framework t "Test" version "1" calendar england_and_wales
theme roh "Risk of harm"
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
fact due "Due" yes or no
section 1 "Section"
criterion 1.1 "Criterion"
question base "Base?"
  only where due
  feeds roh
"""


def with_head(text: str) -> str:
    return HEAD + text


def test_a_sound_framework_has_nothing_said_of_it():
    assert said(HEAD) == []


# --- Circles ---------------------------------------------------------------------------------


def test_a_circle_is_shown_whole():
    found = only(
        with_head("""
condition a "A" where b
condition b "B" where c
condition c "C" where a
"""),
        "circular-definition",
    )
    assert found.severity == "error"
    assert found.message == (
        "a definition must not rest on itself, but `a` needs `b`, which needs `c`, which needs `a`"
    )
    assert found.at == (
        ("b", "`a` needs `b` here"),
        ("c", "`b` needs `c` here"),
        ("a", "`c` needs `a` here"),
    )


def test_what_rests_on_itself_alone():
    found = only(with_head('condition a "A" where a or due'), "circular-definition")
    assert found.message == "a definition must not rest on itself, but `a` needs `a`"
    assert found.at == (("a", "`a` needs itself here"),)


def test_a_chain_too_long_to_follow():
    links = [f'condition c{i} "C" where not c{i - 1}' for i in range(1, 80)]
    found = only(with_head("\n".join(['condition c0 "C" where due', *links])), "built-too-deep")
    assert found.message == "a rule may go 150 steps deep through what it rests on, but `c49` goes deeper"
    assert found.at == (("c49", ""),)


def test_a_circle_through_facts_questions_and_conditions():
    found = only(
        with_head("""
question q1 "One?"
  only where open_case
condition open_case "open" where level is high
fact level "Level" one of low, high
  worked out as
    high when q1 is sufficient
    low otherwise
"""),
        "circular-definition",
    )
    assert "`level` needs `q1`, which needs `open_case`, which needs `level`" in found.message
    assert len(found.at) == 3


def test_two_circles_are_two_errors_and_what_hangs_on_them_is_none():
    found = said(
        with_head("""
condition a "A" where b
condition b "B" where a
condition c "C" where d
condition d "D" where c
condition hanging "H" where a and c
condition held "E" where due
"""),
        "circular-definition",
    )
    assert ["`a` needs `b`" in f.message for f in found] == [True, False]


def test_a_circle_of_a_repeat_is_said_once():
    found = said(
        with_head("""
list agency: ete, csc, police
condition a "A" for each agency where b of agency
condition b "B" for each agency where a of agency
"""),
        "circular-definition",
    )
    assert len(found) == 1
    assert "`a of ete`" in found[0].message


def test_a_circle_of_ratings():
    found = only(
        with_head("""
rating one "One" lowest of (two, criterion 1.1)
rating two "Two" lowest of (roh, criterion 1.1)
  at most poor when one is below 50%
"""),
        "circular-definition",
    )
    assert "`one` needs `two`, which needs `one`" in found.message


def test_the_own_answer_is_no_circle():
    text = with_head('question q "Q?" sufficient when the answer is yes and due')
    assert said(text) == []


def test_the_order_puts_each_thing_after_what_it_needs():
    framework, _, _ = read(
        with_head("""
question last "Last?" only where first_cond
condition first_cond "First" where base is sufficient
""")
    )
    found = order(framework)
    assert set(found) >= {Node("fact", "due"), Node("question", "base"), Node("question", "last")}
    at = {node: place for place, node in enumerate(found)}
    assert at[Node("fact", "due")] < at[Node("question", "base")]
    assert at[Node("question", "base")] < at[Node("condition", "first_cond")] < at[Node("question", "last")]
    assert circles(framework) == ()


def test_a_long_chain_needs_no_deep_recursion():
    framework, _, _ = read(with_head('condition c0 "0" where due'))
    first = framework.conditions["c0"]
    from aboveline.framework.expressions import ConditionHolds

    chain = {"c0": first}
    for n in range(1, 3000):
        needed = ConditionHolds(f"c{n - 1}", first.span)
        chain[f"c{n}"] = evolve(first, key=f"c{n}", name=f"c{n}", expr=needed)
    framework = evolve(framework, conditions=chain)
    assert len([n for n in order(framework) if n.kind == "condition"]) == 3000
    closed = evolve(first, expr=ConditionHolds("c2999", first.span))
    assert len(circles(evolve(framework, conditions={**chain, "c0": closed}))[0]) == 3000


# --- Unused ----------------------------------------------------------------------------------


def test_unused_facts_and_conditions_are_warnings_at_their_names():
    found = said(
        with_head("""
fact spare "Spare" date
condition idle "Idle" where due
""")
    )
    assert [(f.code, f.severity, f.at[0][0]) for f in found] == [
        ("unused-fact", "warning", "spare"),
        ("unused-condition", "warning", "idle"),
    ]
    assert found[0].message == "no rule uses the fact `spare`"


def test_a_repeat_is_unused_as_a_whole_or_not_at_all():
    text = """
list agency: ete, csc
fact need "Need of {agency}" yes or no for each agency
"""
    assert [f.code for f in said(with_head(text))] == ["unused-fact"]
    used = 'question q "Q?" only where need of ete'
    assert said(with_head(text + used)) == []


def test_what_only_a_broken_declaration_names_is_not_called_unused():
    text = """
fact spare "Spare" yes or no
question q "Q?" only only where spare
"""
    assert "unused-fact" not in [f.code for f in said(with_head(text))]


def test_unused_lists_bands_and_themes():
    found = said(
        """
framework t "Test" version "1"
theme lonely "Lonely"
list agency: ete, csc
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
bands spare by the exact score
  up "Up" from 50%
  down "Down" otherwise
section 1 "Full"
criterion 1.1 "Full"
question q "Q?"
criterion 1.2 "Empty"
section 2 "Empty"
"""
    )
    assert {(f.code, f.at[0][0]) for f in found} == {
        ("unused-list", "agency"),
        ("unused-bands", "spare"),
        ("theme-without-questions", "lonely"),
        ("criterion-without-questions", "1.2"),
        ("section-without-criteria", "2"),
    }
    assert {f.severity for f in found} == {"warning"}


# --- Counting --------------------------------------------------------------------------------

WHOLE = """
question part_one "One?"
question part_two "Two?"
question planning "Planning?"
  worked out as
    yes when all of (part_one, part_two) are sufficient
    no otherwise
"""


def test_a_scored_whole_beside_its_parts_counts_twice():
    found = only(with_head(WHOLE + "  scored"), "counted-twice")
    assert found.at == (
        ("planning", "worked out, and `scored`"),
        ("part_one", "scored as well"),
        ("part_two", "scored as well"),
    )
    assert found.severity == "warning"
    assert found.message == (
        "`planning` is scored, and so is what it is worked out from, `part_one` and `part_two`: "
        "the same work counts twice in criterion 1.1 and in section 1"
    )


def test_a_worked_out_whole_is_reported_only_of_itself():
    assert said(with_head(WHOLE), "counted-twice") == []


def test_counted_twice_through_conditions_and_derived_facts():
    found = only(
        with_head("""
condition fine "fine" where base is sufficient
fact level "Level" one of low, high
  worked out as
    high when fine
    low otherwise
question planning "Planning?"
  worked out as
    yes when level is high
    no otherwise
  scored
  feeds roh
"""),
        "counted-twice",
    )
    assert "worked out from, `base`" in found.message
    assert "in theme `roh`" in found.message


def test_parts_that_share_no_score_are_not_counted_twice():
    text = (
        WHOLE.replace("question planning", 'section 2 "Two"\ncriterion 2.1 "Two"\nquestion whole')
        + "  scored"
    )
    assert said(with_head(text), "counted-twice") == []


def test_a_thing_named_twice_in_a_count():
    found = only(
        with_head("""
question q "Q?" sufficient when the answer is yes and any of (base, base) are sufficient
"""),
        "named-twice",
    )
    assert found.severity == "warning"
    assert [at for at, _ in found.at] == ["base", "base"]


# --- Dates never made ------------------------------------------------------------------------

DATES = """
fact sentenced_on "Sentenced" date required
fact signed_on "Signed" date
"""


def test_a_date_that_may_never_have_been_made():
    found = only(
        with_head(
            DATES
            + """
question q "Q?"
  sufficient when signed_on is no later than 15 working days after sentenced_on
"""
        ),
        "date-never-made",
    )
    assert found.severity == "warning"
    assert found.message == (
        "nothing says how `q` is judged where `signed_on` never came about: without that date it stays unanswered"
    )
    assert found.remedy == "say `only where …` at the fact, or `signed_on is known` in the rule"
    assert [at for at, _ in found.at] == ["signed_on", "signed_on"]


def test_a_date_that_is_spoken_of_needs_no_warning():
    rule = "signed_on is no later than 15 working days after sentenced_on"
    for rest in (
        f"sufficient when signed_on is known and {rule}",
        f"only where signed_on is known\n  sufficient when {rule}",
        f"only where there_is_one\n  sufficient when {rule}",
    ):
        text = (
            DATES
            + f'condition there_is_one "there is one" where signed_on is known\nquestion q "Q?"\n  {rest}\n'
        )
        assert said(with_head(text), "date-never-made") == [], rest


def test_a_date_compared_in_a_condition_or_counted_to():
    in_time = 'condition in_time "in time" where signed_on is on or before sentenced_on\n'
    through = in_time + 'question q "Q?" sufficient when in_time'
    counted = 'question q "Q?" sufficient when days from sentenced_on to signed_on is at most 5'
    for text in (through, counted):
        assert only(with_head(DATES + text), "date-never-made")


def test_a_date_that_exists_only_somewhere_needs_no_warning():
    text = DATES.replace('"Signed" date', '"Signed" date only where due')
    text += 'question q "Q?" sufficient when signed_on is before sentenced_on'
    assert said(with_head(text), "date-never-made") == []


# --- Rows, columns, examples -----------------------------------------------------------------


def test_rows_after_otherwise():
    found = only(
        with_head("""
fact level "Level" one of low, high
  worked out as
    low otherwise
    high when due
question q "Q?" only where level is high
"""),
        "row-after-otherwise",
    )
    assert found.severity == "error"
    assert [at for at, _ in found.at] == ["high when due", "low otherwise"]


def test_a_word_no_row_gives():
    found = only(
        with_head("""
fact level "Level" one of low, middle, high
  worked out as
    high when due
    low otherwise
question q "Q?" only where level is high
"""),
        "word-never-given",
    )
    assert found.message == "`middle` is one of the words of `level`, but no row gives it"
    assert [at for at, _ in found.at] == ["middle"]
    assert found.remedy == "add a row that gives it, or take the word out"


def test_each_word_no_row_gives_is_underlined_where_it_is_declared():
    text = with_head("""
fact other "Other" one of high, deep
question kind "Kind, high or low?"
  worked out as exactly one of
    low when due and other is high
  answers one of low "not high", high "high", top  # high
  sufficient when high
""")
    assert [f.message.split()[0] for f in said(text, "word-never-given")] == ["`high`", "`top`"]
    _, wrong, source = read(text)
    places = [d.labels[0].at for d in wrong if d.code == "word-never-given"]
    assert [source.slice(at) for at in places] == ["high", "top"]
    assert all(at.start > text.index("answers one of") for at in places)


def test_two_things_in_one_column():
    found = only(
        with_head("""
fact one "One" yes or no in data "col"
fact two "Two" yes or no in data "col"
question q "Q?" only where one or two
"""),
        "duplicate-column",
    )
    assert found.severity == "error"
    assert [at for at, _ in found.at] == ["two", "one"]
    assert only(with_head('question q "Q?" in data "case_id"'), "reserved-column").at[0][0] == "q"


def test_every_look_has_a_name_a_person_can_read():
    assert all(name == name.lower() and "_" not in name for name in LOOKS)


# --- The shape of a record -------------------------------------------------------------------


def test_the_shapes_of_records():
    framework, _, _ = read(
        with_head("""
fact caseload "Caseload" whole number of the inspection
fact signed_on "Signed" date only where due   # a remark
  and caseload is at least 3
fact level "Level" one of low, high
  worked out as
    high when due
    low otherwise
question marked "Marked?" may be marked not applicable guidance "Look closely."
  only where level is high and signed_on is known
bands steps by the rounded score
  up "Upper" from 50%
  down "Lower" otherwise
rating led "Leadership"
  judged by inspectors
  in bands steps
""")
    )
    case = case_shape(framework)
    assert case.title == "Test"
    assert [(f.key, f.kind, f.markable, f.worked_out) for f in case.fields] == [
        ("due", "fact", False, False),
        ("signed_on", "fact", True, False),
        ("level", "fact", False, True),
        ("base", "answer", True, False),
        ("marked", "answer", True, False),
    ]
    notes = {f.key: f.note for f in case.fields}
    assert notes["signed_on"] == "There is one only where due and caseload is at least 3"
    assert notes["marked"] == (
        "The assessor may mark it “not applicable”. Asked only where level is high and signed_on is known. Look closely."
    )
    assert notes["due"] is None
    inspection = inspection_shape(framework)
    assert inspection.of_inspection
    assert [f.key for f in inspection.fields] == ["caseload", "led"]
    assert [(w.name, w.label) for w in inspection.fields[1].type.words] == [
        ("up", "Upper"),
        ("down", "Lower"),
    ]
