"""The languages a text can be translated into: the codes of ISO 639, with the names people know them by.

A code has two letters where ISO 639 gives the language two, else three. What is written of the macrolanguage Norwegian is
`nb` or `nn`; so `no`, which is an answer word everywhere, is no code here. `languages.tsv` has a line for each code: the
code, the name in English, and the language's own name for itself where one is known (from the Unicode CLDR).
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from aboveline.frozen import frozen

_LISTED = Path(__file__).with_name("languages.tsv")

#: How near (of 1) a word must come to the name of a language to be taken for it.
_NEAR = 0.8

#: What people write who mean another code: those of countries, and the older ones of libraries.
_MEANT = {
    "no": "nb", "gb": "en", "us": "en", "cym": "cy", "wel": "cy", "wls": "cy", "cn": "zh", "jp": "ja",
    "cz": "cs", "dk": "da", "gr": "el", "ua": "uk", "vn": "vi", "eng": "en", "fra": "fr", "fre": "fr", "deu": "de",
    "ger": "de", "gle": "ga", "gla": "gd", "pol": "pl", "ron": "ro", "rum": "ro", "spa": "es", "por": "pt", "urd": "ur",
    "pan": "pa", "ben": "bn", "som": "so", "ara": "ar", "tur": "tr", "gaelic": "gd", "mandarin": "zh", "farsi": "fa",
}  # fmt: skip


@frozen
class Language:
    """A language by its code: its name in English, and its own name for itself, or "" where that is not known."""

    code: str
    name: str
    own_name: str


@cache
def languages() -> Mapping[str, Language]:
    """Every language by its code."""
    lines = _LISTED.read_text(encoding="utf-8").splitlines()
    cells = ([*line.split("\t"), "", ""][:3] for line in lines)
    return {code: Language(code, name, own) for code, name, own in cells}


def is_language(code: str) -> bool:
    """Whether something is the code of a language."""
    return code in languages()


def name_of(code: str) -> str:
    """The name of a language in English; of what is none, the code itself."""
    return languages()[code].name if is_language(code) else code


def code_meant(written: str) -> str | None:
    """The code that somebody most likely meant by what is no code: `cy` by `welsh`, `Cymraeg` or `cy_GB`."""
    word = written.lower()
    if is_language(word):
        return word
    if word in _MEANT:
        return _MEANT[word]
    by_name = {n.lower(): one.code for one in languages().values() for n in (one.own_name, one.name) if n}
    if word in by_name:
        return by_name[word]
    region = word.replace("-", "_").partition("_")
    if region[1] and is_language(region[0]):
        return region[0]
    near = get_close_matches(word, by_name, n=1, cutoff=_NEAR) if len(word) > 3 else []
    return by_name[near[0]] if near else None
