"""Turns a Framework into the shape of its records: what a case can hold, and what the inspection can."""

from collections.abc import Iterable, Iterator

from attrs import evolve

from aboveline.framework.expressions import Expression, OwnAnswer, walk
from aboveline.framework.model import Fact, Framework, Item, JudgedByInspectors, Question, Rating, Survey
from aboveline.records import kinds
from aboveline.records.columns import CASE_ID, fold
from aboveline.records.overrides import OVERRIDE
from aboveline.records.record import Kind, RecordField, RecordShape
from aboveline.source import Span
from aboveline.values import Choice, Text, Word, type_in_words


def case_shape(framework: Framework) -> RecordShape:
    """What a record of one case can hold: the facts of a case, then the answer to every question.

    Worked-out facts and answers are there too, flagged, so that a value given for one can be
    reported. "Not applicable" is understood for every question, whether or not it is allowed there,
    and for a fact that exists only somewhere.
    """
    elsewhere = _names(_of_inspection(framework))
    return RecordShape(
        _title(framework),
        _of_cases(framework),
        elsewhere=elsewhere,
        beside=(*_kinds(framework, "case"), kinds.LONG_RESPONSES, kinds.OVERRIDES),
    )


def inspection_shape(framework: Framework) -> RecordShape:
    """What the one record of the inspection can hold: its facts, and the steps inspectors judged.

    A rating judged by inspectors is a choice of the steps of its bands, under the rating's own key.
    """
    elsewhere = _names(_of_cases(framework)) | {CASE_ID}
    return RecordShape(
        _title(framework),
        _of_inspection(framework),
        of="inspection",
        elsewhere=elsewhere,
        beside=(
            *_kinds(framework, "inspection"),
            kinds.LONG_CASES,
            kinds.LONG_RESPONSES,
            kinds.OVERRIDES,
        ),
    )


def survey_shape(framework: Framework, survey: Survey) -> RecordShape:
    """What a response to a survey can hold: the answer to each item, of several answers a yes or no for each.

    "Not applicable" is understood where an item is not asked of everybody; it is no answer.
    """
    fields = tuple(
        _item_field(framework, item, fact) for item in survey.items.values() for fact in item.facts
    )
    return RecordShape(
        f"{survey.label} ({_title(framework)})",
        fields,
        of="response",
        beside=(*_kinds(framework, survey.key), kinds.LONG_CASES, kinds.OVERRIDES),
        survey=survey.key,
    )


def override_shape(framework: Framework) -> RecordShape:
    """What an override can hold, beside the other files there are of a framework."""
    return evolve(OVERRIDE, beside=(*_kinds(framework), kinds.LONG_CASES, kinds.LONG_RESPONSES))


def beside_headlines(framework: Framework) -> tuple[Kind, ...]:
    """The other files there are of a framework beside past headline scores."""
    return (*_kinds(framework, "population"), kinds.LONG_CASES, kinds.LONG_RESPONSES, kinds.OVERRIDES)


def _kinds(framework: Framework, but: str | None = None) -> Iterator[Kind]:
    """The kinds of files there are of a framework, but for one of them; first those that are told by its own names."""
    if but != "case":
        yield Kind(
            "cases",
            kinds.AFTER_FRAMEWORK,
            _columns(f.column for f in _of_cases(framework)),
        )
    if but != "inspection":
        yield Kind(
            "the facts of the inspection as a whole",
            "these are given with --inspection",
            _columns(f.column for f in _of_inspection(framework)),
        )
    for survey in framework.surveys.values():
        if survey.key != but:
            yield Kind(
                f"responses to the survey `{survey.key}`",
                f"these are given with --survey {survey.key}",
                _columns(fact.column for item in survey.items.values() for fact in item.facts),
            )
    if but != "population":
        themes = frozenset(framework.themes)
        yield Kind(kinds.HEADLINES, kinds.WITH_POPULATION, themes | {"area", "year"})
        yield kinds.SUMMARIES
    yield from kinds.WRITTEN


def _columns(names: Iterable[str]) -> frozenset[str]:
    """The names of columns, and what names of several of them begin with, as JSON has them."""
    return frozenset(
        fold(".".join(parts[:end]))
        for parts in (name.split(".") for name in names)
        for end in range(1, len(parts) + 1)
    )


def _item_field(framework: Framework, item: Item, fact: Fact) -> RecordField:
    where = [] if item.only_where is None else [item.only_where.span]
    return RecordField(
        key=fact.key,
        column=fact.column,
        kind="answer",
        type=fact.type,
        label=fact.label,
        markable=bool(where),
        mark_allowed=bool(where),
        note=_note(framework, "asked only where", where, item.guidance),
    )


def why_no_assessor(fact: Fact) -> str | None:
    """Why a fact cannot name the assessor of every case, in words that follow its name; None where it can."""
    if fact.of_inspection:
        return "which is of the inspection as a whole"
    if fact.worked_out is not None:
        return "which is worked out"
    if fact.only_where is not None:
        return "which not every case has"
    if isinstance(fact.type, Text) or (isinstance(fact.type, Choice) and not fact.type.is_yes_or_no):
        return None
    return f"which is {type_in_words(fact.type)}"


def _title(framework: Framework) -> str:
    return framework.label or framework.name


def _names(fields: Iterable[RecordField]) -> frozenset[str]:
    return frozenset(name for f in fields for name in (f.key, f.column))


def _of_cases(framework: Framework) -> tuple[RecordField, ...]:
    facts = (_fact_field(framework, f) for f in framework.facts.values() if not f.of_inspection)
    answers = (_answer_field(framework, q) for q in framework.questions.values())
    return (*facts, *answers)


def _of_inspection(framework: Framework) -> tuple[RecordField, ...]:
    facts = (_fact_field(framework, f) for f in framework.facts.values() if f.of_inspection)
    judged = (
        _rating_field(framework, r)
        for r in framework.ratings.values()
        if isinstance(r.measure, JudgedByInspectors)
    )
    return (*facts, *judged)


def _fact_field(framework: Framework, fact: Fact) -> RecordField:
    where = [] if fact.only_where is None else [fact.only_where.span]
    return RecordField(
        key=fact.key,
        column=fact.column,
        kind="fact",
        type=fact.type,
        label=fact.label,
        required=fact.required,
        markable=fact.only_where is not None,
        mark_allowed=fact.only_where is not None,
        worked_out=fact.worked_out is not None,
        note=_note(framework, "there is one only where", where),
    )


def _answer_field(framework: Framework, question: Question) -> RecordField:
    where = [c.expr.span for c in question.clauses if c.kind == "only where"]
    marked = (
        "the assessor may mark it “not applicable”"
        if question.may_be_marked
        else "do not mark it “not applicable”: that is reported, and counts as no answer"
    )
    note = _note(framework, "asked only where", where, question.guidance)
    return RecordField(
        key=question.key,
        column=question.column,
        kind="answer",
        type=question.answers,
        label=question.label,
        markable=question.worked_out is None,
        mark_allowed=question.may_be_marked and question.worked_out is None,
        worked_out=question.worked_out is not None,
        expected=not question.is_judged or any(_reads_answer(clause.expr) for clause in question.clauses),
        note=note if question.worked_out else _sentences(marked, note),
    )


def _reads_answer(rule: Expression) -> bool:
    return any(isinstance(part, OwnAnswer) for part in walk(rule))


def _rating_field(framework: Framework, rating: Rating) -> RecordField:
    steps = framework.bands[rating.bands].steps
    return RecordField(
        key=rating.key,
        column=rating.key,
        kind="fact",
        type=Choice(tuple(Word(step.name, step.label) for step in steps)),
        label=rating.label,
        note="judged by inspectors",
    )


def _note(framework: Framework, lead: str, where: Iterable[Span], guidance: str | None = None) -> str | None:
    """A sentence on where the thing exists, in the words of the criteria, and the guidance after it."""
    rules = [_words(framework, span) for span in where]
    parts = [f"{lead} {', and '.join(rules)}"] if rules else []
    return _sentences(*parts, guidance)


def _sentences(*parts: str | None) -> str | None:
    """Some parts as sentences, the last without its full stop as it came."""
    said = [part[0].upper() + part[1:] for part in parts if part]
    return " ".join(p if p[-1] in ".?!" or p is said[-1] else f"{p}." for p in said) or None


def _words(framework: Framework, span: Span) -> str:
    source = framework.sources.get(span.file)
    return source.words(span) if source else ""
