"""Holds what a sealed run says against what comes out when it is worked out again, and names every difference."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place
from aboveline.run import manifest as m
from aboveline.run.judgements import Codes, in_words, read
from aboveline.run.opened import SealedRun, fault

#: What is compared of a score: everything that is a figure. Words may be put better in a later version.
_FIGURES = ("state", "percent", "fraction", "points", "band", "comment", "counts", "bounds")

#: What is compared of a finding.
_FOUND = ("code", "case_id", "subject", "file", "place")


def differences(sealed: SealedRun, again: Mapping[str, bytes]) -> Diagnostics:
    """Every judgement, score and finding of a run that is not what the files made again say."""
    return (
        *_judgements(sealed, read(sealed.files[m.JUDGEMENTS]), read(again[m.JUDGEMENTS])),
        *_scores(sealed, json.loads(sealed.files[m.SCORES]), json.loads(again[m.SCORES])),
        *_findings(sealed, json.loads(sealed.files[m.FINDINGS]), json.loads(again[m.FINDINGS])),
    )


def _judgements(sealed: SealedRun, stored: Codes, again: Codes) -> Iterator[Diagnostic]:
    if list(stored.case_ids) != list(again.case_ids):
        yield fault(
            "judgement-differs",
            "the run does not hold the judgements of the same cases, in the same order, as its records have",
            sealed.folder,
            m.JUDGEMENTS,
        )
        return
    for name in dict.fromkeys((*stored.columns, *again.columns)):
        here, there = stored.columns.get(name, ()), again.columns.get(name, ())
        if list(here) == list(there):
            continue
        for case_id, one, other in zip_longest(stored.case_ids, here, there):
            if one != other:
                yield _differs(
                    "judgement-differs", sealed, in_words(one), in_words(other), case_id=case_id, name=name
                )


def _differs(  # noqa: PLR0913 (where, and the two that differ)
    code: str, sealed: SealedRun, one: str, other: str, *, case_id: str, name: str
) -> Diagnostic:
    message = f"the run says {one}; worked out again it is {other}"
    place = Place((Path(sealed.folder) / m.JUDGEMENTS).as_posix(), case_id=case_id, field=name)
    return Diagnostic(code, message, (Label(place),))


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
                message = f"the score of {name}: its {key} is {_shown(one.get(key))} in the run; worked out again it is {_shown(other.get(key))}"
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


def _findings(sealed: SealedRun, stored: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[Diagnostic]:
    here, there = _found(stored["findings"]), _found(again["findings"])
    for one, other in zip_longest(here, there):
        if one != other:
            code, case_id, subject = (one or other or ("", "", ""))[:3]
            message = f"the findings are not the same from `{code}` about `{subject}` of case `{case_id}` on"
            yield fault("finding-differs", message, sealed.folder, m.FINDINGS)
            return


def _found(rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(row.get(key) for key in _FOUND) for row in rows]
