"""Recognises slips in how translations are written where reading stopped.

As in `slips.py`, each function looks at one kind of slip and returns a diagnostic or None.
"""

import re
from collections.abc import Callable

from aboveline.diagnostics import Diagnostic
from aboveline.languages import code_meant, is_language, name_of
from aboveline.source import Span
from aboveline.syntax.spelling import shown
from aboveline.syntax.stop import Stop

#: Codes that are English words too, so that somebody may have meant these.
_ENGLISH = frozenset(
    {"am", "an", "as", "be", "he", "hi", "is", "it", "me", "my", "no", "or", "so", "to", "us", "we"}
)

#: After these words a text that people read follows at once.
_TEXT_FOLLOWS = frozenset({"FINDING", "GUIDANCE", "REFERENCE"})


def _named(stop: Stop) -> bool:
    """Whether the code of a language stands here that is no English word."""
    return is_language(stop.found.lower()) and stop.found.lower() not in _ENGLISH


def translation_first(stop: Stop) -> Diagnostic | None:
    """`theme safe cy "Diogelu"`: a translation where the words it translates should stand."""
    if stop.kind_before not in {"NAME", "PART_NUMBER", *_TEXT_FOLLOWS} or "STRING" not in stop.expected:
        return None
    written = re.match(r'[A-Za-z]+\s*("[^"\n]*")', stop.rest)
    if not written or not _named(stop):
        return None
    return stop.complaint(
        "translation-first",
        f"expected the words themselves before their translation, found `{stop.found}`",
        f'write the untranslated words first, as in `"…" {stop.found.lower()} {written[1]}`',
    )


def language_named(stop: Stop) -> Diagnostic | None:
    """`"Safeguarding" welsh "Diogelu"`: a language by its name, perhaps after `in` or in brackets."""
    written = re.match(r'(?:in\s+|\(\s*)?([^\W\d][\w-]*)\s*[):=]?\s*"', stop.rest)
    if not stop.translatable or not written or stop.at == stop.before_end:
        return None
    meant = code_meant(written[1])
    begun = written[1] == stop.found and len(stop.found) <= 3 and "COMMA" in stop.expected
    if meant is None or begun or (stop.begins_line and written[1] not in {meant, name_of(meant).lower()}):
        return None
    bare = written[0].rstrip('"').strip()
    if is_language(written[1]):
        message = f"expected `{meant}` and the words in it, found `{bare}`"
        return stop.complaint(
            "symbol-for-word",
            message,
            f'write `{meant} "…"` after the words it translates',
            stop.span(len(bare)),
        )
    return stop.complaint(
        "unknown-language",
        f"expected the code of a language, such as `cy` for Welsh, found {shown(bare)}",
        f"did you mean `{meant}`, {name_of(meant)}?",
        stop.span(len(bare)),
        meant,
    )


def unquoted(stop: Stop) -> Diagnostic | None:
    """`"Safeguarding" cy Diogelu`: a translation without its quotes."""
    written = re.match(r"\w+[^\S\n]+([^\s\"#,():=][^\"#\n]*)", stop.rest)
    if not stop.translatable or not _named(stop) or not written:
        return None
    words = written[1].partition(",")[0].strip() if "COMMA" in stop.expected else written[1].strip()
    return stop.complaint(
        "missing-quotes",
        f"expected words in double quotes to follow `{stop.found}`, found {shown(words)}",
        f'write `{stop.found} "{words}"`' if len(words) < 60 else 'put `"` at both ends',
        Span(stop.file, stop.at + written.start(1), stop.at + written.start(1) + len(words)),
    )


def comma_before(stop: Stop) -> Diagnostic | None:
    """`"Safeguarding", cy "Diogelu"`: a sign between a text and its translation."""
    written = re.match(r'([,;/|:=])\s*([A-Za-z]{2,3})\s*"', stop.rest)
    if not stop.translatable or not written or not is_language(written[2]) or "COMMA" in stop.expected:
        return None
    message = f"expected the translation right after the words, found `{written[1]}`"
    return stop.complaint("symbol-for-word", message, "take it away", stop.span(1))


def language_missing(stop: Stop) -> Diagnostic | None:
    """`"Safeguarding" "Diogelu"`: a second text that does not say in what language it is."""
    apart = re.match(r"[/|;,]?\s*(\"[^\"\n]*\")", stop.rest)
    if not stop.translatable or not apart or "COMMA" in stop.expected or stop.at == stop.before_end:
        return None
    return stop.complaint(
        "missing-language",
        f"expected the code of a language before a second text, found {shown(apart[1])}",
        f"if it is a translation, write its language first, as in `cy {apart[1]}`",
        Span(stop.file, stop.at + apart.start(1), stop.at + apart.end(1)),
    )


def misplaced_translation(stop: Stop) -> Diagnostic | None:
    """A translation of something that is not read by people: a version, a column, the words of an example."""
    if stop.kind_before != "STRING" or stop.translatable or not is_language(stop.found):
        return None
    if not re.match(r'\w+\s*"', stop.rest) or stop.found in _ENGLISH:
        return None
    return stop.complaint(
        "misplaced-translation",
        f"expected no translation of {shown(stop.before)}, found `{stop.found}`",
        "only what people read in reports has translations: labels, answers, and `finding`, `guidance` and `reference`",
    )


#: Slips of translations, in the order they are looked for.
LANGUAGES: tuple[Callable[[Stop], Diagnostic | None], ...] = (
    translation_first,
    language_named,
    unquoted,
    comma_before,
    language_missing,
    misplaced_translation,
)
