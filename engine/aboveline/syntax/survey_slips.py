"""Recognises everyday turns of phrase in surveys where reading stopped, and says how the language puts them.

As in `slips.py`, each function looks at one kind of slip and returns a diagnostic or None.
"""

import re
from collections.abc import Callable

from aboveline.diagnostics import Diagnostic
from aboveline.source import Span
from aboveline.syntax.expected import in_words
from aboveline.syntax.spelling import shown
from aboveline.syntax.stop import Stop

_SCALE = re.compile(
    r"(?:on\s+)?(?:an?\s+)?(?:whole\s+number|number|scale)?\s*(?:from|of|between)?\s*(\d+)\s*(?:to|and|-|–)\s*(\d+)"  # noqa: RUF001 (a dash)
)
_SEVERAL = re.compile(r"(?:some|any|many|more|multiple|all|one\s+or\s+more)\s+of\b")
_OWN_WORDS = re.compile(r"(?:free|own|any|plain|open)[\s-]+(?:text|words?)\b|in\s+(?:their\s+own\s+)?words\b")


def answers_otherwise(stop: Stop) -> Diagnostic | None:
    """`answers a scale of 0 to 100`, `answers any of …`, `answers free text`."""
    if stop.keyword != "item" or "SEVERAL_OF" not in stop.expected:
        return None
    scale, several, words = (found.match(stop.rest) for found in (_SCALE, _SEVERAL, _OWN_WORDS))
    if scale:
        written, right = scale, f"from {scale[1]} to {scale[2]}"
    elif several:
        written, right = several, "several of"
    elif words:
        written, right = words, "text"
    else:
        return None
    message = f"expected {in_words(stop)}, found {shown(written[0])}"
    return stop.complaint("wrong-word", message, f"write `{right}`", stop.span(written.end()), right)


_POSITIVE_FIGURE = re.compile(
    r"(?:counts?\s+as\s+)?positive\s+(?:when\s+)?(?:it\s+)?(?:is\s+)?(?:at\s+least|>=)?\s*(\d+)\b"
)
_POSITIVE_WORDS = re.compile(r"(?:counts?\s+as\s+)?positive\s+(?:if|where|is|for)\b")


def positive_otherwise(stop: Stop) -> Diagnostic | None:
    """`positive if yes`, `positive when at least 70`, `positive at least 70`."""
    if stop.keyword != "item":
        return None
    begin = max(stop.text.rfind("\n", 0, stop.at) + 1, stop.start)
    line = stop.text[begin : stop.at + len(stop.rest)]
    for pattern, words in ((_POSITIVE_FIGURE, "positive from"), (_POSITIVE_WORDS, "positive when")):
        found = pattern.search(line)
        if found and begin + found.start() <= stop.at <= begin + found.end():
            right = " ".join((words, *found.groups()))
            span = Span(stop.file, begin + found.start(), begin + found.end())
            message = f"expected `{right}`, found {shown(found[0])}"
            return stop.complaint("wrong-word", message, f"write `{right}`", span, right)
    return None


def about_otherwise(stop: Stop) -> Diagnostic | None:
    """`about theme roh`, `about 2.2`, `about question x`."""
    if stop.keyword not in {"survey", "item"} or stop.text[stop.start : stop.at].rfind("about") < 0:
        return None
    number = re.match(r"\d+(?:\.\d+)*", stop.rest)
    if stop.kind_before == "ABOUT" and number:
        kind = "criterion" if "." in number[0] else "section"
        right = f"{kind} {number[0]}"
        message = f"expected {in_words(stop)}, found `{number[0]}`"
        return stop.complaint("syntax", message, f"write `{right}`", stop.span(number.end()), right)
    if (
        stop.found.isidentifier()
        and (stop.kind_before == "ABOUT" or stop.before in {"theme", "headline"})
        and (stop.found == "theme" or stop.before in {"theme", "headline"})
    ):
        name = stop.found if stop.found != "theme" else stop.rest.removeprefix("theme").strip()
        begin = stop.at if stop.found == "theme" else stop.before_end - len(stop.before)
        end = stop.at + (len(stop.rest.rstrip()) if stop.found == "theme" else len(stop.found))
        message = f"expected the name of a theme alone, found {shown(stop.text[begin:end])}"
        return stop.complaint("wrong-word", message, f"write `{name}`", Span(stop.file, begin, end), name)
    return None


#: Turns of phrase in surveys, in the order they are looked for.
SURVEY_IDIOMS: tuple[Callable[[Stop], Diagnostic | None], ...] = (
    answers_otherwise,
    positive_otherwise,
    about_otherwise,
)
