"""OpenFisca, which works out taxes and benefits in columns of NumPy: a variable for each question."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, assert_never

import polars as pl

from benchmarks.peers.peer import Peer
from benchmarks.questions import QUESTIONS
from benchmarks.two_valued import RULES, Every, If, Rule, Same, Some, Test, identifier

_MISSING = "missing"


def ready(cases: pl.DataFrame) -> Callable[[], Sequence[Any]]:
    """A system of variables, and the columns of the cases as arrays.

    OpenFisca has no missing values: each column of words has one more word, which is what it is where nothing is given.
    """
    from openfisca_core.indexed_enums import EnumArray  # noqa: PLC0415 (of the benchmarks' own extra)
    from openfisca_core.periods import period  # noqa: PLC0415
    from openfisca_core.simulations import SimulationBuilder  # noqa: PLC0415

    system, when = _system(cases.schema), period("2012")
    columns = {
        identifier(name): (column.to_physical().cast(pl.Int16) + 1).fill_null(0).to_numpy()
        for name, column in zip(cases.columns, cases, strict=True)
        if isinstance(column.dtype, pl.Enum)
    }
    given = {
        name: EnumArray(array, system.get_variable(name).possible_values) for name, array in columns.items()
    }

    def work() -> list[Any]:
        simulation = SimulationBuilder().build_default_simulation(system, cases.height)
        for name, array in given.items():
            simulation.set_input(name, when, array)
        return [simulation.calculate(_outcome(key), when) for key in QUESTIONS]

    return work


def _system(schema: pl.Schema) -> Any:  # noqa: ANN401 (OpenFisca's own)
    """A variable for every column of words, and one for the outcome of every question."""
    from openfisca_core.entities import Entity  # noqa: PLC0415 (of the benchmarks' own extra)
    from openfisca_core.indexed_enums import Enum  # noqa: PLC0415
    from openfisca_core.periods import DateUnit  # noqa: PLC0415
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # noqa: PLC0415
    from openfisca_core.variables import Variable  # noqa: PLC0415

    case = Entity("case", "cases", "A case", "")
    system = TaxBenefitSystem([case])

    def add(name: str, **told: object) -> None:
        told |= {"entity": case, "definition_period": DateUnit.YEAR, "label": name}
        system.add_variable(type(name, (Variable,), told))

    words: dict[str, Any] = {}
    for name, kind in schema.items():
        if isinstance(kind, pl.Enum):
            known = {_MISSING: _MISSING, **{_word(word): word for word in kind.categories}}
            words[name] = Enum(identifier(name), known)
            add(
                identifier(name),
                value_type=Enum,
                possible_values=words[name],
                default_value=words[name].missing,
            )
    for key, found in RULES.items():
        add(_outcome(key), value_type=int, formula=_formula(found, words))
    return system


def _formula(found: Rule, words: dict[str, Any]) -> Callable[[Any, Any], Any]:
    """A rule as the formula of a variable."""

    def formula(case: Any, period: Any) -> Any:  # noqa: ANN401 (OpenFisca's own)
        return _worked_out(
            found, lambda same: case(identifier(same.column), period) == words[same.column][_word(same.word)]
        )

    return formula


def _worked_out(found: Rule | Test, is_same: Callable[[Same], Any]) -> Any:  # noqa: ANN401 (an array)
    import numpy as np  # noqa: PLC0415 (of the benchmarks' own extra)

    match found:
        case int():
            return np.int32(found)
        case If(test, then, otherwise):
            return np.where(*(_worked_out(part, is_same) for part in (test, then, otherwise)))
        case Same():
            return is_same(found)
        case Every(parts):
            return reduce(np.logical_and, (_worked_out(part, is_same) for part in parts))
        case Some(parts):
            return reduce(np.logical_or, (_worked_out(part, is_same) for part in parts))
        case _:
            assert_never(found)


def _outcome(key: str) -> str:
    return f"outcome_{identifier(key)}"


def _word(word: str) -> str:
    return word.replace(" ", "_")


OPENFISCA = Peer("OpenFisca", "openfisca-core", "all cases at once, as arrays", ready, by_question=True)
