"""Two versions of a framework told apart: what a person edited, and what is no edit."""

from pathlib import Path

import pytest

from aboveline.report.revision_words import title_of
from aboveline.revision.difference import difference
from aboveline.revision.version import Version, open_version, version_of
from aboveline.source import Source
from small import CRITERIA

ROOT = Path(__file__).resolve().parent.parent


def version(name: str, **files: str) -> Version:
    sources = {
        f"{name}/{file}.criteria": Source(f"{name}/{file}.criteria", text) for file, text in files.items()
    }
    found = version_of(name, sources)
    assert found.version is not None, [d.message for d in found.diagnostics]
    return found.version


def told(new: str, old: str = CRITERIA):
    return difference(version("old", all=old), version("new", all=new))


def edits(new: str, old: str = CRITERIA) -> list[tuple[str, str, str, str | None]]:
    return [(e.did, e.kind, e.name, e.aspect) for e in told(new, old).revision.edits]


def titles(new: str, old: str = CRITERIA) -> list[str]:
    of = told(new, old)
    return [title_of(edit, of) for edit in of.revision.edits]


def replaced(*pairs: tuple[str, str]) -> str:
    text = CRITERIA
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


# --- What is no edit -------------------------------------------------------------------------


def test_layout_comments_and_the_files_things_stand_in_are_no_edit():
    spread = CRITERIA.replace("\n\n", "\n\n\n# a remark\n").replace(
        "  only where plan_due", "  only   where  plan_due # why"
    )
    assert edits(spread) == []
    head, rest = CRITERIA.split("fact sentence", 1)
    facts, rest = ("fact sentence" + rest).split("condition detained", 1)
    apart = version("new", a_parts="condition detained" + rest, b_facts=facts, c_head=head)
    assert difference(version("old", all=CRITERIA), apart).revision.edits == ()


def test_a_criterion_that_is_reopened_is_the_same_criterion():
    reopened = replaced(("question acted", "section 1\ncriterion 1.2\n\nquestion acted"))
    assert edits(reopened) == []


def test_the_bundled_framework_is_the_same_as_itself_put_together_again():
    found = open_version(str(ROOT / "criteria" / "cci-2012")).version
    assert found is not None
    of = difference(found, found)
    assert of.revision.edits == ()
    assert of.as_now == found.framework


# --- What is one -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([('"Was a plan made?"', '"Was there a plan?"')], [("reworded", "question", "made", "label")]),
        ([("Count from the day after", "Count from")], [("reworded", "question", "timely", "guidance")]),
        ([("plans were made ({percent})", "plans were made")], [("reworded", "question", "made", "finding")]),
        ([("15 working days", "20 working days")], [("re-ruled", "question", "timely", "sufficient when")]),
        ([("plan_due or plan_made", "plan_due")], [("re-ruled", "condition", "planning", "where")]),
        ([("visits is at least 3\n  excused where detained", "visits is at least 3")], [("re-ruled", "question", "enough", "excused where")]),
        ([("from 0 to 99", "from 0 to 50")], [("retyped", "fact", "visits", "type")]),
        ([("only where plan_due\n  feeds roh", "only where plan_due\n  feeds roh, safe")], [("fed to other themes", "question", "made", "feeds")]),
        ([("from 60%", "from 55%")], [("banded", "bands", "", "steps")]),
        ([('version "3"', 'version "4"')], [("headed", "framework", "", "version")]),
        ([("calendar england_and_wales", "calendar scotland")], [("headed", "framework", "", "calendar")]),
        ([('version "3"', 'version "3" strengths from 75%')], [("headed", "framework", "", "strengths from")]),
        ([('criterion 1.1 "Plans"', 'criterion 1.1 "Plans" strengths from 75%')], [("headed", "criterion", "1.1", "strengths from")]),
        ([('community "community"', 'community "the community"')], [("reworded", "list", "phase", "items")]),
        ([('community "community"', 'community "community", office "office"')], [("listed", "list", "phase", "items")]),
        ([("list phase:", 'list phase "custody and the community":')], [("reworded", "list", "phase", "label")]),
        ([('one of yro "Youth order"', 'one of yro "Order"')], [("reworded", "fact", "sentence", "type")]),
        ([('"GOOD enough" ', '"GOOD enough" cy "DIGON DA" ')], [("reworded", "bands", "", "steps")]),
        ([('"Was a plan made?"', '"Was a plan made?" cy "A wnaed cynllun?"')], [("reworded", "question", "made", "label")]),
        ([('theme safe "Safeguarding"', 'theme safe "Safeguarding" cy "Diogelu"')], [("reworded", "theme", "safe", "label")]),
        ([('version "3"', 'version "3" written in en')], [("headed", "framework", "", "written in")]),
        ([("for each phase", "for each phase in (custody)")], [("repeated", "question", "seen", "for each")]),
        ([("expect visits is at least 1", "expect visits is at least 2")], [("re-ruled", "check", "seen_so_visited", "expect")]),
        ([("signed_on is 2011-07-26", "signed_on is 2011-07-27")], [("exemplified", "example", "a day late", "given")]),
        ([("reported only", "feeds roh")], [("fed to other themes", "question", "aside", "feeds"), ("re-ruled", "question", "aside", "standing")]),
        ([('question aside "Was the file tidy?"\n  reported only\n', "")], [("removed", "question", "aside", None)]),
        ([("question aside", 'question told "Was anybody told?"\n\nquestion aside')], [("added", "question", "told", None)]),
    ],
)  # fmt: skip
def test_each_thing_a_person_did_is_one_edit(pairs, expected):
    assert edits(replaced(*pairs)) == expected


def test_the_words_of_an_edit_stand_where_they_did_on_either_side():
    of = told(replaced(("15 working days", "20 working days")))
    (edit,) = of.revision.edits
    (before,), (after,) = ([of.sources[s.file].words(s) for s in spans] for spans in (edit.old, edit.new))
    assert before == "sufficient when signed_on is no later than 15 working days after sentenced_on"
    assert after == before.replace("15", "20")


def test_of_several_clauses_only_those_that_changed_are_shown():
    old = replaced(
        (
            "excluded where detained and age_group is younger",
            "excluded where detained\n  excluded where age_group is younger",
        )
    )
    of = told(old.replace("is younger\n  sufficient", "is older\n  sufficient"), old)
    (edit,) = of.revision.edits
    assert [of.sources[s.file].words(s) for s in edit.new] == ["excluded where age_group is older"]


# --- Renames ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("fact", "plan_due", "plan_expected"),
        ("condition", "detained", "in_detention"),
        ("question", "timely", "in_time"),
        ("theme", "safe", "safeguarding"),
        ("list", "phase", "stage"),
    ],
)
def test_a_thing_under_another_name_is_renamed_and_nothing_else_is_said(kind, old, new):
    import re

    anew = re.sub(rf"\b{old}\b", new, CRITERIA)
    assert [(did, of, name) for did, of, name, _ in edits(anew)] == [("renamed", kind, new)]
    assert titles(anew) == [f"{kind.capitalize()} `{old}` is now called `{new}`"]


def test_a_criterion_under_another_number_is_renamed():
    anew = replaced(('criterion 1.2 "Contact"', 'criterion 1.3 "Contact"'))
    assert edits(anew) == [("renamed", "criterion", "1.3", None)]


def test_a_renamed_thing_may_be_edited_too():
    anew = replaced(
        ("question timely", "question in_time"),
        ("timely is insufficient", "in_time is insufficient"),
        ("(made, timely)", "(made, in_time)"),
        ("15 working", "20 working"),
    )
    assert edits(anew) == [
        ("renamed", "question", "in_time", None),
        ("re-ruled", "question", "in_time", "sufficient when"),
    ]


def test_what_says_something_else_is_not_renamed_but_removed_and_added():
    anew = replaced(
        (
            'question aside "Was the file tidy?"\n  reported only',
            'question phoned "Who phoned the school?"\n  only where plan_due\n  feeds roh',
        )
    )
    assert [one[:3] for one in edits(anew)] == [
        ("added", "question", "phoned"),
        ("removed", "question", "aside"),
    ]


def test_of_two_that_could_be_it_the_more_alike_is_and_the_other_was_added():
    old = CRITERIA.replace('question aside "Was the file tidy?"', 'question tidy "Was the file kept tidy?"')
    new = CRITERIA.replace(
        'question aside "Was the file tidy?"',
        'question kept "Was the file kept tidy?"\n  reported only\n\nquestion neat "Was the file kept neat?"',
    )
    assert edits(new, old) == [("renamed", "question", "kept", None), ("added", "question", "neat", None)]


def test_a_name_that_something_else_had_is_no_rename():
    # The fact `age_group` goes, and a question that says what `aside` did has its name.
    gone = replaced(
        (
            'fact age_group   "Age group"                 one of younger, older\n  worked out as\n    younger  when age is at most 14\n    older    otherwise\n',
            "",
        ),
        (" and age_group is younger", ""),
        ("question aside", "question age_group"),
    )
    assert {
        ("removed", "fact", "age_group"),
        ("added", "question", "age_group"),
        ("removed", "question", "aside"),
    } <= {one[:3] for one in edits(gone)}


# --- Moves -----------------------------------------------------------------------------------


def test_a_question_in_another_criterion_was_moved():
    text = 'question aside "Was the file tidy?"\n  reported only\n'
    moved = replaced((text, ""), ('criterion 1.2 "Contact"\n', f'{text}\ncriterion 1.2 "Contact"\n'))
    assert titles(moved) == ["Question `aside` was moved from criterion 1.2 to criterion 1.1"]


def test_as_few_questions_as_tell_the_new_order_are_said_to_stand_elsewhere():
    text = 'question enough "Were there enough visits?"\n  sufficient when visits is at least 3\n  excused where detained\n'
    moved = replaced((text, ""), ('\nexample "a day', f'\n{text}\nexample "a day'))
    assert titles(moved) == ["Question `enough` now follows `aside`; it stood first"]


def test_titles_say_what_was_done():
    new = replaced(
        ("feeds roh\n  finding", "feeds safe\n  finding"),
        ("visits is at least 3\n  excused where detained", "visits is at least 3"),
        ("  reported only", '  reported only\n  guidance "Look."'),
        ("question aside", 'question told "Was anybody told?"\n\nquestion aside'),
    )
    assert titles(new) == [
        "Question `made` now also feeds `safe` and no longer feeds `roh`",
        "Question `enough` lost its `excused where`",
        "Question `told` was added (it stands in criterion 1.2): “Was anybody told?”",
        "Question `aside` was given guidance",
    ]
