"""What is proved of two versions, held against trying every case there is."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aboveline.analysis.examples import run_examples
from aboveline.framework.model import Framework
from aboveline.judgement import Outcome
from aboveline.records.record import Record
from aboveline.reference.judge import judge
from aboveline.revision.difference import Difference, difference
from aboveline.revision.proved import Proved, Verdict
from aboveline.revision.proving import prove
from aboveline.revision.version import Version, version_of
from aboveline.source import Source
from aboveline.values import Mark
from choices import Choices, Seeded, once_in

_HEAD = """
framework test "Test" version "1"
bands by the rounded score
  good "Good" from 50%
  poor "Poor" otherwise

fact due "Due" yes or no
fact made "Made" yes or no only where due
fact shade "Shade" one of red, blue, green

condition busy "it was busy"
  where {busy}

section 1 "Section"
criterion 1.1 "Criterion"

question first "Was it first?"{first}

question second "Was it second?"{second}
"""

_TRUTHS = (
    "due",
    "not due",
    "made",
    "shade is red",
    "shade is one of (red, blue)",
    "due and shade is red",
    "made or shade is green",
    "shade is missing",
    "made is known",
)
_OF_FIRST = (
    "first is sufficient",
    "first is insufficient",
    "first applies",
    "first does not apply",
    "first is yes",
)


def a_text(choices: Choices) -> str:
    busy = choices.pick(_TRUTHS)
    first = _clauses(choices, (*_TRUTHS, "busy"))
    return _HEAD.format(
        busy=busy, first=first, second=_clauses(choices, (*_TRUTHS, *_OF_FIRST, "busy", "busy"))
    )


def _clauses(choices: Choices, truths: tuple[str, ...]) -> str:
    found: list[str] = []
    if once_in(choices, 2):
        found.append(f"only where {choices.pick(truths)}")
    if once_in(choices, 4):
        found.append(f"excluded where {choices.pick(truths)}")
    if once_in(choices, 3):
        found.append(
            f"sufficient when the answer is yes or {choices.pick([t for t in truths if ' and ' not in t and ' or ' not in t])}"
        )
    if once_in(choices, 4):
        found.append(f"excused where {choices.pick(truths)}")
    if once_in(choices, 4):
        found.append("may be marked not applicable")
    return "".join(f"\n  {clause}" for clause in found)


def version(name: str, text: str) -> Version:
    found = version_of(name, {f"{name}.criteria": Source(f"{name}.criteria", text)})
    assert found.version is not None, [d.message for d in found.diagnostics]
    return found.version


def outcomes(framework: Framework, key: str) -> list[Outcome]:
    """What a question comes to in every case there is, whatever is missing."""
    words = {
        "due": ("yes", "no"),
        "made": ("yes", "no", Mark.NOT_APPLICABLE),
        "shade": ("red", "blue", "green"),
    }
    answers = ("yes", "no", Mark.NOT_APPLICABLE)
    fields = {**words, "first": answers, "second": answers}
    found: list[Outcome] = []
    for values in product(*((None, *some) for some in fields.values())):
        given_ = {name: value for name, value in zip(fields, values, strict=True) if value is not None}
        judged = judge(framework, Record("A1", given_)).judgements
        found.append(next(one.outcome for one in judged if one.question == key))
    return found


_ASKED = {Outcome.SUFFICIENT, Outcome.INSUFFICIENT, Outcome.EXCUSED, Outcome.UNANSWERED}
_NONE = {Outcome.NOT_APPLICABLE_BY_RULE, Outcome.NOT_APPLICABLE_BY_ASSESSOR}


def expected(of: Difference, key: str) -> tuple[Verdict, Verdict, bool]:
    """How the cases a question is asked of compare, and those it is sufficient in; whether all else is the same."""
    both = list(zip(outcomes(of.as_now, key), outcomes(of.new.framework, key), strict=True))
    asked = [(old in _ASKED, new in _ASKED) for old, new in both]
    good = [
        (old is Outcome.SUFFICIENT, new is Outcome.SUFFICIENT) for old, new in both if {old, new} <= _ASKED
    ]
    rest = all(
        old == new
        or (old in _ASKED) != (new in _ASKED)
        or {old, new} <= _NONE
        or Outcome.SUFFICIENT in {old, new}
        for old, new in both
    )
    return _verdict(asked), _verdict(good), rest


def _verdict(pairs: list[tuple[bool, bool]]) -> Verdict:
    verdicts: dict[tuple[bool, bool], Verdict] = {
        (False, False): "the same",
        (True, False): "narrower",
        (False, True): "wider",
        (True, True): "different",
    }
    return verdicts[(True, False) in pairs, (False, True) in pairs]


def holds(criteria: str, example: str) -> bool:
    """Whether an example holds under some criteria."""
    framework = version("with", f"{criteria}\n{example}").framework
    return all(one.passed for one in run_examples(framework))


@settings(max_examples=12)
@given(st.integers(0, 10**9))
def test_what_is_proved_is_what_trying_every_case_shows(seed):
    choices = Seeded(seed)
    texts = [a_text(choices), a_text(choices)]
    of = difference(*(version(name, text) for name, text in zip(("old", "new"), texts, strict=True)))
    proved = {one.question: one for one in prove(of, lambda *_: None)}
    for key in ("first", "second"):
        applies, sufficient, rest = expected(of, key)
        one = proved.get(key)
        if one is None:
            assert (applies, sufficient, rest) == ("the same", "the same", True)
            continue
        assert (one.applies, one.sufficient, one.rest == "the same") == (applies, sufficient, rest)
        for shown in one.shown:
            assert holds(texts[1], shown.example), shown.example
            assert not holds(texts[0], shown.example), shown.example


def prove_of(old: str, new: str) -> Proved:
    of = difference(version("old", old), version("new", new))
    (one,) = [one for one in prove(of, lambda *_: None) if one.question == "second"]
    return one


@pytest.mark.parametrize(
    ("old", "new", "applies", "sufficient"),
    [
        ("only where due", "only where due and shade is red", "narrower", "the same"),
        ("only where due", "only where due or shade is red", "wider", "the same"),
        ("only where due", "only where shade is red", "different", "the same"),
        ("only where due", "only where not (not due)", "the same", "the same"),
        (
            "sufficient when the answer is yes",
            "sufficient when the answer is yes or due",
            "the same",
            "wider",
        ),
        ("sufficient when the answer is yes", "sufficient when the answer is no", "the same", "different"),
    ],
)
def test_each_verdict_is_said_by_its_word(old, new, applies, sufficient):
    texts = [_HEAD.format(busy="due", first="", second=f"\n  {clause}") for clause in (old, new)]
    one = prove_of(*texts)
    assert (one.applies, one.sufficient) == (applies, sufficient)


def test_a_question_that_only_rests_on_what_was_edited_is_proved_too():
    texts = [
        _HEAD.format(busy=busy, first="\n  only where busy", second="\n  only where first applies")
        for busy in ("due", "made")
    ]
    one = prove_of(*texts)
    assert one.edits == (1,)
    assert one.applies == "narrower"
