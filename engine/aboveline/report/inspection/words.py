"""The words of the report for what is one of a few things: stages, outcomes, what rules came to, what files hold."""

from collections.abc import Mapping

from aboveline.wording.message import Message, in_context, message

_STAGES: Mapping[str, Message] = {
    "provisional": message("Provisional"),
    "draft": message("Draft"),
    "final": message("Final"),
}
_STAGES_WITHIN: Mapping[str, Message] = {
    "provisional": message("provisional"),
    "draft": message("draft"),
    "final": message("final"),
}

_CAME_TO: Mapping[str, Message] = {
    "yes": in_context("what a rule came to", "yes"),
    "no": in_context("what a rule came to", "no"),
    "unknown": in_context("what a rule came to", "not known"),
    "not needed": in_context("what a rule came to", "not needed"),
}

_FILES: Mapping[str, Message] = {
    "cases": in_context("what a file holds", "cases"),
    "criteria": in_context("what a file holds", "criteria"),
    "inspection": in_context("what a file holds", "inspection"),
    "overrides": in_context("what a file holds", "overrides"),
    "material": in_context("what a file holds", "material"),
    "survey": in_context("what a file holds", "survey"),
    "population": in_context("what a file holds", "population"),
}

_EVALUATORS: Mapping[str, Message] = {
    "reference": message("reference"),
    "columnar": message("columnar"),
}


def stage_name(stage: str, *, within: bool = False) -> str:
    """What a stage is called where it stands alone, or `within` a line."""
    return (_STAGES_WITHIN if within else _STAGES).get(stage, stage)


def came_words(came_to: str) -> str:
    """What a rule came to for a case."""
    return _CAME_TO.get(came_to, came_to)


def file_words(of: str) -> str:
    """What a file is of."""
    return _FILES.get(of, of)


def evaluator_words(evaluator: str) -> str:
    """Which evaluator judged the cases."""
    return _EVALUATORS.get(evaluator, evaluator)
