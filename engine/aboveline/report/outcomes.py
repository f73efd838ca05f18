"""What a judgement can come to, in words."""

from collections.abc import Mapping

from aboveline.wording.message import Message, message

_OUTCOMES: Mapping[str, Message] = {
    "sufficient": message("sufficient"),
    "insufficient": message("insufficient"),
    "not applicable by rule": message("not applicable by rule"),
    "not applicable by the assessor": message("not applicable by the assessor"),
    "not applicable": message("not applicable"),
    "excused": message("excused"),
    "unanswered": message("unanswered"),
    "undetermined": message("undetermined"),
}


def outcome_words(outcome: str) -> str:
    """What a judgement came to."""
    return _OUTCOMES.get(outcome, outcome)
