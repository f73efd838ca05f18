"""What a public edition asks of a command: what cannot stand beside it, and what must not be in it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from aboveline.cli.options import wrong
from aboveline.framework.model import Framework
from aboveline.values import Choice, WholeNumber

if TYPE_CHECKING:
    from aboveline.issued.open_points import OpenPoint
    from aboveline.report.inspection.view import InspectionReport
    from aboveline.report.view import View
    from aboveline.workspace import Run


_LEFT_OUT = "records were left out of the scores, as they have errors"


def refuse_names(framework: Framework, facts: Iterable[str]) -> None:
    """A complaint where groups of cases would be called by what stands in the data, which may name people."""
    for key in facts:
        if not isinstance(framework.facts[key].type, Choice | WholeNumber):
            raise wrong(
                f"expected beside --public a fact that is one of a few words, or a whole number, found `{key}`: its "
                "groups would be called by words of the data"
            )


def public_scores(framework: Framework, view: "View") -> "View":
    """The public edition of scores."""
    from aboveline.report.public import public  # noqa: PLC0415 (the solver is slow to import)
    from aboveline.report.public_rules import implied  # noqa: PLC0415

    facts = [block.fact for block in view.breakdowns]
    refuse_names(framework, facts)
    return public(view, rules=implied(framework, facts))


def public_edition(
    run: "Run", found: "InspectionReport", accepted: tuple["OpenPoint", ...], output: str
) -> tuple["InspectionReport", tuple["OpenPoint", ...]]:
    """The public edition of a report, and of what was accepted in it; where its texts name cases that is shown and the command ends."""
    from aboveline.report.inspection.public import public_report  # noqa: PLC0415 (the solver is slow to import)

    framework = run.framework
    refuse_names(framework, [*(one.fact for one in found.described), *(one.fact for one in found.breakdowns)])
    _spare_names(run, found, output)
    # How many records were left out is not told.
    plainly = (evolve(one, words=_LEFT_OUT) if one.what == "left-out" else one for one in accepted)
    return public_report(framework, found), tuple(plainly)


def _spare_names(run: "Run", found: "InspectionReport", output: str) -> None:
    """A complaint where a case is named in the texts of a report, or in its title."""
    from aboveline.cli.inputs import end_with  # noqa: PLC0415 (--help needs none of it)
    from aboveline.report.inspection.public_texts import names_in, naming_cases  # noqa: PLC0415
    from aboveline.workspace import by_case_of  # noqa: PLC0415

    ids: Sequence[str] = (*by_case_of(run).cases, *filter(None, run.cases.left_out))
    called = (found.cover.title, found.foreword.this if found.foreword else "")
    if any(any(names_in(one, ids)) for one in called):
        raise wrong("expected a title that names no case beside --public; --name says another")
    faults = tuple(naming_cases(found.materials or (), ids))
    if faults:
        end_with(faults, {}, "text", output)


def tell_figures(found: "InspectionReport") -> None:
    """Say in which texts numbers stand, as nothing of them is withheld."""
    from aboveline.cli.output import say  # noqa: PLC0415 (--help needs none of it)
    from aboveline.records.raw import listed  # noqa: PLC0415
    from aboveline.report.inspection.file_names import name_in_report  # noqa: PLC0415
    from aboveline.report.inspection.public_texts import with_figures  # noqa: PLC0415

    # A long path would be cut at its end, which is what tells one text from another.
    files = [name_in_report(one) for one in with_figures(found.materials or ())]
    if files:
        say(
            "Texts are printed as people wrote them, and a figure in one may tell what is withheld. Read those with numbers "
            f"once more ({listed(files)}); numbers in words were not looked for."
        )
