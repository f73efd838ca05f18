"""What edits of the criteria do to cases, whole processes: beside scoring the same cases once by columns."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.case_files import case_file
from benchmarks.command import ABOVELINE, CRITERIA, columnar_if_offered, process, score
from benchmarks.row import Limit, Row, measured
from benchmarks.settings import Settings
from benchmarks.timing import in_turn

PART = "diff"

#: How many times as long as scoring the cases once it may take.
TIMES = Limit(5)

_FORMS = ("CSV", "Parquet")

#: Edits by their name: the file of the criteria, the words there, and what takes their place.
_ONE = {
    "a rule of one question": (
        ("1.1", "only where roh_concern\n", "only where roh_concern and roh_active\n"),
    )
}
_SEVERAL = {
    "five edits, some of them acting together": (
        ("1.1", "only where roh_concern\n", "only where roh_concern and roh_active\n"),
        ("conditions", "where rmp_required or rmp_produced", "where rmp_required and roh_active"),
        ("conditions", "where plan_done of plan is yes", "where plan_done of plan is yes and roh_active"),
        ("2.1", "only where roh_active\n", "only where roh_active and not mappa\n"),
        (
            "1.3",
            "only where vmp_merited\n  feeds safeguarding\n",
            "only where vmp_merited\n  feeds safeguarding, roh\n",
        ),
    )
}


def rows(settings: Settings) -> Iterator[Row]:
    """An edit, and several, at the largest size that text is measured at; and what is proved of them, which no case matters to."""
    size = max((size for size in settings.sizes if size <= settings.most_in_text), default=settings.sizes[0])
    versions = {name: _edited(settings, name, edits) for name, edits in (_ONE | _SEVERAL).items()}
    for form in _FORMS:
        file = case_file(settings, form, size)
        scored = f"{form}, scored once"
        commands: Mapping[str, tuple[str, ...]] = {scored: score(file, evaluator=columnar_if_offered())}
        commands = commands | {
            f"{form}, {name}": (*_diff(folder), "--cases", file, "--without-proof")
            for name, folder in versions.items()
        }
        took = in_turn({name: process(c, settings.seconds) for name, c in commands.items()}, settings.runs)
        for name, its_time in took.items():
            limit = TIMES if name.endswith(tuple(_ONE)) else None
            yield measured(PART, (name, size), its_time, (scored, took[scored]), limit)
    proofs = {f"proved, {name}": _diff(folder) for name, folder in versions.items()}
    took = in_turn({name: process(c, settings.seconds) for name, c in proofs.items()}, settings.runs)
    for name, its_time in took.items():
        yield measured(PART, (name, None), its_time)


def _diff(folder: str) -> tuple[str, ...]:
    return (*ABOVELINE, "diff", CRITERIA, folder, "--format", "json")


def _edited(settings: Settings, name: str, edits: tuple[tuple[str, str, str], ...]) -> str:
    """A copy of the criteria with some words in place of others."""
    folder = settings.folder / name.replace(" ", "-").replace(",", "")
    shutil.copytree(CRITERIA, folder)
    for file, old, new in edits:
        path = next(Path(folder).glob(f"{file}*.criteria"))
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise AssertionError(f"`{path.name}` no longer says `{old.strip()}`")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return str(folder)
