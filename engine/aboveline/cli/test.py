"""`aboveline test`: the examples that stand in a framework's criteria files, run, and what they show of the criteria."""

import sys
from typing import TYPE_CHECKING

import click

from aboveline.cli import exits
from aboveline.cli.options import framework_argument, output_options, wrong
from aboveline.frozen import frozen

if TYPE_CHECKING:
    from aboveline.analysis.examples import ExampleResult
    from aboveline.analysis.suggesting import Tried
    from aboveline.framework.model import Framework

HELP = """Run every `example` in the criteria files of FRAMEWORK and say which do not come out as they should.

Then say how much of the criteria the examples try. Of every clause, condition, row and part of one it is to be seen
that it comes to yes, to no, and is not known; of a comparison, both sides of each line it draws, such as the last day
of a limit and the day after; of `is one of`, each word. What no case can show is proved, named and not counted. An
example counts for what it expects something of.

With --suggest the missing examples are written in the language of the criteria. They expect what the criteria say now:
a person has to judge whether that is what is meant. With --output they go to a new file; a file that exists, criteria or
not, is left alone.

\b
Examples:
  aboveline test cci-2012
  aboveline test criteria/cci-2012 --uncovered
  aboveline test criteria/cci-2012 --marked
  aboveline test criteria/cci-2012 --format html --output tried.html
  aboveline test criteria/cci-2012 --suggest --output missing.criteria
  aboveline test criteria/cci-2012 --suggest --format json
"""


@click.command("test", help=HELP)
@framework_argument
@click.option(
    "--uncovered",
    is_flag=True,
    help="List what the examples do not show, with figures by file and by question.",
)
@click.option(
    "--marked",
    is_flag=True,
    help="Print the criteria with every rule marked by what the examples show of it.",
)
@click.option(
    "--suggest", is_flag=True, help="Write the examples that are missing, for a person to accept or correct."
)
@output_options("text", "json", "html")
def command(  # noqa: PLR0913 (one parameter for each option)
    *, framework: str, uncovered: bool, marked: bool, suggest: bool, form: str, output: str | None
) -> int:
    """Run examples."""
    from aboveline import workspace  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.inputs import open_framework  # noqa: PLC0415
    from aboveline.cli.output import refuse_existing  # noqa: PLC0415

    _refuse_together(uncovered=uncovered, marked=marked, suggest=suggest, page=form == "html")
    if suggest and form == "text" and output is not None:
        refuse_existing(output)
    checked = open_framework(framework, form, output)
    results = workspace.run_examples(checked)
    if not results and form == "text" and not (uncovered or marked or suggest):
        return _none(checked, output)
    tried = workspace.try_examples(checked, suggest=suggest)
    one = _Tested(checked, results, tried, output)
    if suggest and form == "text":
        _suggest(one)
    elif form == "json":
        _as_json(one, suggest=suggest)
    elif form == "html":
        _as_page(one)
    else:
        _as_text(one, uncovered=uncovered, marked=marked)
    return exits.FINE if all(r.passed for r in one.results) else exits.INPUT_HAS_ERRORS


def _refuse_together(**asked: bool) -> None:
    """Each of these is an output of its own."""
    names = {
        "uncovered": "--uncovered",
        "marked": "--marked",
        "suggest": "--suggest",
        "page": "--format html",
    }
    both = [name for key, name in names.items() if asked[key]]
    if len(both) > 1:
        raise wrong(f"expected one of {' and '.join(both)}, as each is an output of its own")


@frozen
class _Tested:
    """A framework, the results of its examples, what they show of it, and where that is to be said."""

    framework: "Framework"
    results: "tuple[ExampleResult, ...]"
    tried: "Tried"
    output: str | None


def _none(framework: "Framework", output: str | None) -> int:
    """There are no examples: what they try need not be worked out."""
    from aboveline.cli.output import ink_for, write  # noqa: PLC0415
    from aboveline.report.examples import examples_text  # noqa: PLC0415

    text = examples_text(framework, (), ink_for(sys.stdout, output))
    write(f"{text}to have some written, for a person to accept or correct: --suggest\n", output)
    return exits.FINE


def _as_text(one: _Tested, *, uncovered: bool, marked: bool) -> None:
    from aboveline.cli.output import ink_for, write  # noqa: PLC0415
    from aboveline.report.examples import examples_text  # noqa: PLC0415
    from aboveline.report.marked_criteria import marked_criteria_text  # noqa: PLC0415
    from aboveline.report.tried import rows_of  # noqa: PLC0415
    from aboveline.report.tried_text import tried_text  # noqa: PLC0415

    ink, rows = ink_for(sys.stdout, one.output), rows_of(one.tried)
    text = examples_text(one.framework, one.results, ink)
    if marked:
        text += "\n" + marked_criteria_text(one.framework, rows, ink)
    else:
        text += "\n" + tried_text(one.tried, rows, ink, listed=uncovered)
    write(text, one.output)


def _as_json(one: _Tested, *, suggest: bool) -> None:
    from aboveline import workspace  # noqa: PLC0415
    from aboveline.cli.output import write_json  # noqa: PLC0415
    from aboveline.report.examples import examples_json  # noqa: PLC0415
    from aboveline.report.tried import rows_of  # noqa: PLC0415
    from aboveline.report.tried_json import suggested_json, tried_json  # noqa: PLC0415

    covered = workspace.cover_examples(one.framework)
    coverage = tried_json(one.framework, covered, rows_of(one.tried))
    document = {**examples_json(one.framework, one.results), "coverage": coverage}
    write_json({**document, "suggested": suggested_json(one.tried)} if suggest else document, one.output)


def _as_page(one: _Tested) -> None:
    from aboveline.cli.output import write  # noqa: PLC0415
    from aboveline.report.marked_criteria import marked_criteria_page  # noqa: PLC0415
    from aboveline.report.tried import rows_of  # noqa: PLC0415

    _say_failed(one)
    write(marked_criteria_page(one.framework, rows_of(one.tried)), one.output)


def _suggest(one: _Tested) -> None:
    from aboveline.cli.output import say, write, write_new  # noqa: PLC0415
    from aboveline.report.suggested import suggestions_text  # noqa: PLC0415

    _say_failed(one)
    text = suggestions_text(one.tried)
    if one.output is None or one.output == "-":
        write(text, None)
        return
    write_new(one.output, text)
    count = len(one.tried.suggestions)
    say(f"{count} suggested {'example' if count == 1 else 'examples'} written to {one.output}")


def _say_failed(one: _Tested) -> None:
    """Of examples that stand in the criteria, those that fail, where the output says nothing of them."""
    from aboveline.cli.output import ink_for, say  # noqa: PLC0415
    from aboveline.report.examples import examples_text  # noqa: PLC0415

    if not all(r.passed for r in one.results):
        say(examples_text(one.framework, one.results, ink_for(sys.stderr)))
