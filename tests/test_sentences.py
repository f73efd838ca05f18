"""The paragraph of a judgement says all that decided it: a reader that knows only its wording gets it back."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aboveline import workspace
from aboveline.diagnostics import Place
from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework, Question
from aboveline.records.read import Input
from aboveline.records.record import Record
from aboveline.reference.judge import judge, trail
from aboveline.report.explanation import story
from aboveline.trail import Step, Trail
from aboveline.values import Choice, Text
from generate import drafts, inspections, records, written
from reading.engine import Ran
from reading.markdown import cases_in
from reading_stories import Found, Story, parts, read_story
from silent import Silent
from written import framework_of

ESSEX = Path(__file__).parent.parent / "examples" / "essex-2012" / "cases.csv"

UNHURRIED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


# --- What a paragraph should say, from the trail ----------------------------------------------


class Wanted:
    """What the paragraph of one trail has to say, worked out from the trail by rules of its own."""

    def __init__(self, framework: Framework, outcomes: dict[str, str], found: Trail) -> None:
        self.framework, self.outcomes, self.trail = framework, outcomes, found
        self.question: Question = framework.questions[found.judgement.question]

    def story(self) -> Story:
        judgement = self.trail.judgement
        outcome = judgement.outcome.value
        deciding = [c for c in self.trail.clauses if c.decided]
        clause = self.question.clauses[deciding[0].clause] if deciding else None
        ruled = clause is not None and clause.kind in {"only where", "excluded where"}
        found: set[Found] = set()
        if outcome == "not applicable by the assessor":
            found = {("the answer", "not applicable")}
        elif ruled:
            found = set(self.of(deciding[0].step))
        if not ruled:
            over = [
                c
                for c in self.trail.clauses
                if self.question.clauses[c.clause].kind in {"only where", "excluded where"}
            ]
            found |= {fact for c in (*over, *deciding) for fact in self.of(c.step)} if deciding else set()
        if outcome not in {"not applicable by rule", "not applicable by the assessor"}:
            if self.trail.marked and self.question.worked_out is None:
                found.add(("the answer", "not applicable"))
            elif judgement.answer is not None:
                found.add(("the answer", self.word(judgement.answer)))
        where = None if clause is None else self.line(clause.span)
        # What the paragraph says of the answer it says once, however many rules look at it.
        return Story(outcome, where, frozenset(f for f in found if f != ("the answer", "missing")))

    def line(self, span) -> str:
        return f"{span.file}, line {self.framework.sources[span.file].position(span.start)[0]}"

    def word(self, answer: str) -> str:
        return next(w.label for w in self.question.answers.words if w.name == answer)

    def of(self, step: Step) -> Iterator[Found]:  # noqa: C901 (a kind of expression a case)
        """The things found that decided a step."""
        match step.expr:
            case ex.And() | ex.Or() | ex.Counted():
                sought = step.truth
                if (
                    isinstance(step.expr, ex.Counted)
                    and step.expr.quantifier == "none of"
                    and sought is not None
                ):
                    sought = not sought
                open_ = [s for s in step.steps if not fixed(s.expr)] or list(step.steps)
                for each in [s for s in open_ if s.truth is sought] or step.steps:
                    yield from self.of(each)
            case ex.Not() | ex.ConditionHolds():
                yield from self.of(step.steps[0])
            case ex.Compare() if step.steps[0].exists is False:
                yield from self.of(step.steps[0])
            case ex.NumberOf():
                for each in step.steps:
                    yield from self.of(each)
            case (
                ex.IsMissing(operand=ex.AnswerValue(question=key))
                | ex.IsKnown(operand=ex.AnswerValue(question=key))
            ) if key in self.outcomes:
                value = step.steps[0].value
                said = "not answered" if value is None else f"answered {self.value(step.steps[0])}"
                yield key, f"{self.outcomes[key]} {said}"
            case ex.Applies(question=key) | ex.JudgedAs(question=key) if key in self.outcomes:
                yield key, f"{self.outcomes[key]} "
            case ex.Applies(question=key, negated=negated):
                applies = step.truth if not negated or step.truth is None else not step.truth
                yield key, {True: "applies", False: "does not apply", None: "not known"}[applies]
            case ex.FactValue(fact=key):
                yield f"“{self.framework.facts[key].label}”", self.state(step)
            case ex.AnswerValue(question=key):
                label = self.framework.questions[key].label
                yield f"{'' if step.exists is False else 'the '}answer to “{label}”", self.state(step)
            case ex.OwnAnswer():
                yield "the answer", self.state(step)
            case ex.Constant() | ex.Always():
                return
            case _:
                for each in step.steps:
                    yield from self.of(each)

    def state(self, step: Step) -> str:
        if step.exists is False:
            return "none"
        unsure = "" if step.exists else ", and whether there should be one is not known"
        return ("missing" if step.value is None else self.value(step)) + unsure

    def value(self, step: Step) -> str:
        match step.expr:
            case ex.FactValue(fact=key):
                kind = self.framework.facts[key].type
            case ex.AnswerValue(question=key) | ex.OwnAnswer(question=key):
                kind = self.framework.questions[key].answers
        match step.value:
            case str() if isinstance(kind, Choice):
                return next(w.label for w in kind.words if w.name == step.value)
            case str() if isinstance(kind, Text):
                return f'"{step.value}"'
            case date() as day:
                return f"{day.day} {day.strftime('%B')} {day.year}"
            case Decimal() as number:
                return f"{number.normalize():f}"
            case other:
                return str(other)


def fixed(expr: ex.Expression) -> bool:
    """Whether an expression names nothing that a case could change."""
    return all(
        isinstance(e, ex.Constant | ex.Compare | ex.OneOf | ex.And | ex.Or | ex.Not) for e in ex.walk(expr)
    )


def told(
    framework: Framework, record: Record, inspection: Record | None = None
) -> Iterator[tuple[str, Wanted]]:
    """The paragraph of each judgement of a case, and what it should say."""
    judgements = {j.question: j for j in judge(framework, record, inspection).judgements}
    outcomes = {key: j.outcome.value for key, j in judgements.items()}
    for key in judgements:
        found = trail(framework, record, key, inspection)
        yield " ".join(story(framework, judgements, found)), Wanted(framework, outcomes, found)


def without_noughts(read: Story) -> Story:
    return evolve(read, found=frozenset(f for f in read.found if f != ("the answer", "missing")))


# --- Essex and made-up frameworks ------------------------------------------------------------


@pytest.mark.slow
def test_every_judgement_of_essex_is_told_whole_and_no_two_trails_alike():
    framework = workspace.load("cci-2012").framework
    assert framework is not None
    cases = workspace.read_cases(framework, [Input("cases.csv", ESSEX.read_bytes())])
    seen: dict[str, Story] = {}
    count = 0
    for record in cases.records:
        for text, wanted in told(framework, record):
            assert without_noughts(read_story(text)) == wanted.story(), text
            assert seen.setdefault(text, wanted.story()) == wanted.story()
            count += 1
    assert count == 85 * 151


@settings(UNHURRIED, max_examples=40, phases=[Phase.explicit, Phase.generate])
@given(st.data(), drafts())
def test_every_judgement_of_made_up_cases_is_told_whole_and_no_two_trails_alike(data: st.DataObject, draft):
    framework = framework_of(written(draft))
    inspection = evolve(data.draw(inspections(framework)), place=Place("inspection.csv", 2, 1, None))
    seen: dict[str, Story] = {}
    for number in range(3):
        record = evolve(data.draw(records(framework)), place=Place("cases.csv", number + 2, number + 1, "A"))
        for text, wanted in told(framework, record, inspection):
            assert without_noughts(read_story(text)) == wanted.story(), text
            assert seen.setdefault(text, wanted.story()) == wanted.story()


def test_what_the_answer_is_held_against_is_told_where_it_is_no_word():
    """An answer compared with a fact rests on that fact too, also where either is missing."""
    framework = framework_of(
        {
            "all.criteria": """
        framework f "F" version "1"
        bands
          all "All of it" otherwise
        section 1 "One"
        criterion 1.1 "One one"
        fact wanted "Wanted" one of red, blue
        question shade "Which shade?"
          answers one of red, blue
          sufficient when the answer is not one of (red, wanted)
        """
        }
    )
    for values, said in (
        ({"shade": "blue"}, "“Wanted” is missing"),
        ({"shade": "blue", "wanted": "blue"}, "“Wanted” is blue"),
    ):
        [(text, _)] = told(framework, Record("A1", values))
        assert said in text


# --- In other languages -------------------------------------------------------------------------


def glued(framework: Framework, record: Record, inspection: Record | None = None) -> set[str]:
    """What the sentences of a case hold in words, once all that is said by Messages is left out, and all that is given."""
    silent = Silent()
    judgements = {j.question: j for j in judge(framework, record, inspection).judgements}
    told = {
        re.sub(r"^(cases|records|inspection)\d*\.\w+$", "", part.strip())
        for key in judgements
        for one in story(framework, judgements, trail(framework, record, key, inspection))
        for part in silent.says(one).split(silent.BLANK)
    }
    things = (*framework.facts.values(), *framework.questions.values(), *framework.conditions.values())
    kinds = [
        *(fact.type for fact in framework.facts.values()),
        *(q.answers for q in framework.questions.values()),
    ]
    given = {
        *(thing.label for thing in (*things, *framework.families.values())),
        *(word.label for kind in kinds if isinstance(kind, Choice) for word in kind.words),
        *(label for question in framework.questions.values() for _, label in question.items),
        # The item of a repeat within a rule stands there by its name.
        *(
            str(part.value)
            for question in framework.questions.values()
            for clause in question.clauses
            for part in ex.walk(clause.expr)
            if isinstance(part, ex.Constant)
        ),
        *framework.facts,
        *framework.questions,
        *framework.sources,
        *(asked.column for asked in (*framework.facts.values(), *framework.questions.values())),
    }
    # What stands in straight quotation marks is a text of the case or of a rule.
    return {one for one in told - given if re.search("[a-z]", one) and not re.fullmatch('".*"', one)}


def test_every_word_of_the_sentences_on_essex_can_be_said_in_another_language():
    framework = workspace.load("cci-2012").framework
    assert framework is not None
    cases = workspace.read_cases(framework, [Input("cases.csv", ESSEX.read_bytes())])
    for record in cases.records[:6]:
        assert glued(framework, record) == set()


SPECIFICATION = sorted((Path(__file__).parent / "language").glob("[0-9]*.md"))


@pytest.mark.parametrize("page", SPECIFICATION, ids=[page.stem for page in SPECIFICATION])
def test_every_word_of_the_sentences_on_a_page_of_the_specification_can_be_said_in_another_language(page):
    for case in cases_in(page):
        ran = Ran(case)
        if ran.checked.framework is not None and any(b.kind == "records" for b in (*case.above, *case.own)):
            cases = ran.cases(ran.framework)
            for record in cases.records:
                assert glued(ran.framework, record, cases.inspection) == set()


@settings(UNHURRIED, max_examples=30, phases=[Phase.explicit, Phase.generate])
@given(st.data(), drafts())
def test_every_word_of_the_sentences_on_made_up_cases_can_be_said_in_another_language(data, draft):
    framework = framework_of(written(draft))
    inspection = evolve(data.draw(inspections(framework)), place=Place("inspection.csv", 2, 1, None))
    record = evolve(data.draw(records(framework)), place=Place("cases.csv", 2, 1, "A"))
    assert glued(framework, record, inspection) == set()


# --- The reader itself -----------------------------------------------------------------------


def test_the_reader_reads_the_example_of_the_readme():
    assert read_story(
        "It applies, because “A risk management plan was required” is yes (cases.csv, line 3, column rmp_required). "
        "The answer recorded is no (cases.csv, line 3, column rmp_timely). That is insufficient, because the work is "
        "sufficient only when the answer is yes (1.1.criteria, line 75)."
    ) == Story(
        "insufficient",
        "1.1.criteria, line 75",
        frozenset({("“A risk management plan was required”", "yes"), ("the answer", "no")}),
    )


@pytest.mark.parametrize(
    "text",
    [
        "It applies, because police.",
        "It applies, because “A” is yes (cases.csv, line 3) or so.",
        "That is sufficient.",
        "It might apply.",
    ],
)
def test_the_reader_takes_nothing_else(text):
    with pytest.raises(AssertionError):
        read_story(text)


def test_parts_are_not_cut_within_brackets_and_quotation_marks():
    assert parts('“a; b” is 1 (c; d); "e; \\"f" is 2', "; ") == ["“a; b” is 1 (c; d)", '"e; \\"f" is 2']
