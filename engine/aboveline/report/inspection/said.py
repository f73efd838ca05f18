"""Turns the `finding` of a question, or of an item of a survey, into a sentence as an inspection report words it.

How counts are worded is a matter of the language the finding is in. In English numbers under ten are words, and so is any
number a sentence begins with; where all were sufficient it says "all", where none was, "none", and the percentage, which
would add nothing, is left out. In Welsh numbers are figures, as the words around a number in words would change with it, and
only "all" is said. In any other language numbers are figures and stand as the finding has them.
Where nothing was counted, nothing is said.
"""

import re
from collections.abc import Callable, Mapping

from aboveline.frozen import frozen
from aboveline.report.survey_view import ItemRow, PublicItem, Told
from aboveline.report.view import Figure
from aboveline.scoring.figures import percent_of

_OWN_PERCENT = {"n": "{percent}", "failed": "{failed_percent}"}
_BLANK = re.compile(r"\{(n|N|failed|percent|failed_percent)\}%?")


@frozen
class Speller:
    """How a language words counts in a finding.

    `parts` finds a part of a whole, such as `{n} of the {N} cases`, the name of the count as its group `count`; `part` words one,
    from the count, the whole and what was found, or gives None where it stays as it is. `left_out` says of which counts the
    percentage is left out. `number` and `none` word a count by itself, and `begin` how a sentence begins.
    """

    number: Callable[[int], str]
    none: str
    begin: Callable[[str], str]
    parts: re.Pattern[str] | None = None
    part: Callable[[int, int, re.Match[str]], str | None] | None = None

    def worded(self, finding: str, sufficient: int, whole: int) -> str:
        """A finding with its counts, of which `whole` is not nought."""
        counts = {"n": sufficient, "failed": whole - sufficient}
        text = finding
        if self.parts is not None and self.part is not None:
            for found in self.parts.finditer(finding):
                words = self.part(counts[found["count"]], whole, found)
                if words is None:
                    continue
                if counts[found["count"]] in {0, whole}:
                    own = re.escape(_OWN_PERCENT[found["count"]])
                    text = re.sub(rf" ?\({own}%?\)", "", text)
                text = text.replace(found[0], words)
        words = {
            **{name: self.number(count) if count else self.none for name, count in counts.items()},
            "N": self.number(whole),
            "percent": f"{percent_of(sufficient, whole)}%",
            "failed_percent": f"{percent_of(counts['failed'], whole)}%",
        }
        return _ended(self.begin(_BLANK.sub(lambda found: words[found[1]], text).strip()))


def speller_of(language: str) -> Speller:
    """How a language words counts, by its code."""
    return _SPELLERS.get(language, _FIGURES)


def sentence(finding: str, figure: Figure, language: str = "en") -> str | None:
    """The sentence, with the counts of its figure; None where nothing was counted, or it is not told what.

    `language` is the code of the language the finding is in.
    """
    sufficient, whole = figure.counts.sufficient, figure.counts.counted
    if figure.percent is None or sufficient is None or not whole:
        return None
    return speller_of(language).worded(finding, sufficient, whole)


def survey_sentence(item: ItemRow | PublicItem, told: Told, language: str = "en") -> str:
    """A sentence on an item of a survey, worded as those of questions are; one that counts more than one thing as it is."""
    if told.count is None or "{top" in told.finding:
        return _ended(told.text)
    labels = {row.key: row.label for row in item.answers}
    text = speller_of(language).worded(told.finding, told.count, told.of)
    return text if told.answer is None else text.replace("{answer}", labels[told.answer])


def _figures(number: int) -> str:
    return f"{number:,}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


_FIGURES = Speller(_figures, "0", _capital)


# --- English ---------------------------------------------------------------------------------

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
_OF = re.compile(r"\{(?P<count>n|failed)\} of (?P<the>the )?\{N\}(?P<noun>(?: [\w-]+)? cases\b)?")


def number_in_words(number: int) -> str:
    """A number under ten as a word, any other in figures."""
    return _UNITS[number] if number < 10 else _figures(number)


def spelled(number: int) -> str:
    """A number under a hundred as a word."""
    if number < len(_UNITS):
        return _UNITS[number]
    tens, units = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_UNITS[units]}" if units else "")


def _of(count: int, whole: int, found: re.Match[str]) -> str:
    noun, the = found["noun"] or "", found["the"] or ""
    if whole == 1:
        one = f"the one{noun.removesuffix('s')}" if noun else "one of one"
        return one if count else f"none of {'one' if not noun else one}"
    if count == whole:
        return ("both" if whole == 2 else f"all {number_in_words(whole)}") + noun
    if count == 0:
        return f"none of the {number_in_words(whole)}{noun}"
    return f"{number_in_words(count)} of {the}{number_in_words(whole)}{noun}"


def _begun(text: str) -> str:
    """The sentence from its capital letter, a number it begins with in words."""
    number = re.match(r"(\d{1,2})(?![\d,.%])", text)
    if number:
        text = spelled(int(number[1])) + text[number.end() :]
    return _capital(text)


# --- Welsh -----------------------------------------------------------------------------------

#: A part of a whole: `{n} o {N}` or `{n} o'r {N}`, with the preposition before it, which "pob" goes with.
_O = re.compile(
    r"(?:\b(?P<before>[Yy]n|[Mm]ewn|[Aa]m|[Aa]r|[Aa]t|[Dd]ros|[Dd]rwy|[Gg]an|[Hh]eb|[Ii]|[Oo]|[Ww]rth) )?"
    r"\{(?P<count>n|failed)\} (?:allan )?o(?:['\u2019]r)? \{N\}"
)


def _o(count: int, whole: int, found: re.Match[str]) -> str | None:
    """“Pob un o'r 18”, as it is behind each preposition, where all were; any other part stays in figures."""
    if count != whole or whole == 1:
        return None
    before, all_of = found["before"], f"un o\N{RIGHT SINGLE QUOTATION MARK}r {_figures(whole)}"
    if before is None:
        return f"pob {all_of}"
    if before.lower() in {"yn", "mewn"}:
        return f"{'Y' if before[0].isupper() else 'y'}m mhob {all_of}"
    return f"{before} bob {all_of}"


_SPELLERS: Mapping[str, Speller] = {
    "en": Speller(number_in_words, "none", _begun, _OF, _of),
    "cy": Speller(_figures, "0", _capital, _O, _o),
}
