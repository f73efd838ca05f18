"""Recognises everyday turns of phrase where reading stopped, and says how the language puts them.

As in `slips.py`, each function looks at one kind of slip and returns a diagnostic or None. They are
tried before all others: what follows from such a phrase would be taken for another slip.
"""

import re
from collections.abc import Callable

from aboveline.diagnostics import Diagnostic
from aboveline.source import Span
from aboveline.syntax.expected import found, in_words
from aboveline.syntax.spelling import shown
from aboveline.syntax.stop import Stop
from aboveline.syntax.survey_slips import SURVEY_IDIOMS

_UNITS = frozenset({"DAYS", "WORKING_DAYS", "WEEKS", "MONTHS"})


def _line_before(stop: Stop) -> str:
    """What stands on the line before the stop."""
    return stop.text[max(stop.text.rfind("\n", 0, stop.at) + 1, stop.start) : stop.at]


def _from_before(stop: Stop) -> Span:
    """The place of what was read last and of what was found."""
    return Span(stop.file, stop.before_end - len(stop.before), stop.at + len(stop.found))


def sufficient_if(stop: Stop) -> Diagnostic | None:
    """`sufficient if` for `sufficient when`."""
    match = re.match(r"sufficient\s+(?:if|where|only\s+(?:if|when|where))\b", stop.rest)
    if stop.keyword != "question" or not stop.begins_line or match is None:
        return None
    return stop.complaint(
        "misspelt-word",
        f"expected `sufficient when`, found {shown(match[0])}",
        "write `sufficient when`",
        stop.span(match.end()),
        "sufficient when",
    )


def days_after(stop: Stop) -> Diagnostic | None:
    """`is at most 15 days after`, where dates have words of their own."""
    before = re.search(
        r"is\s+(?:at\s+most|at\s+least|on\s+or\s+before|on\s+or\s+after|before|after)?\s*(\d+)\s*$",
        _line_before(stop),
    )
    unit = re.match(r"(working\s+days?|days?|weeks?|months?)\s+(after|before)\b", stop.rest)
    if before is None or unit is None:
        return None
    begin = stop.at - len(_line_before(stop)) + before.start()
    limit = f"{before[1]} {unit[0]}"
    return stop.complaint(
        "wrong-word",
        f"expected words of the language, found {shown(stop.text[begin : stop.at + unit.end()])}",
        f"write `is no later than {limit}`, `is no earlier than {limit}` or `is within {limit}`",
        Span(stop.file, begin, stop.at + unit.end()),
    )


def limit_of(stop: Stop) -> Diagnostic | None:
    """`15 days of` or `15 days from` a date, and days that the language does not have."""
    if stop.kind_before in _UNITS and stop.found in {"of", "from", "since", "following", "past", "prior"}:
        right = "before" if stop.found == "prior" else "after"
        message = f"expected {in_words(stop)}, found `{stop.found}`"
        return stop.complaint("wrong-word", message, f"did you mean `{right}`?", None, right)
    days = re.match(r"(business|work|week|calendar)[\s-]*days?\b", stop.rest)
    if days is None or "WORKING_DAYS" not in stop.expected:
        return None
    right = "days" if days[1] == "calendar" else "working days"
    message = f"expected {in_words(stop)}, found {shown(days[0])}"
    return stop.complaint("wrong-word", message, f"did you mean `{right}`?", stop.span(days.end()), right)


def no_later(stop: Stop) -> Diagnostic | None:
    """`no later than` without its `is`."""
    phrase = re.match(r"no\s+(later|earlier)\s+than\b", stop.rest)
    if phrase is None or "IS" not in stop.expected:
        return None
    words = f"no {phrase[1]} than"
    message = f"expected `is` before `{words}`, found `{words}` alone"
    return stop.complaint(
        "missing-is", message, f"write `is {words}`", stop.span(phrase.end()), f"is {words}"
    )


def there_or_not(stop: Stop) -> Diagnostic | None:
    """`signed_on exists`, `not missing signed_on`."""
    if stop.kind_before != "NAME" or stop.begins_line or not stop.found.isidentifier():
        return None
    if stop.found in {"exists", "exist", "present", "given", "recorded"}:
        right = f"{stop.before} is known"
    elif stop.before in {"missing", "known"}:
        right = f"{stop.found} is {stop.before}"
    else:
        return None
    message = f"expected words of the language, found {shown(f'{stop.before} {stop.found}')}"
    return stop.complaint("wrong-word", message, f"did you mean `{right}`?", _from_before(stop))


def one_word_too_many(stop: Stop) -> Diagnostic | None:
    """`no rmp_required`, `both a and b`, `either a or b`."""
    if stop.kind_before != "NAME" or stop.begins_line or not stop.found.isidentifier():
        return None
    name = f"{stop.before} {stop.found}"
    if stop.before == "no" and stop.found not in {"later", "earlier"}:
        help_ = f"did you mean `not {stop.found}`?"
    elif stop.before in {"both", "either"}:
        help_ = f"leave out `{stop.before}`"
    elif stop.before == "not" and re.search(r"\b(?:given|and)\s+not\s*$", _line_before(stop)):
        help_ = f"did you mean `{stop.found} is no`?"
    else:
        return None
    message = f"expected words of the language, found {shown(name)}"
    return stop.complaint("wrong-word", message, help_, _from_before(stop))


def example_words(stop: Stop) -> Diagnostic | None:
    """What examples say in words of their own: how a question stands, and what a fact is."""
    if stop.keyword != "example":
        return None
    given = stop.text[stop.start : stop.at].rfind("given") > stop.text[stop.start : stop.at].rfind("expect")
    right = "is marked not applicable" if given else "is not applicable"
    line = _line_before(stop)
    words = (
        re.search(r"(\bis\s+)n$", line, re.IGNORECASE)
        if re.match(r"/\s*a\b", stop.rest, re.IGNORECASE)
        else None
    )
    if words:
        span = Span(stop.file, stop.at - len(words[0]), stop.at + 2)
        return stop.complaint(
            "wrong-word", f"expected `{right}`, found `n/a`", f"write `{right}`", span, right
        )
    words = re.match(r"(?:does\s+not\s+apply|doesn't\s+apply|not\s+applicable|n/a)\b", stop.rest)
    if words and stop.kind_before == "NAME" and not line.rstrip().endswith(" is"):
        message = f"expected `{right}`, found {shown(words[0])}"
        return stop.complaint("wrong-word", message, f"write `{right}`", stop.span(words.end()), right)
    if stop.found == "sufficient" and re.search(r"\bis\s+not\s+$", line):
        help_ = (
            "say which it is: `is insufficient`, `is not applicable`, `is unanswered` or `is undetermined`"
        )
        return stop.complaint(
            "wrong-word", "expected one outcome, found `not sufficient`", help_, _from_before(stop)
        )
    if (
        given
        and "IS" in stop.expected
        and stop.kind_before == "NAME"
        and (stop.begins_line or not stop.found)
    ):
        message = f"expected what `{stop.before}` is, found {found(stop) if stop.begins_line else 'the end of the line'}"
        at = Span(stop.file, stop.before_end - len(stop.before), stop.before_end)
        return stop.complaint("syntax", message, f"say what it is, as in `{stop.before} is yes`", at)
    return None


#: Other words for the two clauses of a check.
_CLAUSES_OF_CHECK = (
    ("when", re.compile(r"(?:only\s+(?:where|when|if)|where|if)\b")),
    ("expect", re.compile(r"(?:then|must|should|requires?|assert|ensure)(?:\s+be)?\b")),
)


def clauses_of_check(stop: Stop) -> Diagnostic | None:
    """`only where` and `then` in a check, and `expect that`."""
    if stop.keyword != "check":
        return None
    if stop.before == "that" and re.search(r"\bexpect\s+that\s*$", _line_before(stop)):
        at = Span(stop.file, stop.before_end - len(stop.before), stop.before_end)
        message = "expected what is to be so after `expect`, found `that`"
        return stop.complaint("wrong-word", message, "leave `that` out", at)
    for right, others in _CLAUSES_OF_CHECK if stop.begins_line and stop.may_end else ():
        words = others.match(stop.rest)
        if words:
            message = f"expected `{right}`, found {shown(words[0])}"
            return stop.complaint("wrong-word", message, f"write `{right}`", stop.span(words.end()), right)
    return None


def standing_of_check(stop: Stop) -> Diagnostic | None:
    """`expect CHECK contradicted`, without its `is`."""
    words = re.match(r"(?:not\s+)?contradicted\b", stop.rest)
    if stop.keyword != "example" or words is None or "IS" not in stop.expected:
        return None
    right = f"is {' '.join(words[0].split())}"
    message = f"expected `is` before {shown(words[0])}, found {shown(words[0])} alone"
    return stop.complaint("missing-is", message, f"write `{right}`", stop.span(words.end()), right)


def spare_comma(stop: Stop) -> Diagnostic | None:
    """A comma after the last part of a list."""
    if stop.kind_before != "COMMA" or stop.found not in {"", ")"}:
        return None
    at = Span(stop.file, stop.before_end - 1, stop.before_end)
    message = f"expected another part of the list after `,`, found {found(stop)}"
    return stop.complaint("syntax", message, "take the last comma away", at)


def comma_between_lines(stop: Stop) -> Diagnostic | None:
    """A list whose items stand on lines of their own, one without its comma."""
    if (
        stop.keyword != "list"
        or not stop.begins_line
        or "COMMA" not in stop.expected
        or not stop.found.isidentifier()
    ):
        return None
    at = Span(stop.file, stop.before_end - 1, stop.before_end)
    message = f"expected `,` between {shown(stop.before)} and `{stop.found}`, found nothing"
    return stop.complaint(
        "missing-comma", message, f"put `,` at the end of the line before `{stop.found}`", at
    )


def band_begins(stop: Stop) -> Diagnostic | None:
    """How a step of bands says where it begins, written otherwise."""
    if stop.keyword != "bands":
        return None
    to = re.search(r"(?:%|points?)\s*(to|until|up to|-|–)\s*$", _line_before(stop))  # noqa: RUF001 (a dash)
    if to and stop.found.isdigit():
        message = f"expected only where the step begins, found {shown(to[1] + ' ' + stop.rest.strip())} too"
        at = Span(
            stop.file, stop.at - len(to[0]) + to.start(1) - to.start(), stop.at + len(stop.rest.rstrip())
        )
        return stop.complaint(
            "wrong-word", message, "take it away; a step ends where the one above it begins", at
        )
    figure = re.search(r"\d+(?:\.\d+)?", stop.rest)
    if "FROM" not in stop.expected or "OTHERWISE" not in stop.expected or figure is None or stop.begins_line:
        return None
    unit = " points" if "point" in stop.rest else "%"
    return stop.complaint(
        "wrong-word",
        f"expected `from` or `otherwise`, found {shown(stop.rest.strip())}",
        f"write `from {figure[0]}{unit}`",
        stop.span(len(stop.rest.rstrip())),
    )


def type_run_on(stop: Stop) -> Diagnostic | None:
    """A type of fact in the plural, and yes or no with a stroke."""
    if stop.keyword != "fact":
        return None
    if (
        stop.kind_before in {"A_DATE", "A_NUMBER", "A_TEXT", "WHOLE_NUMBER"}
        and stop.at == stop.before_end
        and stop.found.isalpha()
    ):
        message = f"expected `{stop.before}`, found {shown(stop.before + stop.found)}"
        return stop.complaint(
            "misspelt-word", message, f"write `{stop.before}`", _from_before(stop), stop.before
        )
    stroke = re.match(r"y(?:es)?\s*/\s*no?\b", stop.rest, re.IGNORECASE)
    if stroke is None or "YES_OR_NO" not in stop.expected:
        return None
    message = f"expected {in_words(stop)}, found {shown(stroke[0])}"
    return stop.complaint(
        "wrong-word", message, "did you mean `yes or no`?", stop.span(stroke.end()), "yes or no"
    )


def full_stop(stop: Stop) -> Diagnostic | None:
    """A full stop at the end of a clause."""
    if stop.rest.strip() != ".":
        return None
    message = "expected the end of the line, found a full stop"
    return stop.complaint("symbol-for-word", message, "take it away; nothing closes a clause")


#: Turns of phrase, in the order they are looked for.
IDIOMS: tuple[Callable[[Stop], Diagnostic | None], ...] = (
    sufficient_if,
    days_after,
    limit_of,
    no_later,
    there_or_not,
    example_words,
    one_word_too_many,
    clauses_of_check,
    standing_of_check,
    spare_comma,
    comma_between_lines,
    band_begins,
    type_run_on,
    full_stop,
    *SURVEY_IDIOMS,
)
