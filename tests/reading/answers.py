"""What the engine says to each kind of block, written the way the block is; a test holds where they agree."""

import re
from collections.abc import Callable, Iterable, Mapping

from attrs import evolve

from aboveline import workspace
from aboveline.diagnostics import Diagnostic, Label
from aboveline.framework.model import Framework
from aboveline.judgement import Judgement, Outcome
from aboveline.report.diagnostics_text import diagnostics_text
from aboveline.report.examples import examples_text
from aboveline.report.explanation import explanation
from aboveline.report.explanation_text import explanation_text
from aboveline.report.from_run import from_run
from aboveline.report.inspection.from_run import Edition, report_of
from aboveline.report.survey_text import survey_text
from aboveline.report.survey_view import ItemRow
from aboveline.scoring.model import Score, Tally
from aboveline.source import Source, Span
from aboveline.values import Word
from reading import beside
from reading.engine import Ran, keys, truths, usable, values, written
from reading.markdown import Block


def criteria(ran: Ran, block: Block) -> str:
    """The criteria, with every complaint about a line beneath it."""
    each = next(c for c in ran.criteria if c.block is block)
    source = Source("", each.annotated.text)
    remarks: dict[int, list[beside.Remark]] = {}
    for complaint in ran.diagnostics:
        at = complaint.labels[0].at if complaint.labels else None
        if isinstance(at, Span) and ran.seen_in(at)[0] is each:
            line, _ = source.position(ran.seen_in(at)[1])
            remark = beside.Remark(complaint.severity.value, complaint.code, complaint.message)
            remarks.setdefault(line, []).append(remark)
    return beside.written(each.annotated.text, remarks, each.annotated.remarks)


def diagnostics(ran: Ran, _: Block) -> str:
    """Everything wrong, as a person reads it, with places counted from the top of each block."""
    sources: dict[str, Source] = {}
    for each in ran.criteria:
        sources[_shown_file(ran, each.block)] = Source("", each.annotated.text)
    moved = [evolve(d, labels=tuple(_moved(ran, label) for label in d.labels)) for d in ran.diagnostics]
    return diagnostics_text(_in_order(moved), sources, shown=None) + "\n" if moved else ""


def _in_order(found: list[Diagnostic]) -> list[Diagnostic]:
    def place(one: Diagnostic) -> tuple[str, int]:
        at = one.labels[0].at if one.labels else None
        return (at.file, at.start) if isinstance(at, Span) else ("", 0)

    return sorted(found, key=place)


def _moved(ran: Ran, label: Label) -> Label:
    if not isinstance(label.at, Span) or not any(each.file == label.at.file for each in ran.criteria):
        return label
    each, start = ran.seen_in(label.at)
    length = label.at.end - label.at.start
    return evolve(label, at=Span(_shown_file(ran, each.block), start, start + length))


def _shown_file(ran: Ran, block: Block) -> str:
    if block.about:
        return block.about
    blocks = ran.case.own if block in ran.case.own else ran.case.above
    unnamed = [b for b in blocks if b.kind == "criteria" and not b.about]
    place = "here" if blocks is ran.case.own else "above"
    number = unnamed.index(block) + 1
    return f"{place}.criteria" if number == 1 else f"{place}-{number}.criteria"


# --- Judgements ------------------------------------------------------------------------------

_JUDGED = re.compile(r"(\S+) (.+?): (.+)")


def judgements(ran: Ran, block: Block) -> str:
    """Each line's case and question with its outcome; the answer and the clause where the line gives them."""
    by_name = {(r.case_id, key): j for r, key, j in _all_judgements(ran)}
    known = keys(ran.framework)
    return "".join(_judged(ran, line, by_name, known) + "\n" for line in block.text.splitlines())


def _all_judgements(ran: Ran):
    for record, result in zip(ran.run.cases.records, ran.run.results, strict=True):
        for judgement in result.judgements:
            yield record, judgement.question, judgement


def _judged(ran: Ran, line: str, found: Mapping[tuple[str, str], Judgement], known: Mapping[str, str]) -> str:
    match = _JUDGED.fullmatch(line)
    if match is None:
        return f"cannot be read: {line}"
    case, name, expected = match.groups()
    judgement = found.get((case, known.get(name, name)))
    if judgement is None:
        return f"{case} {name}: not judged"
    answer = f", answered {judgement.answer or 'nothing'}" if ", answered" in expected else ""
    clause = f" — {_clause(ran, judgement)}" if " — " in expected else ""
    return f"{case} {name}: {judgement.outcome.value}{answer}{clause}"


def _clause(ran: Ran, judgement: Judgement) -> str:
    if judgement.clause is None:
        return "marked"
    return clause_words(ran, judgement.question, judgement.clause)


def clause_words(ran: Ran, question: str, index: int) -> str:
    """A clause in the words of the file, after its owner's name where that is not the question."""
    clause = ran.framework.questions[question].clauses[index]
    text = " ".join(ran.framework.sources[clause.span.file].slice(clause.span).split())
    if not text.startswith(clause.kind):  # nothing is written: the clause every question has
        text = "sufficient when yes"
    return text if clause.owner == "question" else f"{clause.owner}: {text}"


def findings(ran: Ran, block: Block) -> str:
    """Every finding of the batch: case, thing, code; the sentence too where the block has one."""
    full = " — " in block.text
    framework = ran.framework
    things = {**framework.facts, **framework.questions, **framework.checks}
    return "".join(
        f"{f.case_id} {written(things[f.subject].name, things[f.subject].items)}: {f.code}"
        + (f" — {f.message}\n" if full else "\n")
        for result in ran.run.results
        for f in result.findings
    )


# --- Tables ----------------------------------------------------------------------------------


def truth_table(ran: Ran, block: Block) -> str:
    """The table with what each expression of its first column comes to for every case."""
    return _table(block.text, lambda rows: truths(ran, rows))


def value_table(ran: Ran, block: Block) -> str:
    """The table with the value of each fact, answer or sum of its first column for every case."""
    return _table(block.text, lambda rows: values(ran, rows))


def _table(text: str, ask: Callable[[list[str]], list[dict[str, str]]]) -> str:
    head, *rows = (_cells(line) for line in text.splitlines())
    found = ask([row[0] for row in rows])
    return _lined_up(
        [head, *([row[0], *(f[case] for case in head[1:])] for row, f in zip(rows, found, strict=True))]
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _lined_up(rows: list[list[str]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = (" | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)
    return "".join(line.rstrip() + "\n" for line in lines)


# --- Scores ----------------------------------------------------------------------------------


def scores(ran: Ran, block: Block) -> str:
    """Each line's score: counts, percentage, band, then what the gaps could make of it and any notes."""
    return "".join(f"{name}: {_score(score)}\n" for name, score in _named_scores(ran, block))


def counts(ran: Ran, block: Block) -> str:
    """How the judgements of each line's score add up."""
    return "".join(f"{name}: {_counts(ran, score.tally)}\n" for name, score in _named_scores(ran, block))


def _named_scores(ran: Ran, block: Block):
    framework = ran.framework
    by_name = keys(framework)
    for line in block.text.splitlines():
        name = line.split(": ")[0]
        kind, _, key = name.partition(" ")
        if kind == "question":
            kind = "family" if key in framework.families else kind
            key = by_name.get(key, key)
        yield name, ran.run.scores[kind, key]


def _score(score: Score) -> str:
    return "; ".join([", ".join(_figure(score)), *_gaps(score), *score.notes])


def _figure(score: Score) -> list[str]:
    found = [] if score.state == "scored" else [score.state]
    if score.state == "scored" and score.denominator:
        found.append(f"{score.numerator} of {score.denominator}")
    if score.percent is not None:
        found.append(f"{score.percent}%")
    if score.points is not None:
        found.append(f"{score.points} points")
    return [*found, score.band.name] if score.band else found


def _gaps(score: Score) -> list[str]:
    if score.bounds is None or not score.bounds.gaps:
        return []
    gaps = f"{score.bounds.gaps} gap" + ("s" if score.bounds.gaps > 1 else "")
    range_ = f"{gaps}, from {score.bounds.low_percent}% to {score.bounds.high_percent}%"
    return [range_ + (", or no applicable cases" if score.bounds.may_have_no_cases else "")]


def report(ran: Ran, _: Block) -> str:
    """What has a score, in the order of the report."""
    names = {key: name for name, key in keys(ran.framework).items()}
    kinds = {"family": "question"}
    return "".join(f"{kinds.get(s.kind, s.kind)} {names.get(s.key, s.key)}\n" for s in ran.run.scores)


def told(ran: Ran, block: Block) -> str:
    """The sentences the criteria give for the report, filled in; of a survey, those of its items."""
    if block.about:
        items = ran.surveyed(block.about).items
        return "".join(f"{item.key}: {one.text}\n" for item in items for one in item.told)
    rows = [row for s in from_run(ran.run).sections for c in s.criteria for row in c.questions]
    return "".join(f"{row.figure.key}: {row.finding}\n" for row in rows if row.finding)


def lists(ran: Ran, _: Block) -> str:
    """On which list of the report of an inspection the finding of each question stands."""
    found = report_of(ran.framework, from_run(ran.run), Edition())
    criteria = [criterion for section in found.sections for criterion in section.criteria]
    sides = {"strength": "strength", "improvement": "area for improvement"}
    said = {s.question: s.side for c in criteria for s in (*c.strengths, *c.improvements)}
    return "".join(f"{key}: {sides[said[key]]}\n" for key in ran.framework.questions if key in said)


_BY_RULE = "not_applicable_by_rule"

_COUNTED = (
    "sufficient",
    "insufficient",
    _BY_RULE,
    "not_applicable_by_assessor",
    "excused",
    "unanswered",
    "undetermined",
)


def _counts(ran: Ran, tally: Tally) -> str:
    parts = [
        f"{count} {Outcome[name.upper()].value}{_why(ran, tally) if name == _BY_RULE else ''}"
        for name in _COUNTED
        if (count := getattr(tally, name))
    ]
    return f"{tally.asked} asked = {' + '.join(parts) or '0'}"


def _why(ran: Ran, tally: Tally) -> str:
    """How often each clause ruled a question out, in the words of the clause."""
    reasons: dict[str, int] = {}
    for each in tally.by_clause:
        if each.question in ran.framework.ratings:  # a share of cases has one reason alone
            return ""
        words = clause_words(ran, each.question, each.clause)
        reasons[words] = reasons.get(words, 0) + each.count
    return f" ({'; '.join(f'{count} {words}' for words, count in reasons.items())})"


# --- Languages ---------------------------------------------------------------------------------


def words(ran: Ran, block: Block) -> str:
    """What people read for each thing of the block, in a language or as it was written."""
    framework = usable(ran.spoken(block.about) if block.about else ran.checked)
    read = words_read(framework)
    names = [line.split(": ")[0] for line in block.text.splitlines()]
    return "".join(f"{name}: {read.get(name, 'no such thing')}\n" for name in names)


def words_read(framework: Framework) -> dict[str, str]:
    """Everything people read of a framework, by what it is of."""
    found = {"framework": framework.label}
    kinds = ("theme", "fact", "condition", "check", "question", "rating", "survey")
    for kind in kinds:
        found |= {f"{kind} {key}": one.label for key, one in getattr(framework, f"{kind}s").items()}
    found |= {f"section {key}": one.label for key, one in framework.sections.items()}
    found |= {f"criterion {key}": one.label for key, one in framework.criteria.items()}
    found |= {f"family {key}": one.label for key, one in framework.families.items()}
    for key, bands in framework.bands.items():
        found |= {f"{f'bands {key}'.strip()} {step.name}": step.label for step in bands.steps}
    for key, listed in framework.lists.items():
        found |= {f"list {key}": listed.label, **_answers(f"list {key}", listed.items)}
    for key, fact in framework.facts.items():
        found |= _answers(f"fact {key} answer", getattr(fact.type, "words", ()))
    for key, question in framework.questions.items():
        found |= _answers(f"question {key} answer", question.answers.words) | _sentences(
            "question", key, question
        )
    for survey in framework.surveys.values():
        for key, item in survey.items.items():
            name = f"{survey.key}.{key}"
            found |= {f"item {name}": item.label} | _sentences("item", name, item)
            found |= _answers(f"item {name} answer", getattr(item.answers, "words", ()))
    return found


def _answers(what: str, listed: Iterable[Word]) -> dict[str, str]:
    return {f"{what} {word.name}": word.label for word in listed}


def _sentences(kind: str, name: str, of: object) -> dict[str, str]:
    texts = {each: getattr(of, each, None) for each in ("finding", "guidance", "reference")}
    return {f"{kind} {name} {each}": text for each, text in texts.items() if text is not None}


def untranslated(ran: Ran, block: Block) -> str:
    """Every text that has no words in a language, and the words that stand for it."""
    found = workspace.untranslated_texts(ran.checked, block.about)
    return "".join(f"{text.what}: {text.words}\n" for text in found)


# --- Surveys -----------------------------------------------------------------------------------


def tallied(ran: Ran, block: Block) -> str:
    """How the responses to a survey add up, item by item, and what was answered."""
    return "".join(f"{item.key}: {_tallied(item)}\n" for item in ran.surveyed(block.about).items)


def _tallied(item: ItemRow) -> str:
    parts = [
        (item.answered, "answered"),
        (item.no_answer, "no answer"),
        (item.not_asked, "not asked"),
        (item.not_known, "not known"),
    ]
    said = [f"{item.responses} = " + " + ".join(f"{count} {words}" for count, words in parts if count)]
    said += [", ".join(f"{one.count} {one.key}" for one in item.answers)] if item.answers else []
    if item.scale is not None:
        scale = item.scale
        lies = (scale.lowest, scale.lower_quarter, scale.median, scale.upper_quarter, scale.highest)
        said.append(f"{' '.join(f'{figure:g}' for figure in lies)}, mean {scale.mean:g}, {scale.top} top")
    if item.positive is not None and item.answered:
        said.append(f"{item.positive} positive, {item.positive_percent}%")
    return "; ".join([*said, f"{item.aside} set aside"] if item.aside else said)


def survey(ran: Ran, block: Block) -> str:
    """The survey as a person reads it."""
    return survey_text(ran.surveyed(block.about))


# --- The engine's own words -----------------------------------------------------------------


def sentence(ran: Ran, block: Block) -> str:
    """The explanation of the judgement the block names: a case, and a question."""
    case, _, question = block.about.partition(" ")
    framework = ran.framework
    key = keys(framework).get(question, question)
    record = next(r for r in ran.run.cases.records if r.case_id == case)
    why = workspace.trace(framework, record, key, ran.run.cases.inspection, ran.run.scores)
    return explanation_text(explanation(framework, why))


def examples(ran: Ran, _: Block) -> str:
    """What came of the examples."""
    return examples_text(ran.framework, workspace.run_examples(ran.framework))


ANSWERS: Mapping[str, Callable[[Ran, Block], str]] = {
    "criteria": criteria,
    "diagnostics": diagnostics,
    "judgements": judgements,
    "findings": findings,
    "truths": truth_table,
    "values": value_table,
    "scores": scores,
    "counts": counts,
    "report": report,
    "told": told,
    "lists": lists,
    "sentence": sentence,
    "examples": examples,
    "words": words,
    "untranslated": untranslated,
    "tallied": tallied,
    "survey": survey,
}

#: Blocks that are the engine's own words: `pytest --update` writes them again.
SNAPSHOTS = frozenset({"diagnostics", "sentence", "examples", "survey"})

INPUTS = frozenset({"records", "inspection", "responses"})


def expected(block: Block) -> str:
    """A block's text in the form the engine's answer is written in."""
    match block.kind:
        case "criteria":
            said = beside.read(block.text)
            return beside.written(said.text, said.remarks, {})
        case "truths" | "values":
            return _lined_up([_cells(line) for line in block.text.splitlines()])
        case _:
            return block.text
