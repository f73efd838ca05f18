"""What `aboveline compare` does once its arguments are read: opens every run, and shows them beside each other."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aboveline.cli.inputs import Reading, end_with, need_run, read_given, read_input
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, refuse_target, replace_file, width_for, write, write_json
from aboveline.cli.progress import progress
from aboveline.cli.sealed import intact
from aboveline.framework.record_shape import beside_headlines
from aboveline.frozen import frozen
from aboveline.records.headlines import Headlines, folded, read_headlines
from aboveline.report.comparison import ComparisonView, DifferenceBlock, difference_block
from aboveline.run.inspections import Inspections, NamedRun, inspections, laid_beside
from aboveline.run.opened import is_run
from aboveline.run.stored import StoredRun, stored_run, stored_scores
from aboveline.scoring.compared import Ends, intervals_of
from aboveline.scoring.model import ScoreName

if TYPE_CHECKING:
    from aboveline.report.tables import Table


@frozen
class Asked:
    """What a person asked to have compared, and how to see it."""

    runs: tuple[str, ...]
    population: tuple[str, ...]
    this: str | None
    score_name: str | None
    questions: bool
    different_cases: bool
    offered: tuple[str, ...]
    changes: str | None
    differences: str | None
    form: str
    output: str | None

    @property
    def reading(self) -> Reading:
        """How errors are to be shown."""
        return Reading(self.form, self.output, None, False, None, False, None)


def compare(asked: Asked) -> None:
    """Compare the inspections asked for; where anything of one is not as it should be that is shown and the command ends."""
    _spare(asked)
    runs = _named_runs(asked)
    past = _past(asked, runs[-1])
    found, unclear = inspections(runs, past, asked.this)
    if found is None:
        (one,) = unclear
        raise wrong(one.message + (f"; {one.help}" if one.help else ""))
    if len(found.rows) < 2 and not any(one.summaries for one in past):
        raise wrong(f"expected something to compare `{runs[0].name}` with: another run, or --population FILE")
    stored = _stored(asked, runs, found)
    block = _difference(asked, runs, found, stored) if len(runs) == 2 else None
    view = laid_beside(runs, past, found, _ends(found, stored), block)
    _write_tables(asked, view)
    _show(asked, view, stored.get(runs[-1].name))


def _spare(asked: Asked) -> None:
    """A complaint where something is to be written over another thing, or into a run."""
    written = [name for name in (asked.output, asked.changes, asked.differences) if name is not None]
    for name in written:
        refuse_target(name)
        if name in asked.population:
            raise wrong(f"expected a file of its own to write to, found `{name}`, which is to be read")
    if len({Path(name).resolve() for name in written}) < len(written):
        raise wrong("expected a file of its own for each thing to be written, found one named twice")


# --- What is compared ------------------------------------------------------------------------


def _named_runs(asked: Asked) -> tuple[NamedRun, ...]:
    """Every run that is named, as it was sealed, all of one framework."""
    found: list[NamedRun] = []
    for given in asked.runs:
        name, folder = _name_and_folder(given)
        sealed = intact(folder, asked.reading)
        scores, odd = stored_scores(sealed)
        if scores is None:
            end_with(odd, {}, asked.form, asked.output)
        found.append(NamedRun(name, folder, scores))
    last = found[-1].scores.framework
    for one in found:
        if one.scores.framework != last:
            raise wrong(
                f"expected runs of one framework, found `{one.name}` of `{one.scores.framework}` and `{found[-1].name}` of `{last}`"
            )
    seen = dict[str, NamedRun]()
    for one in found:
        other = seen.setdefault(folded(one.name), one)
        if other is not one:
            raise wrong(f"two runs are called `{one.name}`; give one another name: NAME={one.folder}")
    return tuple(found)


def _name_and_folder(given: str) -> tuple[str, str]:
    """The name a run is shown by, and its folder."""
    name, equals, folder = given.partition("=")
    if is_run(given) or not equals:
        name, folder = Path(given).resolve().name, given
    need_run(folder)
    if not name.strip():
        raise wrong(f"expected a name before `=` in `{given}`")
    return name.strip(), folder


def _past(asked: Asked, last: NamedRun) -> tuple[Headlines, ...]:
    """The past headline scores; where anything in a file of them is wrong that is shown and the command ends."""
    themes = tuple(last.scores.themes)
    if asked.population and not themes:
        raise wrong("the framework has no headline themes, so there are no past headline scores of it")
    found: list[Headlines] = []
    for name in asked.population:
        given = read_input(name, None)
        headlines, wrong_ones = read_headlines(given, themes)
        if headlines is None:
            # What else the file could be, the criteria tell; they are not needed otherwise.
            framework = intact(last.folder, asked.reading).criteria.framework
            if framework is not None:
                _, wrong_ones = read_headlines(given, themes, beside_headlines(framework))
            end_with(wrong_ones, {}, asked.form, asked.output)
        found.append(headlines)
    if any(one.summaries for one in found) and len(found) > 1:
        raise wrong("a summary of inspections cannot be put together with other files: give it alone")
    return tuple(found)


def _stored(asked: Asked, runs: Sequence[NamedRun], found: Inspections) -> Mapping[str, StoredRun]:
    """What is known of the cases of this one, and of two runs whose difference is asked for."""
    needed = runs if len(runs) == 2 else [run for run in runs if run.name == found.this.name]
    stored = dict[str, StoredRun]()
    for one in needed:
        run, wrong_ones, sources = stored_run(intact(one.folder, asked.reading))
        if run is None:
            end_with(wrong_ones, sources, asked.form, asked.output)
        stored[one.name] = run
    return stored


def _ends(found: Inspections, stored: Mapping[str, StoredRun]) -> Mapping[ScoreName, Ends]:
    """The intervals of the headline scores of this one, where its cases are known."""
    run = stored.get(found.this.name)
    if run is None or not found.this.is_run:
        return {}
    return intervals_of(run.side, [("theme", theme) for theme in run.framework.themes])


def _difference(
    asked: Asked, runs: Sequence[NamedRun], found: Inspections, stored: Mapping[str, StoredRun]
) -> DifferenceBlock:
    from aboveline.run.difference import difference_of  # noqa: PLC0415
    from aboveline.run.given import files_needed  # noqa: PLC0415 (only for two runs)

    older, newer = (stored[run.name] for run in runs)
    given = read_given(asked.offered, asked.reading)
    with progress("Judging the older run again") as watch:
        of, wrong_ones, sources = difference_of(older, newer, given, watch, matched=not asked.different_cases)
    if of is None:
        end_with(wrong_ones, sources, asked.form, asked.output)
    rows = {row.name: row for row in found.rows if row.is_run}
    questions = {
        key: (question.label, question.criterion)
        for run in (older, newer)
        for key, question in run.framework.questions.items()
    }
    ends = rows[runs[0].name], rows[runs[1].name]
    beside = files_needed(older.sealed, given), files_needed(newer.sealed, given)
    return difference_block(*ends, of.difference, questions, of.notes, beside)


# --- What is shown ---------------------------------------------------------------------------


def _write_tables(asked: Asked, view: ComparisonView) -> None:
    from aboveline.report.comparison_tables import changes_table, differences_table  # noqa: PLC0415

    if view.difference is not None:
        for name, table in ((asked.changes, changes_table), (asked.differences, differences_table)):
            if name is not None:
                replace_file(name, _bytes(name, table(view.difference)))


def _bytes(name: str, table: "Table") -> bytes:
    from aboveline.report.table_files import WRITERS  # noqa: PLC0415 (only where a file is asked for)

    return WRITERS[Path(name).suffix.lower()](table)


def _show(asked: Asked, view: ComparisonView, newer: StoredRun | None) -> None:
    """The comparison in the form asked for."""
    if asked.form == "json":
        from aboveline.report.comparison_json import comparison_json  # noqa: PLC0415

        write_json(comparison_json(view), asked.output)
    elif asked.form == "csv":
        from aboveline.report.comparison_tables import inspections_table  # noqa: PLC0415

        write(_bytes("x.csv", inspections_table(view)).decode("utf-8"), asked.output)
    else:
        from aboveline.report.comparison_blocks import blocks, blocks_of_score  # noqa: PLC0415
        from aboveline.report.comparison_markdown import comparison_markdown  # noqa: PLC0415
        from aboveline.report.comparison_text import comparison_text  # noqa: PLC0415

        if asked.score_name is None or view.difference is None or newer is None:
            found = tuple(blocks(view, questions=asked.questions))
        else:
            name = _score_named(view.difference, newer, asked.score_name)
            found = tuple(blocks_of_score(view, view.difference, name))
        ink, width = ink_for(sys.stdout, asked.output), width_for(sys.stdout)
        text = comparison_markdown(found) if asked.form == "markdown" else comparison_text(found, ink, width)
        write(text, asked.output)


def _score_named(block: DifferenceBlock, newer: StoredRun, asked: str) -> ScoreName:
    """The score a person means, ratings left aside; a complaint that says which was probably meant."""
    from aboveline.report.account import find_score, score_names  # noqa: PLC0415 (only for one score)

    name, near = find_score(newer.framework, asked)
    if name is None:
        raise wrong(f"there is no score `{asked}` in the newer run", near, score_names(newer.framework))
    if all((one.kind, one.key) != name for one in block.difference.scores):
        raise wrong(f"`{asked}` is worked out from other scores, so its difference is not split")
    return name
