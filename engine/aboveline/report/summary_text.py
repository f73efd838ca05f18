"""Turns a View into the summary a terminal shows: one aligned table, then what a reader must know beside it."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from shlex import quote

from aboveline.frozen import frozen
from aboveline.report.assessed import assessed_words
from aboveline.report.ink import Ink, Style, plain
from aboveline.report.intervals import ShownIntervals, interval_note, marked_interval
from aboveline.report.layout import WIDTH, column_widths, pad, wrap
from aboveline.report.overrides_text import overridden_words, override_lines
from aboveline.report.percents import from_to
from aboveline.report.scores_json import figures
from aboveline.report.view import (
    BreakdownBlock,
    Figure,
    FindingGroup,
    FindingRow,
    GroupBlock,
    QuestionRow,
    View,
)
from aboveline.wording.message import joined, message, plural

#: How many findings of one kind, and how many left-out records, are listed before the rest are only counted.
LISTED = 10
_LABEL_WIDTH = 52
#: What labels and comments are left in a narrow terminal.
_LEAST = (30, 12)
_COMMENT = 2
_ALIGN = ("<", ">", "<", ">", ">", ">", ">")


@frozen
class _Row:
    """One line of the table: its cells (one for a heading, none for an empty line) and its look."""

    cells: tuple[str, ...]
    style: Style | None = None


@frozen
class _Columns:
    """Which columns the table has beside the label, the score, the comment and the share."""

    questions: bool
    not_applicable: bool
    could_be: bool
    intervals: ShownIntervals | None = None


def summary_text(view: View, ink: Ink = plain, width: int = WIDTH, *, questions: bool = False) -> str:
    """The whole summary; with `questions` every question stands under its criterion."""
    lines = [*_heading(view, ink), *_warnings(view, ink, width), ""]
    columns = _Columns(
        questions, questions and view.public is None, _any_range(view, questions=questions), view.intervals
    )
    lines += _table(list(_rows(view, columns)), ink, width)
    lines += override_lines(view.overrides, _shown(view, questions=questions), ink, width)
    for block in view.breakdowns:
        lines += _breakdown(view, block, ink, width, questions=questions)
    for part in (_public(view), _notes(view), _gaps(view, columns), _intervals(view), _findings(view)):
        lines += _wrapped(part, width)
    lines += ["", *wrap(view.caution, width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def more_lines(view: View, named: Sequence[str], *, questions: bool) -> Iterator[str]:
    """What a person might look at next, as commands that can be typed; `named` are their framework, cases and options."""
    given = " ".join(quote(name) for name in named)
    yield ""
    yield "To see more:"
    if not questions:
        yield f"  aboveline score {given} --questions"
    if view.themes:
        yield f"  aboveline explain {given} --score {view.themes[0].figure.key}"
    elif view.sections:
        yield f'  aboveline explain {given} --score "section {view.sections[0].figure.key}"'
    yield f"  aboveline score {given} --format html --output summary.html"


def cases_words(view: View) -> str:
    """How many cases were scored, and from which files."""
    if view.public is not None:
        if view.cases is None:
            return message("a number of cases; public edition")
        return plural("{n} case; public edition", "{n} cases; public edition", view.cases)
    files = and_more_files(view.files, LISTED)
    return plural("{n} case from {files}", "{n} cases from {files}", view.cases or 0, files=files)


def and_more_files(names: Sequence[str], most: int) -> str:
    """The names of files, of very many the first `most`, and how many more there are."""
    some = joined(names[:most])
    if len(names) <= most:
        return some
    return plural("{files} and {n} more files", "{files} and {n} more files", len(names) - most, files=some)


def left_out_words(view: View) -> str | None:
    """What must be said where records were left out: how many of how many, and which; None where none were."""
    if not view.left_out:
        return None
    count = len(view.left_out)
    which = joined(view.left_out[:LISTED])
    if count > LISTED:
        which = message("{listed} and {n} more", listed=which, n=count - LISTED)
    return plural(
        "{n} of {read} records has errors and is NOT in these scores: {which}",
        "{n} of {read} records have errors and are NOT in these scores: {which}",
        count,
        read=view.read,
        which=which,
    )


def whose(row: FindingRow) -> str:
    """Which case a finding is about, or that it is about the inspection as a whole."""
    return message("case {case}", case=row.case_id) if row.case_id else message("the inspection")


def range_words(figure: Figure) -> str | None:
    """What a score could be if its gaps were filled, such as `68 to 75%`; None where it has none."""
    if figure.range is None:
        return None
    low, high = figure.range.low, figure.range.high
    words = from_to(low, high)
    return message("{range}, or none", range=words) if figure.range.may_have_no_cases else words


def _heading(view: View, ink: Ink) -> Iterator[str]:
    yield ink(view.label, "strong")
    version = f", version {view.version}" if view.version else ""
    yield ink(f"{view.framework}{version}; {cases_words(view)}", "faint")


def _warnings(view: View, ink: Ink, width: int) -> Iterator[str]:
    words = left_out_words(view)
    if words:
        yield ""
        yield from (ink(line, "error") for line in wrap(words, width))
    assessed = assessed_words(view.assessed)
    if assessed:
        yield ""
        yield from wrap(assessed, width)
    words = overridden_words(view.overrides)
    if words:
        yield ""
        yield from (
            ink(line, "warning") for line in wrap(f"{words}; what they are without it stands below.", width)
        )


def _shown(view: View, *, questions: bool) -> Iterator[Figure]:
    """The scores of the table."""
    return (f for f, _ in figures(view) if questions or f.kind not in {"question", "family"})


def _rows(view: View, columns: _Columns) -> Iterator[_Row]:
    yield _Row(_header(columns), "faint")
    if view.themes:
        yield _Row(("Headline themes",), "strong")
        yield from (_row(t.figure, "  ", columns) for t in view.themes)
    for section in view.sections:
        yield _Row(())
        key = (section.pooled or section.figure).key
        yield _row(section.figure, f"{key}  ", columns, "strong")
        for criterion in section.criteria:
            key = (criterion.pooled or criterion.figure).key
            yield _row(criterion.figure, f"  {key}  ", columns)
            if columns.questions:
                yield from (row for q in criterion.questions for row in _question_rows(q, "       ", columns))
    if view.ratings:
        yield _Row(())
        yield _Row(("Ratings",), "strong")
        yield from (_row(r, "  ", columns) for r in view.ratings)


def _breakdown(view: View, block: BreakdownBlock, ink: Ink, width: int, *, questions: bool) -> Iterator[str]:
    """Every score by one fact: the whole, and beneath it each group with its own denominator."""
    columns = _Columns(
        questions, questions and view.public is None, any(f.range for g in block.groups for f in g.figures)
    )
    sizes = [f"{g.label}, {group_size(g)}" for g in block.groups]
    yield ""
    yield ink(f"By {block.label}", "strong")
    yield from wrap("; ".join(sizes), width, "  ", "    ")
    yield ""
    parts = [{(f.kind, f.key): f for f in group.figures} for group in block.groups]
    rows = [_Row(_header(columns), "faint")]
    for figure, _ in figures(view):
        if (figure.kind, figure.key) in parts[0] and (questions or figure.kind not in {"question", "family"}):
            number = f"{figure.key}  " if figure.name else ""
            rows.append(
                _row(figure, number, columns, "strong" if figure.kind in {"theme", "section"} else None)
            )
            for group, part in zip(block.groups, parts, strict=True):
                rows.append(_group_row(group, part[figure.kind, figure.key], columns))
    yield from _table(rows, ink, width)


def group_size(group: GroupBlock) -> str:
    """How many cases a group has, in words."""
    if group.cases is None:
        return message("how many cases: withheld")
    return plural("{n} case", "{n} cases", group.cases)


def _group_row(group: GroupBlock, figure: Figure, columns: _Columns) -> _Row:
    row = _row(figure, "", columns)
    return _Row((f"    {group.label}", *row.cells[1:]))


def _header(columns: _Columns) -> tuple[str, ...]:
    not_applicable = ("n/a",) if columns.not_applicable else ()
    return (
        "",
        "score",
        "comment",
        "sufficient",
        *not_applicable,
        *(("could be",) if columns.could_be else ()),
        *(("95% interval",) if columns.intervals else ()),
    )


def _question_rows(row: QuestionRow, indent: str, columns: _Columns) -> Iterator[_Row]:
    aside = "" if row.standing == "scored" else "(in no other score) "
    yield _row(row.figure, indent + aside, columns, "faint" if aside else None)
    for part in row.parts:
        yield from _question_rows(part, indent + "  ", columns)


def _row(figure: Figure, before: str, columns: _Columns, style: Style | None = None) -> _Row:
    """The line of one score; a question has no comment of its own in the table."""
    counts = figure.counts
    scored = figure.state == "scored"
    comment = figure.comment or ""
    if figure.kind in {"question", "family"}:
        comment = ""
    cells = [
        before + figure.label,
        figure.figure if scored and (figure.percent is not None or figure.points) else "-",
        comment if scored else figure.state_words,
        counts.share if counts.asked or figure.counts_withheld or figure.fraction else "",
    ]
    if columns.not_applicable:
        cells.append(str(counts.not_applicable) if counts.asked else "")
    if columns.could_be:
        cells.append(range_words(figure) or "")
    if columns.intervals:
        one = columns.intervals.figures.get((figure.kind, figure.key))
        cells.append(marked_interval(one) if one else "")
    return _Row(tuple(cells), style)


def _table(rows: list[_Row], ink: Ink, width: int) -> list[str]:
    widths = _fitted(column_widths([r.cells for r in rows if len(r.cells) > 1]), width)
    return [line for row in rows for line in _line(row, widths, ink)]


def _fitted(widths: list[int], width: int) -> list[int]:
    """The widths of the columns where the terminal is narrow: labels give way first, then comments."""
    label, *others = widths
    label = min(label, _LABEL_WIDTH)
    over = label + sum(2 + other for other in others) - width
    if width >= WIDTH or over <= 0:
        return [label, *others]
    narrow = max(label - over, min(label, _LEAST[0]))
    over -= label - narrow
    fitted = [narrow, *others]
    fitted[_COMMENT] = max(fitted[_COMMENT] - max(over, 0), min(fitted[_COMMENT], _LEAST[1]))
    return fitted


def _line(row: _Row, widths: list[int], ink: Ink) -> Iterator[str]:
    if not row.cells:
        yield ""
        return
    label, *others = row.cells
    indent = label[: len(label) - len(label.lstrip())]
    columns = [[cell] for cell in others]
    if len(columns) >= _COMMENT:
        columns[_COMMENT - 1] = _broken(others[_COMMENT - 1], widths[_COMMENT])
    columns.insert(0, wrap(label.strip(), widths[0], indent, indent + "  ") or [""])
    for cells in zip_longest(*columns, fillvalue=""):
        text = "  ".join(pad(c, widths[i], _ALIGN[i]) for i, c in enumerate(cells)).rstrip()
        yield ink(text, row.style) if row.style else text


def _broken(text: str, width: int) -> list[str]:
    """A cell in lines of a width, broken between words."""
    return textwrap.wrap(text, max(width, 1), break_long_words=False, break_on_hyphens=False) or [""]


def _wrapped(lines: Iterator[str], width: int) -> Iterator[str]:
    """The lines, each within the width, what runs over set in a little further."""
    for line in lines:
        indent = line[: len(line) - len(line.lstrip())]
        yield from wrap(line.strip(), width, indent, indent + "  ") or [""]


def _notes(view: View) -> Iterator[str]:
    figures = [
        *(t.figure for t in view.themes),
        *(f for s in view.sections for f in (s.figure, *(c.figure for c in s.criteria))),
        *view.ratings,
    ]
    noted = [f"{f.name or f.label}: {note}" for f in figures for note in f.notes]
    if noted:
        yield ""
        yield from noted


def missing_words(view: View) -> str:
    """How many judgements are missing, and how many of them touch no score but their own question's."""
    total, aside = view.gaps, view.gaps_aside
    words = plural("{n} judgement is missing", "{n} judgements are missing", total)
    if aside == 0:
        return words
    if total == aside == 1:
        return message("{missing} (of a question reported only, in no other score)", missing=words)
    if total == aside:
        return message("{missing} (all of them of questions reported only, in no other score)", missing=words)
    return plural(
        "{missing} ({n} of them of a question reported only, in no other score)",
        "{missing} ({n} of them of questions reported only, in no other score)",
        aside,
        missing=words,
    )


def _any_range(view: View, *, questions: bool) -> bool:
    """Whether any score that is shown could be another, for want of a judgement."""
    return any(figure.range for figure in _shown(view, questions=questions))


def _public(view: View) -> Iterator[str]:
    """What a public edition withholds, and why."""
    if view.public is not None:
        yield ""
        yield from view.public.words


def _gaps(view: View, columns: _Columns) -> Iterator[str]:
    if not view.gaps:
        return
    yield ""
    could_be = (
        " “Could be” is what a score would come to if each of its gaps had gone against, or in favour."
        if columns.could_be
        else ""
    )
    yield f"{missing_words(view)}: unanswered, or a fact that decides is not there.{could_be}"


def _intervals(view: View) -> Iterator[str]:
    """What the intervals are, and which of those shown rest on too few cases to mean much."""
    if view.intervals is not None:
        yield ""
        yield interval_note(view.intervals)


def _findings(view: View) -> Iterator[str]:
    """What was noticed in the data, and apart from it which overrides were left aside."""
    yield from _finding_groups("Findings in the data", view.findings, "all of them with --findings FILE")
    yield from _finding_groups("Overrides left aside", view.left_aside, "more of them with --format json")


def _finding_groups(heading: str, groups: Sequence[FindingGroup], for_more: str) -> Iterator[str]:
    if groups:
        yield ""
        yield f"{heading}: {sum(g.count for g in groups):,}"
        for group in groups:
            yield from _finding_group(group, for_more)


def _finding_group(group: FindingGroup, for_more: str) -> Iterator[str]:
    yield f"  {group.count:,} {group.words}"
    for row in group.rows[:LISTED]:
        where = f" ({row.place.file}, {row.place.spot})" if row.place and row.place.spot else ""
        yield f"    {whose(row)}, {row.subject}{where}"
    if group.count > LISTED:
        yield f"    and {group.count - LISTED:,} more ({for_more})"
