"""Finds texts that lack a language in which the others are given."""

from collections.abc import Iterator, Mapping, Sequence

from aboveline.diagnostics import Label, Severity
from aboveline.framework.faults import listed
from aboveline.framework.texts import ReadText, texts
from aboveline.languages import name_of
from aboveline.lint.grounds import Grounds
from aboveline.lint.model import Remark, remark

UNTRANSLATED = ("lacks-a-language", Severity.NOTE)


def lacks_a_language(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each thing some of whose texts are given in a language and some not, or none where most of its kind are."""
    things: dict[str, list[ReadText]] = {}
    for text in texts(grounds.trees):
        things.setdefault(text.of, []).append(text)
    for language in sorted({code for some in things.values() for text in some for code in text.translations}):
        spoken = {of for of, some in things.items() if any(language in text.translations for text in some)}
        for of, some in things.items():
            lacking = [text for text in some if language not in text.translations]
            if of in spoken and lacking:
                yield _remark(of, lacking, language, "though others of its texts do")
            elif lacking and (others := _most(of, things, spoken)):
                yield _remark(of, lacking, language, f"though {others} do")


def _most(of: str, things: Mapping[str, object], spoken: set[str]) -> str | None:
    """How many of the kind of a thing have a language, in words, where that is most of them."""
    kind = of.split(maxsplit=1)[0]
    alike = [other for other in things if other.split()[0] == kind]
    having = sum(other in spoken for other in alike)
    return f"{having} of the {len(alike)} things of its kind" if 2 * having > len(alike) else None


def _remark(of: str, lacking: Sequence[ReadText], language: str, though: str) -> Remark:
    owns = [f"`{text.own}`" if text.own else "its label" for text in lacking[:_NAMED]]
    more = [f"{len(lacking) - _NAMED} more"] if len(lacking) > _NAMED else []
    return remark(
        UNTRANSLATED,
        f"`{of}` has no words in {name_of(language)} for {listed([*owns, *more], 'and')}, {though}",
        Label(lacking[0].at),
        *(Label(text.at, "nor for this") for text in lacking[1:3]),
        remedy=f'write them after the words there are, as in `{language} "…"`; '
        f"`aboveline translate … --language {language}` lists all that is missing",
    )


#: So many texts are named in a remark.
_NAMED = 3
