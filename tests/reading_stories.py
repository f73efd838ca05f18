"""Reads the paragraph that tells of one judgement back into what it says, knowing nothing but how it is worded.

It is strict: a sentence, or a reason in one, that fits no wording is an error.
"""

import re

from attrs import frozen

OUTCOMES = "sufficient|insufficient|not applicable by rule|not applicable by the assessor|excused|unanswered|undetermined"

#: One thing found, by the words for it, and what it was.
Found = tuple[str, str]

_UNSURE = ", and whether there should be one is not known"

_STARTS = (
    "It applies|It does not apply to|It is asked only where|It is not asked where|Nothing excludes it|Whether it applies|"
    "The assessor marked|The answer recorded|The answer worked out|No answer is|No answer could|That is|It stands|"
    "The work was not|In the scores|It stops"
)


@frozen
class Story:
    """What a paragraph says: the outcome, where the clause stands that decided, and everything found."""

    outcome: str
    clause: str | None
    found: frozenset[Found]


class Reader:
    """One paragraph as it is read."""

    def __init__(self) -> None:
        self.outcome: str | None = None
        self.clause: str | None = None
        self.found: set[Found] = set()

    def sentence(self, text: str) -> None:
        for pattern, outcome in _SENTENCES:
            match = re.fullmatch(pattern, text, re.DOTALL)
            if match:
                self.outcome = outcome or self.outcome
                said = match.groupdict()
                if said.get("clause"):
                    self.clause = said["clause"]
                if said.get("answer"):
                    self.found.add(("the answer", said["answer"]))
                for reason in parts(said.get("because") or "", "; "):
                    self.reason(reason)
                return
        raise AssertionError(f"this is no sentence of an explanation: {text}")

    def reason(self, text: str) -> None:
        counted = re.fullmatch(r"(?P<words>.*) \((?P<items>(?:yes|no|unknown): .*)\)", text, re.DOTALL)
        if counted:
            for item in parts(counted["items"], " / "):
                kind, _, because = item.partition(": ")
                assert kind in {"yes", "no", "unknown"}
                for reason in parts(because, "; "):
                    self.reason(reason)
            text = counted["words"]
        for pattern, state in _REASONS:
            match = re.fullmatch(pattern, text, re.DOTALL)
            if match:
                if state is not None:
                    said = match.groupdict()
                    words = state.format(**{k: v or "" for k, v in said.items()})
                    self.found.add((said["name"][:1].lower() + said["name"][1:], words))
                return
        raise AssertionError(f"this is no reason: {text}")


def read_story(text: str) -> Story:
    """What a paragraph says."""
    reader = Reader()
    for sentence in re.split(rf"(?<=\.) (?=(?:{_STARTS}))", text):
        reader.sentence(sentence)
    assert reader.outcome is not None, text
    return Story(reader.outcome, reader.clause, frozenset(reader.found))


def parts(text: str, between: str) -> list[str]:
    """The parts of a text, what stands in brackets or quotation marks left whole."""
    found, depth, start, quoted, at = [], 0, 0, False, 0
    while at < len(text):
        character = text[at]
        if quoted:
            at += character == "\\"
            quoted = character != '"'
        elif character == '"':
            quoted = True
        elif character in "(“":
            depth += 1
        elif character in ")”":
            depth -= 1
        elif depth == 0 and text.startswith(between, at):
            found.append(text[start:at])
            at += len(between) - 1
            start = at + 1
        at += 1
    return [*found, text[start:]] if text else []


_PLACE = r"\((?:[^()]*, (?:line|row) \d+[^()]*|worked out)\)"
_AT = rf"(?: {_PLACE})?"
_CLAUSE = r" \((?P<clause>[^()]*\.criteria, line \d+)(?:, said of [^()]*)?\)"
_SAME = r"(?P<because>that is so for (?:every|no) case|.*)"

_SENTENCES: tuple[tuple[str, str | None], ...] = (
    (r"It applies: this question is asked of every case\.", None),
    (r"It applies, because (?P<because>.*)\.", None),
    (r"Nothing excludes it: (?P<because>.*)\.", None),
    (r"It does not apply to this case\.", "not applicable by rule"),
    (r"Whether it applies cannot be told\.", "undetermined"),
    (rf"It is (?:asked only|not asked) where .*{_CLAUSE}, and {_SAME}\.", None),
    (
        rf"The assessor marked it (?P<answer>not applicable){_AT}, which this question allows\.",
        "not applicable by the assessor",
    ),
    (
        rf"The assessor marked it (?P<answer>not applicable){_AT}, which this question does not allow, so the mark counts as no answer\.",
        None,
    ),
    (rf"The answer recorded is (?P<answer>.*?){_AT}\.", None),
    (r"The answer worked out is (?P<answer>.*)\.", None),
    (rf"No answer is recorded{_AT}\.", None),
    (r"No answer could be worked out\.", None),
    (
        rf"That is sufficient, because the work is sufficient when .*?{_CLAUSE}(?:: (?P<because>.*))?\.",
        "sufficient",
    ),
    (
        rf"That is insufficient, because the work is sufficient only when .*?{_CLAUSE}(?:: (?P<because>.*))?\.",
        "insufficient",
    ),
    (
        rf"The work was not sufficient, but that is excused where .*?{_CLAUSE}(?:: (?P<because>.*))?; so it counts neither way\.",
        "excused",
    ),
    (
        rf"The work was not sufficient, and whether that is excused cannot be told: it is where .*?{_CLAUSE}(?:: (?P<because>.*))?\.",
        "undetermined",
    ),
    (
        rf"It stands unanswered: the work is sufficient when .*?{_CLAUSE}(?:: (?P<because>.*))?\.",
        "unanswered",
    ),
    (r"In the scores it counts as insufficient, as the criteria say of a question left unanswered\.", None),
    (r"It stops every score it counts in, as the criteria say .* none of them is given\.", None),
)

_LABEL = r"“[^“”]*(?:“[^“”]*”[^“”]*)*”"
_NAME = rf"(?P<name>{_LABEL}|[Tt]he answer to {_LABEL}|[Tt]he answer)"
_QUESTION = rf"{_LABEL} \(`(?P<name>[^`]+)`\)"
_DAY = r"\d{1,2} [A-Z][a-z]+ \d+"

_REASONS: tuple[tuple[str, str | None], ...] = (
    (r"that is so for (?:every|no) case", None),
    (r"always", None),
    (rf"{_NAME} is missing{_AT}(?P<unsure>{_UNSURE})?", "missing{unsure}"),
    (
        rf"there is no (?P<name>{_LABEL}|answer to {_LABEL}) for this case(?:, as .*)?",
        "none",
    ),
    (
        rf"{_NAME} is (?P<value>.+?) {_PLACE}(?P<unsure>{_UNSURE})?(?:, (?:not .*|(?:one|none) of \(.*\)))?",
        "{value}{unsure}",
    ),
    (
        rf"{_QUESTION} is (?P<outcome>{OUTCOMES}) for this case(?:, (?P<answer>not answered|answered .*))?",
        "{outcome} {answer}",
    ),
    (rf"{_QUESTION} (?P<applies>applies|does not apply) to this case", "{applies}"),
    (rf"whether {_QUESTION} applies to this case is not known", "not known"),
    # What follows from the things found, and what they are held to.
    (r"asked for: .*", None),
    (
        rf"\d+ (?:days?|working days?|weeks?|months?|years?) (?:after|before) (?:that|{_DAY}) is {_DAY}, the (?:first|last) day allowed",
        None,
    ),
    (rf"within \d+ [a-z ]+ (?:that|{_DAY}) is {_DAY} to {_DAY}", None),
    (rf"{_DAY} is (?:that very day|(?:earlier|later) \(.*\)|(?:not )?among those days \(.*\))", None),
    (r"how many of these \d+ are so: .*", None),
    (
        rf"(?:(?:working )?[a-z]+ from (?:{_LABEL}|{_DAY}|the answer) to .*|.* [+\u2212] .*|the number of .*) is (?:missing|-?[\d.]+).*",
        None,
    ),
    (r"there is no (?:.* [+\u2212] .*|[a-z ]+ from .*) for this case", None),
)
