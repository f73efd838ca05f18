"""Turns explanations into Markdown, for pasting into a letter or a report."""

import re
from collections.abc import Iterator, Sequence

from aboveline.report.account import Account
from aboveline.report.account_text import account_text
from aboveline.report.case_account import CaseAccount
from aboveline.report.case_account_text import reason_words
from aboveline.report.changes import Option, ScoreMoved, WayTold, WhatIf
from aboveline.report.changes_text import AS_BEFORE, is_settled
from aboveline.report.explanation import ClauseAccount, Explanation, Whose
from aboveline.report.ink import plain
from aboveline.report.marked import marked_text
from aboveline.report.sentences import where_words
from aboveline.report.view import Figure

#: What Markdown would take for its own.
_SPECIAL = re.compile(r"[\\`*_\[\]<>|#~$&]|^[-+](?= )|(?<=^\d)[.)](?= )", re.MULTILINE)

#: A name of the criteria, which stands as code.
_NAME = re.compile(r"(`[\w.]+`)")


def escaped(text: str) -> str:
    """A text as it is to be read; a name in backticks stays code."""
    return "".join(
        part if number % 2 else _SPECIAL.sub(r"\\\g<0>", part)
        for number, part in enumerate(_NAME.split(text))
    )


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table, its cells escaped."""
    for row in (heads, None, *rows):
        cells = ["---"] * len(heads) if row is None else [escaped(cell) for cell in row]
        yield f"| {' | '.join(cells)} |"


def fenced(text: str) -> Iterator[str]:
    """Lines that are shown as they stand."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text) or [""]))
    yield from (f"{fence}text", text.strip("\n"), fence)


def explanation_markdown(told: Explanation) -> str:
    """One judgement explained."""
    lines = [
        f"## Case {escaped(told.case_id)}: {escaped(told.label)}",
        "",
        f"Question `{told.question}`, criterion {told.criterion} ({escaped(told.criterion_label)})",
        "",
        *_whose(told.whose),
        f"**Outcome: {told.outcome}**",
        "",
        escaped(" ".join(told.story)),
    ]
    if told.clauses:
        lines += ["", "### The rules, and what each came to for this case", ""]
        for clause in told.clauses:
            lines += _clause(clause)
    if told.lines:
        _, _, *rest = marked_text(told.lines, plain)
        lines += ["", "### The lines of the criteria it rests on", "", *fenced("\n".join(rest))]
    if told.missing:
        lines += ["", "### Missing", ""]
        lines += [f"- {escaped(f'{m.label} (`{m.key}`){where_words(m.place)}')}" for m in told.missing]
    lines += _towards(told)
    lines += _what_if(told.what_if)
    if told.guidance:
        lines += ["", f"> Guidance: {escaped(told.guidance)}"]
    return "\n".join(lines) + "\n"


def _whose(whose: Whose | None) -> Iterator[str]:
    if whose is not None:
        yield from (escaped(whose.words), "")


def _clause(clause: ClauseAccount) -> Iterator[str]:
    decided = " — **this decided**" if clause.decided else ""
    words = escaped(f"{clause.kind} {clause.words} ({clause.where})")
    yield f"- **{clause.truth}**: {words}{decided}"
    for line in clause.lines:
        told = f"{line.truth}: " if line.truth else ""
        yield f"{'  ' * (line.depth + 1)}- {escaped(told + line.text)}"


def _towards(told: Explanation) -> Iterator[str]:
    if not told.towards:
        return
    ways = [w.outcome for w in told.towards[0].would_be]
    yield from ("", "### What it counts towards", "")
    heads = ("score", "is", *(f"would be, if {way}" for way in ways))
    rows = [(_name(t.now), _figure(t.now), *(_figure(w.figure) for w in t.would_be)) for t in told.towards]
    yield from table(heads, rows)


def _what_if(told: WhatIf) -> Iterator[str]:
    if told.settling is not None:
        yield from ("", "### What would settle it", "")
        for option in told.settling.options:
            yield f"- {escaped(f'{option.outcome}, if {option.bare_words}')}"
        if not told.settling.options:
            yield "- no value of what is missing was found to settle it"
    yield from ("", "### What would change it", "")
    settled = {option.outcome for option in told.settling.options} if told.settling else set[str]()
    for way in (*(way for way in told.ways if not is_settled(way, settled)), *told.of_inspection):
        yield from _way(way)


def _way(way: WayTold) -> Iterator[str]:
    if way.said:
        yield f"- to be {way.way}: {escaped(way.said)}"
    before: Option | None = None
    for option in way.options:
        outcome = option.outcome if way.way == "not applicable" else way.way
        as_before = before is not None and bool(option.scores) and option.scores == before.scores
        before = option
        yield f"- {escaped(f'{outcome}, if {option.words}')}{_also(option)}{f'; {AS_BEFORE}' if as_before else ''}"
        if not as_before and (moved := _moved(option)):
            rows = [(_name(m.now), _figure(m.now), _figure(m.then)) for m in moved]
            yield from ("", *(f"  {line}" for line in table(("score", "is", "would be"), rows)), "")


def _also(option: Option) -> str:
    if not option.also:
        return ""
    noun = "one other judgement" if len(option.also) == 1 else f"{len(option.also)} other judgements"
    return f"; that would also change {noun} of the case"


def _moved(option: Option) -> list[ScoreMoved]:
    return [
        m
        for m in option.scores or ()
        if (m.is_own or m.now.kind not in {"question", "family"}) and _figure(m.now) != _figure(m.then)
    ]


def case_markdown(told: CaseAccount) -> str:
    """One case explained: a table of its questions for each criterion."""
    lines = [f"## Case {escaped(told.case_id)}", "", escaped(told.where), "", *_whose(told.whose)]
    lines.append(escaped(told.sum.words))
    for section in told.sections:
        lines += ["", f"### {section.key} {escaped(section.label)}", "", escaped(section.sum.short_words)]
        for criterion in section.criteria:
            lines += ["", f"#### {criterion.key} {escaped(criterion.label)}", ""]
            lines += [escaped(criterion.sum.short_words), ""]
            rows = [(q.label, f"`{q.question}`", q.outcome, reason_words(q)) for q in criterion.questions]
            lines += table(("question", "name", "outcome", "why"), rows)
    if told.noticed:
        lines += ["", "### Worth a look", ""]
        lines += [f"- {escaped(f'{n.message} ({n.where})' if n.where else n.message)}" for n in told.noticed]
    lines += ["", f"Why one question came to what it did: `{told.follow} NAME`"]
    return "\n".join(lines) + "\n"


def account_markdown(told: Account, more: Sequence[str] = ()) -> str:
    """One score explained: its text as it stands, with `more` lines after it, under a heading."""
    name = told.figure.name or told.figure.kind.capitalize()
    text = account_text(told) + "".join(f"{line}\n" for line in more)
    return "\n".join((f"## {escaped(f'{name}: {told.figure.label}')}", "", *fenced(text))) + "\n"


def _figure(figure: Figure) -> str:
    counted = f" ({figure.counts.sufficient} of {figure.counts.counted})" if figure.fraction else ""
    comment = f", {figure.comment}" if figure.comment and figure.kind not in {"question", "family"} else ""
    return figure.figure + counted + comment


def _name(figure: Figure) -> str:
    return f"{figure.name}: {figure.label}" if figure.name else f"{figure.kind.capitalize()}: {figure.label}"
