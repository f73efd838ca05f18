"""Turns the `finding` of a question, or of an item of a survey, into a sentence as an inspection report words it.

Numbers under ten are words, and so is any number a sentence begins with; where all were sufficient it says "all", where none
was, "none", and the percentage, which would add nothing, is left out. Where nothing was counted, nothing is said.
"""

import re

from aboveline.report.survey_view import ItemRow, PublicItem, Told
from aboveline.report.view import Figure
from aboveline.scoring.figures import percent_of

_UNITS = [
    "nought",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

#: A part of a whole, as findings put it, with the word "cases" that may stand close behind it.
_PART = re.compile(r"\{(n|failed)\} of (the )?\{N\}(?P<noun>(?: [\w-]+)? cases\b)?")
_OWN_PERCENT = {"n": "{percent}", "failed": "{failed_percent}"}
_BLANK = re.compile(r"\{(n|N|failed|percent|failed_percent)\}%?")


def sentence(finding: str, figure: Figure) -> str | None:
    """The sentence, with the counts of its figure; None where nothing was counted, or it is not told what."""
    sufficient, whole = figure.counts.sufficient, figure.counts.counted
    if figure.percent is None or sufficient is None or not whole:
        return None
    return _worded(finding, sufficient, whole)


def survey_sentence(item: ItemRow | PublicItem, told: Told) -> str:
    """A sentence on an item of a survey, worded as those of questions are; one that counts more than one thing as it is."""
    if told.count is None or "{top" in told.finding:
        return told.text
    labels = {row.key: row.label for row in item.answers}
    text = _worded(told.finding, told.count, told.of)
    return text if told.answer is None else text.replace("{answer}", labels[told.answer])


def _worded(finding: str, sufficient: int, whole: int) -> str:
    """A finding with its counts, of which `whole` is not nought."""
    counts = {"n": sufficient, "failed": whole - sufficient}
    text = finding
    for name in {found[1] for found in _PART.finditer(finding)}:
        if counts[name] in {0, whole}:
            text = re.sub(rf" ?\({re.escape(_OWN_PERCENT[name])}%?\)", "", text)
    text = _PART.sub(lambda found: _part(counts[found[1]], whole, found), text)
    words = {
        **{name: _plain(count) for name, count in counts.items()},
        "N": number_in_words(whole),
        "percent": f"{percent_of(sufficient, whole)}%",
        "failed_percent": f"{percent_of(counts['failed'], whole)}%",
    }
    return _begun(_BLANK.sub(lambda found: words[found[1]], text).strip())


def number_in_words(number: int) -> str:
    """A number under ten as a word, any other in figures."""
    return _UNITS[number] if number < 10 else f"{number:,}"


def spelled(number: int) -> str:
    """A number under a hundred as a word."""
    if number < len(_UNITS):
        return _UNITS[number]
    tens, units = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_UNITS[units]}" if units else "")


def _plain(count: int) -> str:
    return number_in_words(count) if count else "none"


def _part(count: int, whole: int, found: re.Match[str]) -> str:
    noun, the = found["noun"] or "", found[2] or ""
    if whole == 1:
        one = f"the one{noun.removesuffix('s')}" if noun else "one of one"
        return one if count else f"none of {'one' if not noun else one}"
    if count == whole:
        return ("both" if whole == 2 else f"all {number_in_words(whole)}") + noun
    if count == 0:
        return f"none of the {number_in_words(whole)}{noun}"
    return f"{number_in_words(count)} of {the}{number_in_words(whole)}{noun}"


def _begun(text: str) -> str:
    """The sentence from its capital letter to its full stop."""
    number = re.match(r"(\d{1,2})(?![\d,.%])", text)
    if number:
        text = spelled(int(number[1])) + text[number.end() :]
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
