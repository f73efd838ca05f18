"""Turns a document of scores, as it was stored, into lines a person reads, where nothing else is there to go by."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aboveline.report.layout import width_of
from aboveline.report.overrides import override_row_of
from aboveline.report.overrides_text import overridden_words, override_lines
from aboveline.report.view import OverrideRow, state_words


def stored_text(document: Mapping[str, Any], *, questions: bool = False) -> str:
    """Every score but, unless they are asked for, those of questions, in report order; a line each."""
    framework, cases = document["framework"], document["cases"]
    heads = [s for s in document["scores"] if questions or s["kind"] not in {"question", "family"}]
    names = [f"{s['kind']} {s['key']}  {s['label']}" for s in heads]
    width = max(map(width_of, names), default=0)
    lines = (_line(name, width, score) for name, score in zip(names, heads, strict=True))
    overrides = tuple(override_row_of(one) for one in document.get("overrides", ()))
    told = override_lines(overrides, None)
    return "\n".join([*_opening(framework, cases, overrides), *lines, *told, "", document["caution"]])


def _opening(
    framework: Mapping[str, Any], cases: Mapping[str, Any], overrides: Sequence[OverrideRow]
) -> Iterator[str]:
    yield framework["label"]
    noun = "case" if cases["scored"] == 1 else "cases"
    yield f"{framework['name']}, version {framework['version']}; {cases['scored']} {noun} from {', '.join(cases['files'])}"
    if "assessed" in cases:
        of = cases["assessed"]
        yield f"{of['more_than_once']} assessed more than once; of each, one assessment is scored: {of['rule']}"
    words = overridden_words(overrides)
    if words:
        yield f"{words}."
    yield ""


def _line(name: str, width: int, score: Mapping[str, Any]) -> str:
    padded = name + " " * (width - width_of(name))
    before = score.get("before")
    without = f"(without overrides {'  '.join(_figures(before)).strip()})" if before else ""
    return "  ".join(part for part in (padded, *_figures(score), without) if part)


def _figures(score: Mapping[str, Any]) -> tuple[str, str, str]:
    counts = score["counts"]
    gaps = counts["unanswered"] + counts["undetermined"]
    figure = state_words(score["state"], gaps) if score["percent"] is None else f"{score['percent']}%"
    if score["points"] is not None:
        figure = f"{score['points']} points"
    share = f"{counts['sufficient']} of {counts['counted']}" if score["percent"] is not None else ""
    return f"{figure:>4}", share, score["comment"] or ""
