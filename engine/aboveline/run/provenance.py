"""Says what the figures of a report rest on: the files, their digests, and the versions of what worked them out."""

from collections.abc import Iterable
from typing import Any, cast

from attrs import evolve

from aboveline.framework.model import Framework
from aboveline.records.read import Input
from aboveline.report.inspection.file_names import name_in_report
from aboveline.report.inspection.view import InputRow, Provenance
from aboveline.run import manifest as m
from aboveline.run.folder import digest_of_input
from aboveline.run.opened import SealedRun
from aboveline.wording.message import message
from aboveline.workspace import Given, Run


def of_run(sealed: SealedRun) -> Provenance:
    """What the figures of a sealed run rest on, as its manifest says."""
    listed = cast("dict[str, Any]", sealed.manifest or {})
    criteria = [one for one in listed["files"] if one["path"].startswith(m.CRITERIA)]
    rows = [
        InputRow(one["name"], one["of"], one["bytes"], one["sha256"], one.get("survey"))
        for one in listed["inputs"]
    ]
    rows += [InputRow(one["path"], "criteria", one["bytes"], one["sha256"]) for one in criteria]
    return Provenance(
        message(
            "The figures are those of a sealed run. Every file of it was held against its digest, and every judgement and "
            "score worked out again, when this page was written. The seal proves something where it was noted elsewhere."
        ),
        sealed.seal,
        str(listed["created"]),
        str(listed["evaluator"]),
        tuple(rows),
        tuple((name, str(version)) for name, version in listed["versions"].items()),
    )


def of_files(framework: Framework, given: Given, run: Run) -> Provenance:
    """What figures rest on that were worked out from files as they lay."""
    beside = (("inspection", given.inspection), ("overrides", given.overrides))
    files = [("cases", one) for one in given.inputs] + [(of, one) for of, one in beside if one is not None]
    rows = [row_of(of, one) for of, one in files]
    texts = ((name, source.text.encode("utf-8")) for name, source in sorted(framework.sources.items()))
    rows += [InputRow(name, "criteria", len(data), m.digest(data)) for name, data in texts]
    return Provenance(
        message(
            "The figures were worked out from these files as they were when this page was written. They were not sealed."
        ),
        None,
        None,
        run.evaluator,
        tuple(rows),
        tuple(m.versions().items()),
    )


def with_rows(rests_on: Provenance, rows: Iterable[InputRow]) -> Provenance:
    """The same with more files, all by names that say nothing of whose machine they lie on."""
    every = (*rests_on.inputs, *rows)
    return evolve(rests_on, inputs=tuple(evolve(one, name=name_in_report(one.name)) for one in every))


def row_of(of: str, one: Input, survey: str | None = None) -> InputRow:
    """A file with its digest; of responses, the survey they are to."""
    size = len(one.held) if isinstance(one.held, bytes) else one.held.stat().st_size
    return InputRow(one.name, of, size, digest_of_input(one), survey)
