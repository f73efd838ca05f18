"""Frameworks, cases and what is said in criteria, drawn by Hypothesis.

`written` turns a draft into the texts of its files, `shuffled` into the same in another order.
"""

from hypothesis import strategies as st

from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape
from aboveline.records.record import Record
from aboveline.values import Value, ValueType
from cases import CASELOADS, a_case, an_inspection, edges, value
from choices import Drawn
from frameworks import USUAL, Draft, made_up, shuffled, written
from phrases import Known, truth

__all__ = [
    "Draft",
    "Known",
    "batches",
    "drafts",
    "inspections",
    "records",
    "shuffled",
    "truths",
    "values_of",
    "written",
]


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A valid framework, with the usual facts: `asked`, `opened`, and the worked-out `shade` and `length`."""
    return made_up(Drawn(draw), USUAL)


@st.composite
def truths(draw: st.DrawFn, known: Known, depth: int = 2) -> str:
    """Something that is yes or no, in brackets where it has to be."""
    return truth(Drawn(draw), known, depth)


@st.composite
def values_of(draw: st.DrawFn, kind: ValueType) -> Value:
    """The values a thing of some type can have."""
    return value(Drawn(draw), kind)


@st.composite
def records(draw: st.DrawFn, framework: Framework, case_id: str = "A1") -> Record:
    """A case of a framework: any value a field can hold, many of them blank, some marks."""
    return a_case(Drawn(draw), case_shape(framework).fields, case_id, edges(framework))


@st.composite
def batches(draw: st.DrawFn, framework: Framework, least: int = 0, most: int = 5) -> list[Record]:
    """Some cases of a framework, each with its own id."""
    choices, fields, edges_ = Drawn(draw), case_shape(framework).fields, edges(framework)
    caseload = choices.pick(CASELOADS)
    ids = [f"A{index}" for index in range(choices.between(least, most))]
    return [a_case(choices, fields, case_id, edges_, caseload) for case_id in ids]


@st.composite
def inspections(draw: st.DrawFn, framework: Framework) -> Record:
    """The record of the inspection: its facts, and the steps the inspectors judged."""
    return an_inspection(Drawn(draw), framework)
