"""Holds what a sealed run says against what comes out when it is worked out again, and names every difference."""

import json
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

import polars as pl

from aboveline.batches.judged import JudgedPart
from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place
from aboveline.framework.model import Framework
from aboveline.reasons import reasons_by_column
from aboveline.report.documents import document_bytes
from aboveline.report.overrides import overrides_json
from aboveline.report.scores_json import FIGURES, scores_json
from aboveline.report.view import View
from aboveline.run import manifest as m
from aboveline.run.judgements import CASE_ID, WHERE, finding_frame, in_words, judgement_frame, read, written
from aboveline.run.opened import SealedRun, fault
from aboveline.workspace import Run

#: What is compared of a score: everything that is a figure. Words may be put better in a later version.
_FIGURES = (*FIGURES, "before")

#: So many differences are told one by one.
_MOST_TOLD = 1_000


class Comparison:
    """Holds a run that is worked out again, part by part, against the judgements and findings that were sealed."""

    def __init__(self, sealed: SealedRun, framework: Framework) -> None:
        self._sealed, self._known = sealed, reasons_by_column(framework)
        self._found: list[Diagnostic] = []
        self._untold = 0
        self._parts: set[str] = set()

    def begin(self) -> None:
        """Begin with the first part, perhaps anew."""
        self._found.clear()
        self._parts.clear()
        self._untold = 0

    def take(self, part: JudgedPart) -> None:
        """Compare a part."""
        for folder, frame, compare in (
            (m.JUDGEMENTS, judgement_frame(part), self._judgements),
            (m.FINDINGS, finding_frame(part), self._findings),
        ):
            path = m.part_path(folder, part.number)
            self._parts.add(path)
            if path not in self._sealed.files:
                self._tell(self._other_cases(path))
                continue
            # The same bytes are the same judgements; other bytes may be, as another version of Polars may write them.
            stored = self._sealed.read(path)
            if stored != written(frame):
                compare(path, read(stored), frame)

    def differences(self, again: View, run: Run) -> Diagnostics:
        """Every judgement, score, finding and override that is not the same, once every part was compared; the first of very many."""
        for path in (*self._sealed.parts(m.JUDGEMENTS), *self._sealed.parts(m.FINDINGS)):
            if path not in self._parts:
                self._tell(self._other_cases(path))
        stored, worked_out = (
            json.loads(self._sealed.read(m.SCORES)),
            json.loads(document_bytes(scores_json(again))),
        )
        for one in (
            *_scores(self._sealed, stored, worked_out),
            *differing_overrides(self._sealed, overrides_json(run.framework, run.overridden)),
        ):
            self._tell(one)
        if stored.get("overrides") != worked_out.get("overrides"):
            message = (
                "the scores do not name the same overrides as are applied when they are worked out again"
            )
            self._tell(fault("override-differs", message, self._sealed.folder, m.SCORES))
        if self._untold:
            message = f"{self._untold:,} more judgements, findings or scores are not the same"
            self._found.append(fault("judgement-differs", message, self._sealed.folder, m.JUDGEMENTS))
        return tuple(self._found)

    def _tell(self, one: Diagnostic) -> None:
        if len(self._found) < _MOST_TOLD:
            self._found.append(one)
        else:
            self._untold += 1

    def _other_cases(self, path: str) -> Diagnostic:
        message = (
            "the run does not hold the judgements of the same cases, in the same order, as its records have"
        )
        return fault("judgement-differs", message, self._sealed.folder, path)

    def _judgements(self, path: str, stored: pl.DataFrame, again: pl.DataFrame) -> None:
        if stored.columns[:1] != [CASE_ID] or not stored[CASE_ID].equals(again[CASE_ID]):
            self._tell(self._other_cases(path))
            return
        ids = again[CASE_ID]
        nothing = pl.Series([None] * len(ids), dtype=pl.UInt16)
        for name in dict.fromkeys((*stored.columns, *again.columns)):
            if name == CASE_ID or name in WHERE:
                continue
            here, there = (f[name] if name in f.columns else nothing for f in (stored, again))
            for at in here.ne_missing(there).arg_true().to_list():
                self._tell(self._differs(path, ids[at], name, here[at], there[at]))

    def _differs(self, path: str, case_id: str, name: str, one: int | None, other: int | None) -> Diagnostic:
        known = self._known.get(name)
        message = f"the run says {in_words(known, one)}; worked out again it is {in_words(known, other)}"
        place = Place((Path(self._sealed.folder) / path).as_posix(), case_id=case_id, field=name)
        return Diagnostic("judgement-differs", message, (Label(place),))

    def _findings(self, path: str, stored: pl.DataFrame, again: pl.DataFrame) -> None:
        if stored.columns[:1] != [CASE_ID] or not stored[CASE_ID].equals(again[CASE_ID]):
            self._tell(self._other_cases(path))
            return
        ids, never = again[CASE_ID], pl.Series([False] * again.height, dtype=pl.Boolean)
        for name in dict.fromkeys((*stored.columns[1:], *again.columns[1:])):
            code, _, subject = name.partition(" ")
            here, there = (f[name] if name in f.columns else never for f in (stored, again))
            for at in here.ne_missing(there).arg_true().to_list():
                where = "in the run, and not" if here[at] else "not in the run, but there"
                message = (
                    f"`{code}` about `{subject}` of case `{ids[at]}` is {where} when it is worked out again"
                )
                self._tell(fault("finding-differs", message, self._sealed.folder, path))


def differing_overrides(sealed: SealedRun, again: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Every override of a run that is not the same when it is worked out again; `again` is its document then."""
    none: Mapping[str, Any] = {"overrides": [], "set_aside": []}
    stored: Mapping[str, Any] = json.loads(sealed.read(m.OVERRIDES)) if m.OVERRIDES in sealed.files else none
    for kind, said in (("overrides", "applied"), ("set_aside", "set aside")):
        for here, there in zip_longest(stored.get(kind, ()), again[kind]):
            if here != there:
                about = there or here
                message = f"what the run says of an override {said} is not what comes of it worked out again"
                file = (Path(sealed.folder) / m.OVERRIDES).as_posix()
                place = Place(file, case_id=about.get("case"), field=about.get("question"))
                yield Diagnostic("override-differs", message, (Label(place),))


def _scores(sealed: SealedRun, stored: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[Diagnostic]:
    here, there = dict(_named_scores(stored)), dict(_named_scores(again))
    for name in dict.fromkeys((*here, *there)):
        one, other = here.get(name), there.get(name)
        if one is None or other is None:
            where = "only in the run" if other is None else "only when worked out again"
            yield fault("score-differs", f"there is a score of {name} {where}", sealed.folder, m.SCORES)
            continue
        for key in _FIGURES:
            if one.get(key) != other.get(key):
                figure = "figure without overrides" if key == "before" else key
                message = f"the score of {name}: its {figure} is {_shown(one.get(key))} in the run; worked out again it is {_shown(other.get(key))}"
                yield fault("score-differs", message, sealed.folder, m.SCORES)
    if stored.get("cases") != again.get("cases"):
        message = "the run says otherwise which cases were read, scored or left out than its records do"
        yield fault("score-differs", message, sealed.folder, m.SCORES)


def _named_scores(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for score in document.get("scores", ()):
        yield f"{score['kind']} {score['key']}", score
    for block in document.get("breakdowns", ()):
        for group in block["groups"]:
            for score in group["scores"]:
                yield f"{score['kind']} {score['key']} where {block['fact']} is {group['label']}", score


def _shown(value: object) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False).strip('"')
