"""Judges the same cases under several versions of a framework: reads them once, and judges under each just what is asked of it."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import polars as pl
from attrs import field

from aboveline.batches.batch import Listener
from aboveline.batches.judged import codes_of
from aboveline.columnar.frame import case_records, frame_schema
from aboveline.columnar.judge import batch, codes
from aboveline.columnar.plan import beneath, collected, plan
from aboveline.diagnostics import Diagnostic, Diagnostics
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.reasons import reasons_by_column
from aboveline.records.assessors import Assessors
from aboveline.records.case_frame import MARK, case_frame, mark_column
from aboveline.records.columns import CASE_ID
from aboveline.records.raw import Input
from aboveline.records.read import Reading, read_cases
from aboveline.records.read_parts import BeginAgain, PartsReading
from aboveline.records.record import Record, RecordShape
from aboveline.reference.judge import judge
from aboveline.scoring.by_case import OUTCOMES
from aboveline.values import ValueType, WholeNumber

#: How often each column had each reason: its outcome, and the clause that decided.
Counts = Mapping[str, Mapping[tuple[Outcome, int | None], int]]


@frozen
class Version:
    """A framework that cases are judged under, and the columns that are wanted of it; of those in `kept` what each case came to."""

    framework: Framework = field(repr=False)
    wanted: frozenset[str]
    kept: frozenset[str] = frozenset()


class Verdicts:
    """What the cases came to under one version, as they go by: counted, and a byte a case of what is kept."""

    def __init__(self, version: Version, inspection: Record | None, *, one_by_one: bool) -> None:
        self._version, self._inspection, self._one_by_one = version, inspection, one_by_one
        self._reasons = {
            column: known
            for column, known in reasons_by_column(version.framework).items()
            if column in version.wanted
        }
        self._places = {
            column: bytes(OUTCOMES.index(one.outcome) for one in known)
            for column, known in self._reasons.items()
            if column in version.kept
        }
        self._counts: dict[str, Counter[int]] = {column: Counter() for column in self._reasons}
        self._outcomes = {column: bytearray() for column in self._places}

    def add(self, cases: pl.DataFrame) -> None:
        """Judge some more cases."""
        if not self._reasons:
            return
        fitted = _fitted(cases, self._version.framework)
        judged = self._by_reference(fitted) if self._one_by_one else self._by_columns(fitted)
        for column in self._reasons:
            found = judged[column].value_counts()
            self._counts[column].update(dict(found.iter_rows()))
        for column, places in self._places.items():
            table = pl.Series(list(places), dtype=pl.UInt8)
            self._outcomes[column] += table.gather(judged[column].cast(pl.UInt32)).to_numpy().tobytes()

    def _by_columns(self, cases: pl.DataFrame) -> pl.DataFrame:
        of = batch(self._version.framework, cases.lazy(), self._inspection)
        wanted = {column: term for column, term in codes(of).items() if column in self._reasons}
        planned = plan(of.scope.graph, wanted)
        found = collected(beneath(planned, cases.lazy()).select(**planned.wanted))
        # Where nothing depends on the case, Polars gives one row for all.
        return found if found.height == cases.height else pl.concat([found] * cases.height)

    def _by_reference(self, cases: pl.DataFrame) -> pl.DataFrame:
        framework = self._version.framework
        records = case_records(framework, cases)
        return codes_of(framework, [judge(framework, record, self._inspection) for record in records])

    def counts(self) -> Counts:
        """How often each column had each reason."""
        return {
            column: {
                (known[code].outcome, known[code].clause): count
                for code, count in sorted(self._counts[column].items())
            }
            for column, known in self._reasons.items()
        }

    def outcomes(self) -> Mapping[str, bytes]:
        """What each case came to in each column that is kept: its place in `OUTCOMES`."""
        return {column: bytes(found) for column, found in self._outcomes.items()}


@frozen
class JudgedVersions:
    """What came of reading some cases, and of judging them under each version, in the order of the versions."""

    reading: Reading
    case_ids: tuple[str, ...] = field(repr=False)
    verdicts: tuple[Verdicts, ...] = field(repr=False)


@frozen
class CaseFiles:
    """Files of cases and how they are to be read; `twins` says which column holds what another holds too, and goes first."""

    inputs: tuple[Input, ...]
    shape: RecordShape = field(repr=False)
    twins: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    inspection: Record | None = None
    assessors: Assessors | None = None
    leave_out_invalid: bool = False
    one_by_one: bool = False


def judge_versions(
    files: CaseFiles,
    versions: Sequence[Version],
    watch: Callable[[int, int], None],
    listener: Listener | None = None,
) -> JudgedVersions:
    """The cases judged under every version, each part of them read once; the listener hears of everything that is wrong.

    Where there are errors and invalid records are not to be left out, nothing is judged after the first.
    """
    if files.assessors is not None:
        found = _assessed(files, versions, files.assessors)
        if listener is not None:
            listener.begin()
            for one in found.reading.diagnostics:
                listener.tell(one)
        return found
    whole, without = dict[int, Diagnostics](), frozenset[str]()
    while True:
        if listener is not None:
            listener.begin()
        tell = _deaf if listener is None else listener.tell
        reading = PartsReading(files.inputs, files.shape, whole=whole, without=without, tell=tell)
        verdicts, ids = _verdicts(files, versions), list[str]()
        try:
            for part in reading:
                watch(reading.read, reading.expected)
                if files.leave_out_invalid or not reading.has_errors:
                    _add(part.frame, files, verdicts, ids)
        except BeginAgain as found:
            whole[found.file] = found.faults
            continue
        repeated = reading.repeated() if files.leave_out_invalid else without
        if repeated == without:
            return JudgedVersions(reading.reading(), tuple(ids), verdicts)
        without = repeated


def _deaf(_: Diagnostic) -> None:
    pass


def _assessed(files: CaseFiles, versions: Sequence[Version], assessors: Assessors) -> JudgedVersions:
    """Cases that may have been assessed more than once: which assessment is taken is known only at the end."""
    reading = read_cases(files.inputs, files.shape, assessors)
    verdicts, ids = _verdicts(files, versions), list[str]()
    _add(case_frame(files.shape, reading.records), files, verdicts, ids)
    return JudgedVersions(reading, tuple(ids), verdicts)


def _verdicts(files: CaseFiles, versions: Sequence[Version]) -> tuple[Verdicts, ...]:
    return tuple(Verdicts(one, files.inspection, one_by_one=files.one_by_one) for one in versions)


def _add(frame: pl.DataFrame, files: CaseFiles, verdicts: Sequence[Verdicts], ids: list[str]) -> None:
    if not frame.height:
        return
    cases = _with_twins(frame, files.twins)
    ids.extend(frame[CASE_ID])
    for one in verdicts:
        one.add(cases)


def _with_twins(frame: pl.DataFrame, twins: Mapping[str, str]) -> pl.DataFrame:
    """The cases with what stands under either of two names put under the one."""
    pairs = [(twin, key) for twin, key in twins.items() if twin in frame.columns]
    marks = [
        (mark_column(twin), mark_column(key)) for twin, key in pairs if mark_column(twin) in frame.columns
    ]
    filled = [pl.coalesce(twin, key).alias(key) for twin, key in pairs]
    marked = [(pl.col(twin) | pl.col(key)).alias(key) for twin, key in marks]
    return frame.with_columns(*filled, *marked).drop(twin for twin, _ in (*pairs, *marks))


def _fitted(cases: pl.DataFrame, framework: Framework) -> pl.DataFrame:
    """The cases as a framework takes them: what it does not allow as the value of a thing is missing there."""
    types: dict[str, ValueType] = {key: fact.type for key, fact in framework.facts.items()}
    found: list[pl.Expr] = []
    for name, wanted in frame_schema(framework).items():
        if name not in cases.columns:
            continue
        expr = _as_type(pl.col(name), cases.schema[name], wanted)
        if expr is not None:
            found.append(_within(expr, types.get(name)).alias(name))
    return cases.select(found)


def _as_type(column: pl.Expr, has: pl.DataType, wanted: pl.DataType) -> pl.Expr | None:
    """A column as the type that is wanted; None where its values are of another kind altogether."""
    if isinstance(has, pl.Enum) and isinstance(wanted, pl.Enum):
        words = [word for word in wanted.categories if word != MARK]
        if list(has.categories) in (words, [*words, MARK]):
            return column
        return column.cast(pl.String).cast(pl.Enum([*words, MARK]), strict=False)
    if isinstance(has, pl.Decimal) and wanted == pl.Int64():
        return pl.when(column == column.floor()).then(column).cast(pl.Int64)
    return column if has == wanted else None


def _within(column: pl.Expr, kind: ValueType | None) -> pl.Expr:
    """A column without the whole numbers that are out of bounds."""
    if not isinstance(kind, WholeNumber):
        return column
    for bound, holds in ((kind.low, pl.Expr.ge), (kind.high, pl.Expr.le)):
        if bound is not None:
            column = pl.when(holds(column, bound)).then(column)
    return column
