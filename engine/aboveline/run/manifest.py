"""The manifest of a sealed run: what it was made from, by what, and the digest of every file.

`manifest.json` names every other file of the folder with its size and its SHA-256 digest;
`manifest.sha256` holds the digest of the manifest, in the form `sha256sum -c` reads. That last
digest is the seal.

What the seal proves: that every file is, byte for byte, what was sealed together, for whoever knows
the seal from somewhere else (it is printed when a run is made, to be put into the letter or the
minutes, and `verify --seal` holds the folder against it). What it does not prove: who made the run,
when, or that the records were true. Nor does it prove anything, without the seal from elsewhere,
against a person who changes a file and then makes manifest and seal anew; working everything out
again (`verify`) still catches a judgement or a score that does not follow from the records and
criteria in the folder, but not records that were changed before everything was made anew.

RO-Crate was weighed and left aside. Its `ro-crate-metadata.json` is JSON-LD made to describe
research data to catalogues: it has no place of its own for digests, wants a licence, an author and
a context on the web, and would be a second list of files that could disagree with the first. A run
that is to be deposited somewhere can be wrapped in a crate, the run being one folder in it.

Judgements are kept as the criteria have them, so that they can be worked out again; `overrides.json`
says which of them a person overrode, and the scores are with that, each that moves with what it was
before beside it.

Responses to surveys are kept beside the records, and what was counted of each survey in `surveys/`. They have no part in
any score; a run without them has no word of surveys in it.

The manifest holds no case data: no case ids and no values; of the records only the names of their
files, sizes and digests. The one exception is what a person typed: the names of assessors given
with `--prefer`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aboveline.frozen import frozen
from aboveline.records.assessors import Assessors
from aboveline.run.folder import Written
from aboveline.workspace import Run

MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
SCORES = "scores.json"
REASONS = "reasons.csv"
JUDGEMENTS = "judgements/"
FINDINGS = "findings/"
OVERRIDES = "overrides.json"
HOLIDAYS = "holidays.json"
CRITERIA = "criteria/"
RECORDS = "records/"
SURVEYS = "surveys/"

#: The form of the folder. It changes when something is taken away or means something else.
FORM = 1

#: The libraries a figure could depend on: those that read criteria and records, know holidays, or write.
_LIBRARIES = ("attrs", "holidays", "jsonschema", "lark", "polars", "python-calamine")


@frozen
class Asked:
    """What was asked for when a batch was scored, as far as the run depends on it."""

    by: tuple[str, ...] = ()
    leave_out_invalid: bool = False
    keep_records: bool = True
    assessors: Assessors | None = None


@frozen
class InputFile:
    """One file the cases, the facts of the inspection, overrides or responses were read from, and where the run keeps it, if so.

    `survey` is the survey it has responses to, None of any other file.
    """

    name: str
    of: str
    form: str | None
    sheet: str | None
    bytes: int
    sha256: str
    kept_as: str | None
    survey: str | None = None


def digest(data: bytes) -> str:
    """The SHA-256 digest, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def versions() -> dict[str, str]:
    """The versions of everything a figure could depend on, the engine first."""
    import platform  # noqa: PLC0415 (only where a run is sealed)
    from importlib.metadata import version  # noqa: PLC0415 (slow to import)

    found = {"aboveline": version("aboveline"), "python": platform.python_version()}
    return {**found, **{name: version(name) for name in _LIBRARIES}}


def part_path(folder: str, number: int) -> str:
    """The path of the file of one part of the judgements or findings; parts are counted from 1."""
    return f"{folder}{number:04}.parquet"


def survey_path(survey: str) -> str:
    """The path of the file of the counts of a survey."""
    return f"{SURVEYS}{survey}.json"


def manifest(  # noqa: PLR0913, PLR0917 (everything a run is made from)
    run: Run,
    asked: Asked,
    inputs: Sequence[InputFile],
    files: Mapping[str, Written],
    created: datetime,
    responses: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """The manifest of a run that consists of these files; `created` is the one time in it.

    `responses` are how many were counted of each survey; nothing is said of surveys where there are none.
    """
    framework = run.framework
    return {
        "version": FORM,
        "kind": "run",
        "created": created.isoformat(timespec="seconds"),
        "framework": {"name": framework.name, "label": framework.label, "version": framework.version},
        "evaluator": run.evaluator,
        "options": {
            "by": list(asked.by),
            "leave_out_invalid": asked.leave_out_invalid,
            "records_kept": asked.keep_records,
            **_assessor_options(asked.assessors),
        },
        "versions": versions(),
        "counts": {
            "read": run.cases.read,
            "scored": run.cases.valid,
            "left_out": len(run.cases.left_out),
            **({"kept_aside": len(run.cases.aside)} if asked.assessors is not None else {}),
            "judgements": run.cases.valid * sum(q.is_judged for q in framework.questions.values()),
            "scores": len(run.scores.figures),
            "findings": run.findings.total,
            "overrides": len(run.overridden.applied),
            **({"responses": dict(responses)} if responses else {}),
        },
        "inputs": [_input_json(one) for one in inputs],
        "files": [
            {"path": path, "bytes": one.bytes, "sha256": one.sha256} for path, one in sorted(files.items())
        ],
    }


def _assessor_options(assessors: Assessors | None) -> dict[str, Any]:
    """What a manifest says of assessors; nothing of a run whose cases were assessed once, so that it stays as it was."""
    return {} if assessors is None else {"assessor": assessors.fact, "prefer": list(assessors.prefer)}


def assessors_in(options: Mapping[str, Any]) -> Assessors | None:
    """By whom the cases of a run were assessed, as the options of its manifest say."""
    return Assessors(options["assessor"], tuple(options["prefer"])) if "assessor" in options else None


def seal_text(manifest_bytes: bytes) -> bytes:
    """The file that holds the seal, in the form `sha256sum -c` reads."""
    return f"{digest(manifest_bytes)}  {MANIFEST}\n".encode("ascii")


def _input_json(one: InputFile) -> dict[str, Any]:
    return {
        "name": one.name,
        "of": one.of,
        "form": one.form,
        "sheet": one.sheet,
        "bytes": one.bytes,
        "sha256": one.sha256,
        "kept_as": one.kept_as,
        **({} if one.survey is None else {"survey": one.survey}),
    }
