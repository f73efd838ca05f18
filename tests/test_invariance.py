"""What must hold for any framework and any cases: nothing depends on an order, a split, or what never applies."""

from collections.abc import Sequence
from random import Random

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aboveline import workspace
from aboveline.framework.model import Framework
from aboveline.judgement import Outcome
from aboveline.records.record import Record
from aboveline.reference.judge import judge, trail
from aboveline.scoring.model import Score, Scores
from aboveline.scoring.score import scores
from aboveline.scoring.tally import merge, tally
from aboveline.source import Source
from generate import Draft, batches, drafts, inspections, shuffled, written
from written import framework_of

SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def scored(framework: Framework, cases: Sequence[Record], inspection: Record) -> Scores:
    results = [judge(framework, record, inspection) for record in cases]
    return scores(framework, tally(framework, results), inspection=inspection)


def shown(score: Score) -> object:
    """What people see of a score, without the counts of what does not apply."""
    return score.state, score.fraction, score.percent, score.points, score.band, score.bounds


@SLOW
@given(st.data(), drafts())
def test_every_trail_arrives_at_its_judgement(data: st.DataObject, draft: Draft):
    framework = framework_of(written(draft))
    (record,), inspection = data.draw(batches(framework, 1, 1)), data.draw(inspections(framework))
    for judgement in judge(framework, record, inspection).judgements:
        found = trail(framework, record, judgement.question, inspection)
        assert found.judgement == judgement
        decided = [step for step in found.clauses if step.decided]
        by_mark = judgement.outcome is Outcome.NOT_APPLICABLE_BY_ASSESSOR
        assert [step.clause for step in decided] == ([] if by_mark else [judgement.clause])


@SLOW
@given(st.data(), drafts(), st.integers(0, 10**6))
def test_no_figure_depends_on_the_order_of_cases_declarations_questions_and_files(
    data: st.DataObject, draft: Draft, seed: int
):
    framework = framework_of(written(draft))
    cases, inspection = data.draw(batches(framework)), data.draw(inspections(framework))
    other = framework_of(shuffled(draft, seed))
    assert scored(framework, cases, inspection).figures == scored(other, cases[::-1], inspection).figures


@SLOW
@given(st.data(), drafts(), st.integers(0, 5))
def test_no_figure_depends_on_how_a_batch_is_split(data: st.DataObject, draft: Draft, at: int):
    framework = framework_of(written(draft))
    cases, inspection = data.draw(batches(framework)), data.draw(inspections(framework))
    results = [judge(framework, record, inspection) for record in cases]
    parts = tally(framework, results[at:]), tally(framework, results[:at])
    whole = scores(framework, tally(framework, results), inspection=inspection)
    assert scores(framework, merge(*parts), inspection=inspection) == whole


@SLOW
@given(st.data(), drafts())
def test_a_question_that_never_applies_changes_no_other_figure(data: st.DataObject, draft: Draft):
    never = (
        'question never "Was it never done?" only where none of (opened is known, opened is missing)'
        " feeds north sufficient when the answer is no"
    )
    part = evolve(draft.parts[0], questions=(never, *draft.parts[0].questions))
    framework = framework_of(written(draft))
    more = framework_of(written(evolve(draft, parts=(part, *draft.parts[1:]))))
    cases, inspection = data.draw(batches(more)), data.draw(inspections(framework))
    before, after = scored(framework, cases, inspection), scored(more, cases, inspection)
    for score in before:
        assert shown(after[score.kind, score.key]) == shown(score)


@SLOW
@given(drafts(), st.randoms(use_true_random=False))
def test_a_generated_framework_checks_and_a_damaged_one_never_raises(draft: Draft, random: Random):
    files = written(draft)
    framework_of(files)
    name = random.choice(sorted(files))
    words = files[name].split(" ")
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(words))
        words[at] = random.choice(["", random.choice(words), words[at][::-1], words[at].swapcase()])
    texts = {**files, name: " ".join(words)}
    loaded = workspace.check("damaged", {file: Source(file, text) for file, text in texts.items()})
    assert loaded.framework is not None or any(d.is_error for d in loaded.diagnostics)
