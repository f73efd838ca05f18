"""Recognises the commonest slips of sign and spelling where reading stopped, and says how to mend each.

Every function looks at one kind of slip and returns a diagnostic, or None for "not this one".
They are tried in the order of `SIGNS`, the surest first.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from aboveline.diagnostics import Diagnostic, Label
from aboveline.source import Span
from aboveline.syntax.expected import in_words
from aboveline.syntax.spelling import letter_name, shown
from aboveline.syntax.stop import Stop

_MONTHS: tuple[str, ...] = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)  # fmt: skip_CURLY = "“”„‟«»"
_CURLY = "“”„‟«»"
_SINGLE = "'‘’‚`´"  # noqa: RUF001 (they are the point)

# Signs of other notations, longest first, and the words that stand for them here.
_WORDS_FOR_SIGNS: tuple[tuple[str, str], ...] = (
    ("===", "`is`"),
    ("!==", "`is not`"),
    ("<=>", "`is`"),
    ("==", "`is`"),
    ("!=", "`is not`"),
    ("<>", "`is not`"),
    ("≠", "`is not`"),
    (">=", "`is at least`, or for dates `is on or after`"),
    ("=>", "`is at least`, or for dates `is on or after`"),
    ("≥", "`is at least`, or for dates `is on or after`"),
    ("<=", "`is at most`, or for dates `is on or before`"),
    ("=<", "`is at most`, or for dates `is on or before`"),
    ("≤", "`is at most`, or for dates `is on or before`"),
    ("&&", "`and`"),
    ("||", "`or`"),
    (":=", "`is`"),
    ("=", "`is`"),
    (">", "`is more than`, or for dates `is after`"),
    ("<", "`is less than`, or for dates `is before`"),
    ("&", "`and`"),
    ("|", "`or`"),
    ("!", "`not`"),
    ("−", "`-` with a space on either side"),  # noqa: RUF001 (a minus sign)
    ("–", "`-` with a space on either side"),  # noqa: RUF001 (a dash)
    ("—", "`-` with a space on either side"),
)

_OTHER_SIGNS: tuple[tuple[str, str, str], ...] = (
    ("//", "`#` for a comment", "a comment begins with `#`"),
    ("/*", "`#` for a comment", "a comment begins with `#` and goes on to the end of the line"),
    ("--", "`#` for a comment", "a comment begins with `#`"),
    (";", "a new line", "nothing closes a clause; each begins on a line of its own"),
    (
        "{",
        "`(` or a new line",
        "there are no braces in the language: brackets are round, and a clause needs none",
    ),
    ("}", "a new line", "there are no braces in the language: brackets are round, and a clause needs none"),
    ("[", "`(`", "brackets are round"),
    ("]", "`)`", "brackets are round"),
    (":", "words", "take it away; only the name of a `list` has `:` after it"),
    ("*", "`+` or `-`", "numbers can be added and taken away, nothing else"),
    ("/", "`+` or `-`", "numbers can be added and taken away, nothing else"),
)


#: Categories of characters that cannot be seen.
_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co", "Cn", "Mn"})


def invisible(stop: Stop) -> Diagnostic | None:
    """A character that cannot be seen, such as a space of no width, here or between the next words."""
    words = re.match(r"\w*[^\w\n\"]?", stop.rest)
    at = next(
        (i for i, c in enumerate(words[0] if words else "") if unicodedata.category(c) in _UNSEEN), None
    )
    if at is None:
        return None
    return stop.complaint(
        "invisible-character",
        f"expected letters and signs that can be seen, found an invisible character ({letter_name(stop.rest[at])})",
        f"delete what stands after {shown(stop.rest[:at])} and type a space; it often comes with text copied from elsewhere"
        if at
        else "delete it; it often comes with text copied from elsewhere",
        Span(stop.file, stop.at + at, stop.at + at + 1),
    )


def curly_quotes(stop: Stop) -> Diagnostic | None:
    """The quotes a word processor makes."""
    if not stop.found or stop.found not in _CURLY:
        return None
    close = next((i for i, c in enumerate(stop.rest[1:], 1) if c in _CURLY + '"'), 0)
    return stop.complaint(
        "curly-quotes",
        f'expected straight quotes `"`, found the curly quote `{stop.found}`',
        'type straight double quotes `"` at both ends; word processors change them',
        stop.span(close + 1),
    )


def single_quotes(stop: Stop) -> Diagnostic | None:
    """Words between single quotes."""
    if not stop.found or stop.found not in _SINGLE:
        return None
    if "STRING" not in stop.expected:
        return stop.complaint(
            "single-quotes",
            f"expected {in_words(stop)}, found {_shown_sign(stop.found)}",
            "names stand without quotes of any kind",
        )
    return stop.complaint(
        "single-quotes",
        f'expected double quotes `"`, found the single quote {_shown_sign(stop.found)}',
        'words people read stand in double quotes `"`; names stand without any',
    )


def _shown_sign(sign: str) -> str:
    return "a backtick" if sign == "`" else f"`{sign}`"


def quoted_name(stop: Stop) -> Diagnostic | None:
    """A name in double quotes."""
    if stop.found[:1] != '"' or stop.found == '"' or "NAME" not in stop.expected or "STRING" in stop.expected:
        return None
    if stop.before == stop.keyword:
        message = f"expected {in_words(stop)}, found {shown(stop.found)}"
        help_ = f"a name comes before the words people read, as in `{stop.keyword} plan_done {stop.found}`"
        return stop.complaint("syntax", message, help_)
    inside = stop.found.strip('"')
    return stop.complaint(
        "quoted-name",
        f"expected {in_words(stop)}, found words in double quotes, {shown(stop.found)}",
        f"write `{inside}`" if re.fullmatch(r"[a-z][a-z0-9_]*", inside) else "names stand without quotes",
    )


def unclosed_quote(stop: Stop) -> Diagnostic | None:
    """Words whose closing quote is not on the line."""
    if stop.found != '"':
        return None
    return stop.complaint(
        "unclosed-quote",
        f'expected a closing `"` on the same line, found {shown(stop.rest, 60)} and the end of the line',
        'words in double quotes begin and end on one line; put the `"` where they end',
        stop.span(len(stop.rest.rstrip())),
    )


def quote_inside(stop: Stop) -> Diagnostic | None:
    """Words in quotes that have double quotes in them."""
    touches = stop.kind_before == "STRING" and stop.at == stop.before_end
    if not touches or not stop.found or '"' not in stop.rest:
        return None
    return stop.complaint(
        "quote-inside-words",
        f"expected the words to end with their closing quote, found {shown(stop.found)} right after it",
        "words in double quotes cannot have double quotes in them; use single ones inside",
    )


def wrong_date(stop: Stop) -> Diagnostic | None:
    """A date not written as year-month-day."""
    begin, run = stop.run
    day = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})", run)
    year = re.fullmatch(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})", run)
    words = re.match(
        r"(\d{1,2})\s*(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})",
        stop.text[stop.before_end - len(stop.before) : stop.end],
    )
    if day:
        parts, length = (_full_year(day[3]), int(day[2]), int(day[1])), len(run)
    elif year:
        parts, length = (int(year[1]), int(year[2]), int(year[3])), len(run)
    elif words and stop.kind_before == "NUMBER" and _month(words[2]):
        parts, length = (int(words[3]), _month(words[2]), int(words[1])), len(words[0])
        begin = stop.before_end - len(stop.before)
    else:
        return None
    return stop.complaint(
        "date-form",
        f"expected a date written year-month-day, such as `2011-07-04`, found {shown(stop.text[begin : begin + length])}",
        _as_date(*parts),
        Span(stop.file, begin, begin + length),
    )


def _full_year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def _month(word: str) -> int:
    return next((i for i, month in enumerate(_MONTHS, 1) if month.startswith(word.lower())), 0)


def _as_date(year: int, month: int, day: int) -> str | None:
    try:
        meant = date(year, month, day)
    except ValueError:
        return None
    return f"write `{meant.isoformat()}` if {meant.day} {_MONTHS[meant.month - 1].capitalize()} {meant.year} is meant"


def wrong_number(stop: Stop) -> Diagnostic | None:
    """A number with a comma, a percentage with a space, a number run into a word."""
    if stop.found == "," and stop.kind_before == "NUMBER" and re.match(r",\d", stop.rest):
        return _comma(stop)
    percent = re.match(r"%|per\s*cent\b", stop.rest)
    if stop.kind_before == "NUMBER" and percent:
        end = stop.at + percent.end()
        return _number_form(stop, stop.before_end - len(stop.before), end, f"{stop.before}%")
    begin, run = stop.run
    if re.fullmatch(r"-?\.\d+%?", run):
        return _number_form(stop, begin, begin + len(run), run.replace(".", "0."))
    amount = re.fullmatch(r"(\d+)(days?|weeks?|months?|years?|points?)", run)
    if amount:
        return _number_form(stop, begin, begin + len(run), f"{amount[1]} {amount[2]}")
    if stop.expected == frozenset({"POINTS"}):
        return stop.complaint(
            "number-form",
            f"expected `%` or `points` to follow `{stop.before}`, found neither",
            f"write `{_percent_of(stop.before)}` or `{stop.before} points`",
            Span(stop.file, stop.before_end - len(stop.before), stop.before_end),
        )
    return None


def _percent_of(written: str) -> str:
    """A bare number as the percentage that was meant: a share of one is one."""
    return f"{(Decimal(written) * 100).normalize():f}%" if written.startswith("0.") else f"{written}%"


def _comma(stop: Stop) -> Diagnostic:
    places = re.match(r",(\d+)(%?)", stop.rest)
    digits, percent = (places[1], places[2]) if places else ("", "")
    begin, end = stop.before_end - len(stop.before), stop.at + 1 + len(digits) + len(percent)
    whole = len(digits) == 3 and stop.before != "0"
    return _number_form(stop, begin, end, stop.before + ("" if whole else ".") + digits + percent)


def _number_form(stop: Stop, begin: int, end: int, better: str) -> Diagnostic:
    written = stop.text[begin:end]
    return stop.complaint(
        "number-form",
        f"expected a number such as `7`, `7.5` or `75%`, found {shown(written)}",
        f"write `{better}`",
        Span(stop.file, begin, end),
        better,
    )


def wrong_name(stop: Stop) -> Diagnostic | None:
    """A name with a hyphen, a dot or an apostrophe in it, or one that begins with a digit."""
    begin, run = stop.run
    if re.fullmatch(r"[^\W\d]\w*(?:[-‐-―]\w+)+", run):  # noqa: RUF001 (hyphens and dashes)
        better = re.sub(r"[^\w]", "_", run).lower()
        message = f"expected a name without hyphens, found {shown(run)}"
        return stop.complaint(
            "name-form", message, f"write `{better}`; a sum has a space on either side of `-`",
            Span(stop.file, begin, begin + len(run)), better,
        )  # fmt: skip
    apostrophe = re.fullmatch(r"([^\W\d]\w*)['’](\w+)", run)  # noqa: RUF001 (apostrophes)
    if apostrophe and stop.kind_before == "NAME" and stop.at == stop.before_end:
        better = (apostrophe[1] + apostrophe[2]).lower()
        return stop.complaint(
            "name-form", f"expected a name without apostrophes, found {shown(run)}", f"write `{better}`",
            Span(stop.file, begin, begin + len(run)), better,
        )  # fmt: skip
    dotted = re.fullmatch(r"([a-z]\w*)\.([a-z]\w*)", run)
    if dotted:
        return stop.complaint(
            "name-form", f"expected a name without dots, found {shown(run)}", f"write `{dotted[1]} of {dotted[2]}`: dots are for the data",
            Span(stop.file, begin, begin + len(run)), f"{dotted[1]} of {dotted[2]}",
        )  # fmt: skip
    if re.fullmatch(r"\d[\d.]*[^\W\d]\w*", run) and "NAME" in stop.expected:
        return stop.complaint(
            "name-form", f"expected a name that begins with a letter, found {shown(run)}", "put a letter first, as in `plan_2`",
            Span(stop.file, begin, begin + len(run)),
        )  # fmt: skip
    return None


def sign(stop: Stop) -> Diagnostic | None:
    """A sign of some other notation where the language has a word."""
    for written, words in _WORDS_FOR_SIGNS:
        if stop.rest.startswith(written):
            return stop.complaint(
                "symbol-for-word",
                f"expected words, found the sign `{written}`",
                f"write {words}",
                stop.span(len(written)),
            )
    for written, instead, why in _OTHER_SIGNS:
        if stop.rest.startswith(written):
            message = f"expected {instead}, found `{written}`"
            return stop.complaint("symbol-for-word", message, why, stop.span(len(written)))
    return None


def brackets(stop: Stop) -> Diagnostic | None:
    """A bracket that is never closed, or never opened."""
    opened = _open_brackets(stop)
    if stop.found == ")" and not opened:
        return stop.complaint(
            "unopened-bracket",
            "expected a bracket `(` before this one, found none",
            "take the bracket away, or put `(` where it should open",
        )
    goes_on = stop.begins_line or stop.found in {"are", "that"}
    if not opened or (stop.found and not (goes_on and "RPAR" in stop.expected)):
        return None
    at = Span(stop.file, opened[-1], opened[-1] + 1)
    end = f"the end of {stop.owner}" if stop.last and not stop.found else "the end of the line"
    return Diagnostic(
        "unclosed-bracket",
        f"expected a closing `)` for this bracket, found {end}",
        (
            Label(at, "opened here"),
            Label(Span(stop.file, stop.before_end, stop.before_end), "not closed by here"),
        ),
        help="put `)` where the bracket should end",
    )


def _open_brackets(stop: Stop) -> list[int]:
    """Where the brackets open that are not closed before the stop, outside quotes."""
    opened: list[int] = []
    for match in re.finditer(r'"[^"\n]*"?|[()]', stop.text[stop.start : stop.at]):
        if match[0] == "(":
            opened.append(stop.start + match.start())
        elif match[0] == ")" and opened:
            opened.pop()
    return opened


#: Slips of sign, the surest first.
SIGNS: tuple[Callable[[Stop], Diagnostic | None], ...] = (
    invisible,
    curly_quotes,
    unclosed_quote,
    quote_inside,
    wrong_date,
    wrong_number,
    wrong_name,
    single_quotes,
    quoted_name,
    brackets,
    sign,
)
