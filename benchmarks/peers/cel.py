"""The Common Expression Language, three times: in Python, in Rust, and by its makers in C++."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from benchmarks.peers.peer import Peer, records
from benchmarks.two_valued import RULES, identifier, in_words


def _whole() -> str:
    """All questions as one expression that is a list."""
    return "[" + ", ".join(in_words(found, "&&", "||") for found in RULES.values()) + "]"


def ready_in_python(cases: pl.DataFrame) -> Callable[[], Sequence[Any]]:
    """One program, made into Python; walking its tree, or a program for each question, is slower."""
    import celpy  # noqa: PLC0415 (of the benchmarks' own extra)

    there = celpy.Environment(runner_class=celpy.CompiledRunner)
    program = there.program(there.compile(_whole()))
    contexts = [celpy.json_to_cel(record) for record in records(cases)]
    return lambda: [program.evaluate(context) for context in contexts]


def ready_in_rust(cases: pl.DataFrame) -> Callable[[], Sequence[Any]]:
    """A program for each question; one for all of them is slower."""
    import cel  # noqa: PLC0415 (of the benchmarks' own extra)

    programs = [cel.compile(in_words(found, "&&", "||")) for found in RULES.values()]
    contexts = [cel.Context(record) for record in records(cases)]
    return lambda: [[program.execute(context) for program in programs] for context in contexts]


def ready_in_cpp(cases: pl.DataFrame) -> Callable[[], Sequence[Any]]:
    """One program for all questions."""
    from cel_expr_python import cel  # noqa: PLC0415 (of the benchmarks' own extra)

    there = cel.NewEnv(variables={identifier(name): cel.Type.DYN for name in cases.columns})
    program = there.compile(_whole())
    activations = [there.Activation(record) for record in records(cases)]
    return lambda: [program.eval(activation).plain_value() for activation in activations]


CEL = (
    Peer(
        "cel in Python",
        "cel-python",
        "one program made into Python, a case at a time",
        ready_in_python,
        sample=10,
    ),
    Peer(
        "cel in Rust", "common-expression-language", "a program a question, a case at a time", ready_in_rust
    ),
    Peer("cel in C++", "cel-expr-python", "one program, a case at a time", ready_in_cpp),
)
