"""Turns a loaded Workspace into what `aboveline check` says: what is wrong, or what there is."""

from typing import Any

from aboveline.framework.model import Framework
from aboveline.framework.texts import ReadText
from aboveline.report.diagnostics_json import diagnostic_list
from aboveline.report.diagnostics_text import count_line, diagnostics_text
from aboveline.report.ink import Ink, plain
from aboveline.report.translations import how_many
from aboveline.translating import to_translate
from aboveline.workspace import Workspace


def check_text(loaded: Workspace, ink: Ink = plain, language: str | None = None) -> str:
    """All diagnostics, and a last line that says how it stands; and how far the texts are in a language."""
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
        if language is not None:
            whole, missing = (len(to_translate(loaded, language, every=every)) for every in (True, False))
            blocks[-1] += f"\n{_capital(how_many(missing, whole, language))}."
            if missing:
                blocks[-1] += f" To list them: aboveline translate {loaded.name} --language {language}"
    return "\n\n".join(blocks)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


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


def check_json(loaded: Workspace, language: str | None = None) -> dict[str, Any]:
    """The same as data, as `schemas/check.schema.json` describes it."""
    framework = loaded.framework
    found: dict[str, Any] = {
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
    if language is not None and framework is not None:
        found["translated"] = {
            "language": language,
            "texts": len(to_translate(loaded, language, every=True)),
            "untranslated": [
                {"where": text.what, "text": text.words, **_place(text, loaded)}
                for text in to_translate(loaded, language)
            ],
        }
    return found


def _place(text: ReadText, loaded: Workspace) -> dict[str, Any]:
    line, _ = loaded.sources[text.at.file].position(text.at.start)
    return {"file": text.at.file, "line": line}


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
