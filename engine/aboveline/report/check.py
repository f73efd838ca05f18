"""Turns a loaded Workspace into what `aboveline check` says: what is wrong, or what there is."""

from typing import Any

from aboveline.framework.model import Framework
from aboveline.report.diagnostics_json import diagnostic_list
from aboveline.report.diagnostics_text import count_line, diagnostics_text
from aboveline.report.ink import Ink, plain
from aboveline.workspace import Workspace


def check_text(loaded: Workspace, ink: Ink = plain) -> str:
    """All diagnostics, and a last line that says how it stands."""
    blocks = [diagnostics_text(loaded.diagnostics, loaded.sources, ink)] if loaded.diagnostics else []
    if loaded.framework is None:
        blocks.append(ink(f"{loaded.name}: {count_line(loaded.diagnostics)}", "error"))
    else:
        files = f"{len(loaded.sources)} file{'' if len(loaded.sources) == 1 else 's'}"
        held = counted(loaded.framework).items()
        what = ", ".join(f"{n} {_SINGULAR[noun] if n == 1 else noun}" for noun, n in held if n)
        blocks.append(
            f"{ink(loaded.name, 'strong')}: {count_line(loaded.diagnostics)} in {files}\n"
            f"{loaded.framework.label}: {what}"
        )
    return "\n\n".join(blocks)


_SINGULAR = {
    "themes": "theme",
    "sections": "section",
    "criteria": "criterion",
    "questions": "question",
    "ratings": "rating",
    "facts": "fact",
    "conditions": "condition",
    "checks": "check",
    "surveys": "survey",
    "items": "item",
    "examples": "example",
}


def check_json(loaded: Workspace) -> dict[str, Any]:
    """The same as data, as `schemas/check.schema.json` describes it."""
    framework = loaded.framework
    return {
        "version": 1,
        "kind": "check",
        "valid": framework is not None,
        "files": list(loaded.sources),
        "framework": None
        if framework is None
        else {
            "name": framework.name,
            "label": framework.label,
            "version": framework.version,
            "holds": counted(framework),
        },
        "diagnostics": diagnostic_list(loaded.diagnostics, loaded.sources),
    }


def counted(framework: Framework) -> dict[str, int]:
    """How much there is of everything in a framework."""
    return {
        "themes": len(framework.themes),
        "sections": len(framework.sections),
        "criteria": len(framework.criteria),
        "questions": len(framework.questions),
        "ratings": len(framework.ratings),
        "facts": len(framework.facts),
        "conditions": len(framework.conditions),
        "checks": len(framework.checks),
        "surveys": len(framework.surveys),
        "items": sum(len(survey.items) for survey in framework.surveys.values()),
        "examples": len(framework.examples),
    }
