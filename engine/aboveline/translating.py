"""Lists the texts of a framework for a translator, and puts what comes back into its criteria files.

Nothing here writes a file. What is given back is only ever criteria that check without errors and whose examples come out as
they did; else the reason why not. What a row of the list cannot do is said of that row, and the others are done.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import field

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place, nearest
from aboveline.framework.repeats import places_in
from aboveline.framework.texts import ReadText, texts, untranslated
from aboveline.frozen import frozen
from aboveline.lint.fixes import edited, refusal
from aboveline.lint.model import Edit
from aboveline.records.csv_rows import csv_table
from aboveline.records.decode import as_text
from aboveline.records.raw import Input, problem
from aboveline.source import Source, Span
from aboveline.syntax.layout import laid_out
from aboveline.workspace import Workspace, check

#: The columns of a list for a translator: whose text it is (`criteria` here), which of its texts, and the words; the last is
#: to be filled in. `text of many` is for the texts of the interface, which have a form for more than one.
COLUMNS = ("of", "where", "text", "text of many", "translation")
OF_CRITERIA = "criteria"

_WHERE, _TEXT, _TRANSLATION = "where", "text", "translation"


@frozen
class Translated:
    """One row of a list that a translator filled in: which text, the words it had when it was listed, and those it is to have."""

    where: str
    text: str
    translation: str
    place: Place = field(eq=False)


@frozen
class FilledList:
    """A list that a translator filled in: the rows about criteria, how many are about other texts, and what is wrong with the file."""

    rows: tuple[Translated, ...]
    others: int
    diagnostics: Diagnostics


@frozen
class Filled:
    """What came of a list: the new text of each file that changes, how many texts were given words, and what rows could not do.

    `already` counts the rows whose words stand in the criteria already. With `refused` nothing is to be written: it says why.
    """

    sources: Mapping[str, Source] = field(repr=False)
    given: int
    already: int
    wrong: Diagnostics
    refused: str | None = None


def to_translate(loaded: Workspace, language: str, *, every: bool = False) -> tuple[ReadText, ...]:
    """The texts of a framework that have no words in a language; or every one, with the words it has."""
    return texts(loaded.trees) if every else untranslated(loaded.trees, language)


# --- What a translator filled in ---------------------------------------------------------------


def read_translations(source: Input) -> FilledList:
    """The rows of a list that have a translation: those about criteria, and how many are of a report's interface or its materials."""
    text, wrong = as_text(source, "a list for a translator", "text")
    table, wrong = (None, wrong) if text is None else csv_table(source.name, text)
    if table is None:
        return FilledList((), 0, wrong)
    missing = [name for name in (_WHERE, _TEXT, _TRANSLATION) if name not in table.names]
    if missing:
        message = f"expected the columns `where`, `text` and `translation`, found no `{missing[0]}`"
        remedy = "give the list that `aboveline translate` wrote, filled in and saved as CSV"
        wrong = (problem("missing-column", message, Place(table.file, table.line), remedy=remedy),)
        return FilledList((), 0, wrong)
    found: list[Translated] = []
    others = 0
    for row in table.rows:
        cells = {name: str(row.cell(at) or "") for at, name in enumerate(table.names)}
        if not cells[_TRANSLATION]:
            continue
        if cells.get("of", OF_CRITERIA) in {OF_CRITERIA, ""}:
            words = " ".join(_plain(cells[_TRANSLATION]).split())
            place = Place(table.file, row.line, noun="text")
            found.append(Translated(cells[_WHERE], _plain(cells[_TEXT]), words, place))
        else:
            others += 1
    return FilledList(tuple(found), others, ())


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in {"=", "+", "-", "@"} else cell


def filled_in(loaded: Workspace, language: str, rows: Sequence[Translated]) -> Filled:
    """The criteria with the translations of some rows put in; files that were in their layout are so again."""
    known = {text.what: text for text in texts(loaded.trees)}
    wrong: list[Diagnostic] = []
    edits: dict[str, Edit] = {}
    already = 0
    for row in rows:
        faults = tuple(_faults(row, known, edits, language))
        wrong.extend(faults)
        if faults:
            continue
        if known[row.where].translations.get(language) == row.translation:
            already += 1
        else:
            edits[row.where] = _edit(known[row.where], language, row.translation)
    sources = {
        file: _edited(source, [e for e in edits.values() if e.at.file == file])
        for file, source in loaded.sources.items()
        if any(e.at.file == file for e in edits.values())
    }
    after = check(loaded.name, {**loaded.sources, **sources}) if sources else loaded
    refused = refusal(loaded.framework, after) if sources and loaded.framework else None
    return Filled(sources, len(edits), already, tuple(wrong), refused)


def _edit(text: ReadText, language: str, words: str) -> Edit:
    """The words put after those there are, or in the place of an older translation."""
    said = f'{language} "{words}"'
    if text.quoted is None:
        return Edit(Span(text.at.file, text.at.end, text.at.end), f' "{text.words}" {said}')
    older = next((one for one in text.quoted.translations if one.language.text == language), None)
    if older is not None:
        return Edit(older.words.span, f'"{words}"')
    end = text.quoted.span.end
    return Edit(Span(text.at.file, end, end), f" {said}")


def _edited(source: Source, edits: Sequence[Edit]) -> Source:
    """A file with its edits made, in its layout where it was in it before."""
    after = Source(source.name, edited(source.text, edits))
    was_tidy = laid_out(source)[0] == source.text
    return Source(source.name, laid_out(after)[0]) if was_tidy else after


# --- Faults ------------------------------------------------------------------------------------


def _faults(
    row: Translated, known: Mapping[str, ReadText], done: Mapping[str, Edit], language: str
) -> Iterator[Diagnostic]:
    text = known.get(row.where)
    if text is None:
        near = nearest(row.where, set(known))
        message = f"expected what a text of the framework is of, found `{row.where}`"
        remedy = f"did you mean `{near}`?" if near else "list the texts again, and fill in the new list"
        yield problem("no-such-text", message, row.place, remedy=remedy)
        return
    if " ".join(text.words.split()) != " ".join(row.text.split()):
        yield Diagnostic(
            "text-has-changed",
            f"the words of `{row.where}` are others by now than those that were translated",
            (Label(row.place), Label(text.at, "they are these now")),
            help="look whether the translation still fits; then put the new words into the row, or list the texts again",
        )
    if '"' in row.translation:
        remedy = "write “ and ”, or single ones"
        message = f'words cannot have the sign `"` in them, but the translation of `{row.where}` does'
        yield problem("quote-inside-words", message, row.place, remedy=remedy)
    strange = sorted(places_in(row.translation) - places_in(text.words))
    if strange or _unpaired(row.translation):
        yield problem(
            "unknown-placeholder",
            f"the translation of `{row.where}` has `{{{strange[0]}}}`, which the words themselves do not have"
            if strange
            else f"the translation of `{row.where}` has a brace without its other",
            row.place,
            remedy="what stands in braces is filled in, and is the same in every language",
        )
    if row.where in done and done[row.where] != _edit(text, language, row.translation):
        message = f"`{row.where}` is translated twice, in different words"
        yield problem("language-twice", message, row.place, remedy="keep one of the two rows")


def _unpaired(words: str) -> bool:
    left = words
    for place in places_in(words):
        left = left.replace(f"{{{place}}}", "")
    return "{" in left or "}" in left
