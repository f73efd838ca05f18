"""What `aboveline diff` does once its arguments are read: opens both versions, tries them on cases, and shows what changed."""

import sys
from typing import TYPE_CHECKING

from aboveline.cli.inputs import (
    Reading,
    asked_wrongly,
    assessors_named,
    end_with,
    need_run,
    problems_in,
    read_given,
    values_shown,
)
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, refuse_target, say, width_for, write, write_json
from aboveline.cli.progress import progress
from aboveline.frozen import frozen
from aboveline.report.diagnostics_text import diagnostics_text
from aboveline.report.revision_view import RevisionView, revision_view
from aboveline.revision.difference import Difference, OnData, difference, on_data
from aboveline.revision.version import Version, open_version
from aboveline.workspace import Given, HowScored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aboveline.revision.proved import Proved


@frozen
class Asked:
    """What a person asked to have told apart, on which cases, and how to see it."""

    old: str
    new: str
    cases: tuple[str, ...]
    sealed_in: str | None
    proof: bool
    reading: Reading


def tell(asked: Asked) -> None:
    """Tell two versions apart; where anything given is not as it should be that is shown and the command ends."""
    if asked.reading.output is not None:
        refuse_target(asked.reading.output)
    old, new = (_version(name, asked.reading) for name in (asked.old, asked.new))
    of = difference(old, new)
    data = _data(asked, of) if asked.cases or asked.sealed_in else None
    proved = _proved(of) if asked.proof else None
    _show(revision_view(of, data, proved), asked.reading)


def _version(name: str, how: Reading) -> Version:
    opened = open_version(name)
    asked_wrongly(opened.diagnostics)
    if opened.version is None:
        end_with(opened.diagnostics, opened.sources, how.form, how.output)
    return opened.version


def _proved(of: Difference) -> "Sequence[Proved]":
    from aboveline.revision.proving import prove  # noqa: PLC0415 (heavy: only where it is asked for)

    with progress("Proving it for all possible cases") as watch:
        return prove(of, watch)


# --- On data ---------------------------------------------------------------------------------


def _data(asked: Asked, of: Difference) -> OnData:
    if asked.sealed_in is not None:
        return _of_run(asked, asked.sealed_in, of)
    given = read_given(asked.cases, asked.reading)
    assessors = assessors_named(of.new.framework, asked.reading)
    scored = HowScored((), asked.reading.leave_out_invalid, asked.reading.evaluator, assessors=assessors)
    return _judged(of, given, scored, asked.reading)


def _judged(of: Difference, given: Given, how: HowScored, reading: Reading) -> OnData:
    """What the edits do to some cases; where any is invalid, and not to be left out, that is shown and the command ends."""
    with (
        problems_in(reading.problems) as listener,
        progress("Judging the cases under both versions") as watch,
    ):
        data = on_data(of, given, how, watch, listener)
    shown = values_shown(data.diagnostics, given.inputs) if reading.show_values else data.diagnostics
    if data.notes and reading.form != "json":
        say(diagnostics_text(data.notes, of.sources, ink_for(sys.stderr)) + "\n")
    if data.impact is None:
        if not shown:
            raise wrong("there are no cases in the files that were given")
        hint = (
            ""
            if reading.leave_out_invalid or data.fatal
            else "; to leave such records out: --leave-out-invalid"
        )
        end_with(shown, of.sources, reading.form, reading.output, hint=hint)
    return data


def _of_run(asked: Asked, folder: str, of: Difference) -> OnData:
    """What the edits do to the cases of a sealed run, read as it says, on the public holidays it rests on."""
    from aboveline.calendars import kept_holidays  # noqa: PLC0415 (only for a run)
    from aboveline.cli.sealed import opened  # noqa: PLC0415
    from aboveline.run import manifest as m  # noqa: PLC0415
    from aboveline.run.again import holidays_of  # noqa: PLC0415
    from aboveline.run.given import given_of  # noqa: PLC0415

    need_run(folder)
    sealed, offered = opened(folder, asked.cases, asked.reading)
    given, missing = given_of(sealed, offered)
    if given is None:
        end_with(missing, {}, asked.reading.form, asked.reading.output)
    options = (sealed.manifest or {})["options"]
    assessors = m.assessors_in(options)
    if assessors is not None and assessors.fact not in of.new.framework.facts:
        raise wrong(
            f"the run tells assessors apart by the fact `{assessors.fact}`, which the newer version has not"
        )
    how = HowScored((), options["leave_out_invalid"], asked.reading.evaluator, assessors=assessors)
    with kept_holidays(*holidays_of(sealed)):
        return _judged(of, given, how, asked.reading)


# --- What is shown ---------------------------------------------------------------------------


def _show(view: RevisionView, how: Reading) -> None:
    """What changed, in the form asked for."""
    if how.form == "json":
        from aboveline.report.revision_json import revision_json  # noqa: PLC0415

        write_json(revision_json(view), how.output)
    elif how.form == "html":
        from aboveline.report.revision_page import revision_page  # noqa: PLC0415

        write(revision_page(view), how.output)
    else:
        from aboveline.report.comparison_markdown import comparison_markdown  # noqa: PLC0415
        from aboveline.report.comparison_text import comparison_text  # noqa: PLC0415
        from aboveline.report.revision_blocks import blocks  # noqa: PLC0415

        if how.form == "markdown":
            write(comparison_markdown(blocks(view), names_as_code=True), how.output)
        else:
            ink, width = ink_for(sys.stdout, how.output), width_for(sys.stdout)
            write(comparison_text(blocks(view), ink, width), how.output)
