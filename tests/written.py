"""Frameworks and cases from a few words: what tests of meaning and of figures are written with."""

from collections.abc import Mapping

from aboveline.diagnostics import Place
from aboveline.framework.from_tree import build
from aboveline.framework.model import Framework
from aboveline.records.record import Record
from aboveline.source import Source
from aboveline.syntax.parse import parse
from aboveline.values import Mark, Value

NA = Mark.NOT_APPLICABLE


def framework_of(files: Mapping[str, str]) -> Framework:
    """The framework some texts make; fails with the messages if it is not valid."""
    sources = {name: Source(name, text) for name, text in files.items()}
    parsed = [parse(source) for source in sources.values()]
    framework, wrong = build([tree for tree, _ in parsed], sources)
    errors = [d for d in (*wrong, *(d for _, found in parsed for d in found)) if d.is_error]
    shown = [
        (d.code, d.message, [sources[label.at.file].slice(label.at) for label in d.labels]) for d in errors
    ]
    assert framework is not None, shown
    assert not errors, shown
    return framework


def framework(declarations: str, questions: str = "", head: str = "") -> Framework:
    """A framework of some declarations, and of questions under criterion 1.1; `; ` stands for a new line."""
    return framework_of(
        {
            "main.criteria": f"""
                framework test "Test" version "1" {head}
                bands by the rounded score
                  good "Good" from 75%
                  fair "Fair" from 50%
                  poor "Poor" otherwise
                {_lines(declarations)}
                section 1 "Section"
                criterion 1.1 "Criterion"
                {_lines(questions)}
            """
        }
    )


def _lines(text: str) -> str:
    return text.replace("; ", "\n")


def case(case_id: str = "A1", **values: Value | Mark) -> Record:
    """One case, as if it stood on the second line of a file."""
    return Record(case_id, values, Place("cases.csv", 2, 1, case_id))
