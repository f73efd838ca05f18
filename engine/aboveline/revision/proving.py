"""Proves over all possible cases what the edits between two versions do to each question they act on.

The cases are those that both versions take, whatever is known of them. A question is *asked* of a case where it is neither not
applicable nor undetermined. Four claims are put to the solver for each question, and one for the rest; each is never so in
any case, or there is a smallest case that shows it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from aboveline.framework.dependencies import in_words
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.proof.as_example import as_example
from aboveline.proof.claims import AllOf, AnyOf, Claim, Judged, Not
from aboveline.proof.space import Answer, Found, Never, Open_, Space
from aboveline.reference.judge import judge
from aboveline.revision.acting import acting
from aboveline.revision.difference import Difference
from aboveline.revision.proved import Proved, Shown, Verdict

#: Which framework of the space is which.
_OLD, _NEW = 0, 1

#: The outcomes of a question that is asked.
_ASKED = frozenset({Outcome.SUFFICIENT, Outcome.INSUFFICIENT, Outcome.EXCUSED, Outcome.UNANSWERED})
_NOT_ASKED = frozenset(Outcome) - _ASKED
_SUFFICIENT = frozenset({Outcome.SUFFICIENT})

#: The outcomes that no missing fact or answer leads to.
_KNOWN = frozenset(Outcome) - {Outcome.UNANSWERED, Outcome.UNDETERMINED}

#: Each way in which a case can differ: in words, and what the example that shows it is called, None by its outcome.
_WAYS: Mapping[str, tuple[str, str | None]] = {
    "no longer asked": ("No longer asked", "is not asked"),
    "asked": ("Now asked", "is asked"),
    "no longer sufficient": ("No longer sufficient", "is not sufficient"),
    "sufficient": ("Now sufficient", "is sufficient"),
    "other": ("Another outcome", None),
}

#: What is told apart beyond whether a question is asked, and whether it is sufficient.
_REST: tuple[tuple[frozenset[Outcome], ...], ...] = (
    (
        frozenset({Outcome.NOT_APPLICABLE_BY_RULE, Outcome.NOT_APPLICABLE_BY_ASSESSOR}),
        frozenset({Outcome.UNDETERMINED}),
    ),
    (
        frozenset({Outcome.INSUFFICIENT}),
        frozenset({Outcome.EXCUSED}),
        frozenset({Outcome.UNANSWERED}),
    ),
)


def prove(of: Difference, watch: Callable[[int, int], None]) -> tuple[Proved, ...]:
    """What is proved of every judged question of both versions that an edit acts on, in the order of the newer."""
    old, new = of.as_now, of.new.framework
    acts = acting(of.revision, old, new)
    keys = [
        key
        for key, question in new.questions.items()
        if question.is_judged
        and acts.judging.get(key)
        and key in old.questions
        and old.questions[key].is_judged
    ]
    if not keys:
        return ()
    space = Space(old, new)
    found: list[Proved] = []
    for at, key in enumerate(keys):
        watch(at, len(keys))
        found.append(_of_question(_Asked(space, old, new, key), sorted(acts.judging[key])))
    return tuple(found)


@frozen
class _Asked:
    """One question that something is to be proved of."""

    space: Space
    old: Framework
    new: Framework
    key: str


def _of_question(asked: _Asked, edits: Sequence[int]) -> Proved:
    both = {way: _answer(asked, way, claim) for way, claim in _claims(asked.key)}
    answers = {way: answer for way, (answer, _) in both.items()}
    shown = [
        _shown(asked, way, answer, only_in_gaps=gaps)
        for way, (answer, gaps) in both.items()
        if isinstance(answer, Found)
    ]
    why = dict.fromkeys(answer.why for answer in answers.values() if isinstance(answer, Open_))
    return Proved(
        asked.key,
        asked.new.questions[asked.key].label,
        tuple(edits),
        _verdict(answers["no longer asked"], answers["asked"]),
        _verdict(answers["no longer sufficient"], answers["sufficient"]),
        _verdict(answers["other"], answers["other"]),
        tuple(shown),
        tuple(why),
    )


def _answer(asked: _Asked, way: str, claim: Claim) -> tuple[Answer, bool]:
    """The smallest case that shows a claim: one in which nothing the question needs is missing, where there is any such; and whether it is proved that there is none.

    What is no longer asked needs no answer.
    """
    before = _KNOWN | {Outcome.UNANSWERED} if way == "no longer asked" else _KNOWN
    known = (Judged(asked.key, before, _OLD), Judged(asked.key, _KNOWN, _NEW))
    answer = asked.space.smallest(AllOf((*known, claim)))
    if isinstance(answer, Found):
        return answer, False
    return asked.space.smallest(claim), isinstance(answer, Never)


def _claims(key: str) -> Iterator[tuple[str, Claim]]:
    """What may be so of some case; together they are every way in which what a question comes to can differ."""
    was_asked, is_asked = Judged(key, _ASKED, _OLD), Judged(key, _ASKED, _NEW)
    was_good, is_good = Judged(key, _SUFFICIENT, _OLD), Judged(key, _SUFFICIENT, _NEW)
    yield "no longer asked", AllOf((was_asked, Judged(key, _NOT_ASKED, _NEW)))
    yield "asked", AllOf((Judged(key, _NOT_ASKED, _OLD), is_asked))
    yield "no longer sufficient", AllOf((was_good, is_asked, Not(is_good)))
    yield "sufficient", AllOf((was_asked, Not(was_good), is_good))
    yield (
        "other",
        AnyOf(
            tuple(
                AllOf((Judged(key, one, _OLD), Judged(key, other, _NEW)))
                for alike in _REST
                for one in alike
                for other in alike
                if one != other
            )
        ),
    )


def _verdict(less: Answer, more: Answer) -> Verdict:
    """How the cases compare, by whether any was lost, and whether any was gained."""
    if isinstance(less, Open_) or isinstance(more, Open_):
        return "not settled"
    match isinstance(less, Found), isinstance(more, Found):
        case True, True:
            return "different"
        case True, False:
            return "narrower"
        case False, True:
            return "wider"
        case _:
            return "the same"


def _shown(asked: _Asked, way: str, found: Found, *, only_in_gaps: bool) -> Shown:
    """A case as an example of the newer version, with what it comes to in either."""
    before, after = (_outcome(of, asked.key, found) for of in (asked.old, asked.new))
    said, called = _WAYS[way]
    words = f"{in_words(asked.new.questions[asked.key])} {called or _comes_to(after)}"
    return Shown(said, before, after, as_example(asked.new, found, words, (asked.key,)), only_in_gaps)


def _comes_to(outcome: Outcome) -> str:
    return f"is {'not applicable' if outcome in NOT_APPLICABLE - {Outcome.EXCUSED} else outcome}"


def _outcome(framework: Framework, key: str, found: Found) -> Outcome:
    result = judge(framework, found.record, found.inspection)
    return next(j.outcome for j in result.judgements if j.question == key)
