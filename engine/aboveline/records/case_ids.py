"""Keeps the ids of all cases of a batch, valid or not, and where each stands: one may stand twice, or look like another."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from aboveline.diagnostics import Place
from aboveline.records.columns import CASE_ID
from aboveline.records.record import SheetCells

#: Where a case stands: the number of its file, its line, and its number in the file.
FILE, LINE, ROW = "#file", "#line", "#row"
#: Which of the places kept as they are is that of a case, where file, line and number do not say it.
_OWN = "#own"
_FOLDED = "#folded"

_SCHEMA = {CASE_ID: pl.String(), LINE: pl.UInt32(), ROW: pl.UInt32(), FILE: pl.UInt32(), _OWN: pl.UInt32()}
_IDS = pl.col(CASE_ID)


class CaseIds:
    """The ids of the cases of some files, in the order in which they stand."""

    def __init__(self, files: Sequence[str]) -> None:
        self._files = tuple(files)
        self._frames: list[pl.DataFrame] = []
        self._own: list[Place] = []
        #: Of each file that is a sheet, its cells.
        self.sheets: dict[int, SheetCells] = {}

    def add(self, file: int, ids: pl.Series, lines: pl.Series | None, rows: pl.Series) -> None:
        """Add the cases of some rows of a file."""
        nowhere = pl.repeat(None, len(ids), dtype=pl.UInt32, eager=True)
        columns = [ids.alias(CASE_ID), (nowhere if lines is None else lines).alias(LINE), rows.alias(ROW)]
        self._frames.append(pl.DataFrame([*columns, nowhere.alias(_OWN)]).select(*self._columns(file)))

    def add_each(self, file: int, found: Sequence[tuple[str | None, Place]]) -> None:
        """Add cases of a file one by one, each with its place."""
        rows: list[tuple[str | None, int | None, int | None, int | None]] = []
        for case_id, place in found:
            own = None
            if place != Place(self._files[file], place.line, place.row):
                own = len(self._own)
                self._own.append(place)
            rows.append((case_id, place.line, place.row, own))
        kinds = {name: _SCHEMA[name] for name in (CASE_ID, LINE, ROW, _OWN)}
        self._frames.append(pl.DataFrame(rows, schema=kinds, orient="row").select(*self._columns(file)))

    @staticmethod
    def _columns(file: int) -> Sequence[pl.Expr]:
        return (_IDS, pl.col(LINE), pl.col(ROW), pl.lit(file, pl.UInt32).alias(FILE), pl.col(_OWN))

    def place(self, file: int, line: int | None, row: int | None, own: int | None = None) -> Place:
        """The place of a case; its cell is that of its id."""
        if own is not None:
            return self._own[own]
        cells = self.sheets.get(file)
        cell = None if cells is None else cells.cell(CASE_ID, line)
        return Place(self._files[file], line, row, cell=cell)

    def _all(self) -> pl.DataFrame:
        return pl.concat(self._frames) if self._frames else pl.DataFrame(schema=_SCHEMA)

    def _placed(self, some: pl.DataFrame) -> Iterator[tuple[str, int, int, Place]]:
        for case_id, line, row, file, own in some.iter_rows():
            yield case_id, file, row, self.place(file, line, row, own)

    def repeated(self) -> frozenset[str]:
        """The ids that stand more than once."""
        return frozenset(self._repeats().get_column(CASE_ID))

    def repeats(self) -> Iterator[tuple[str, int, int, Place]]:
        """Each case whose id stands more than once, in order: its id, the number of its file, its number in that, its place."""
        return self._placed(self._repeats())

    def _repeats(self) -> pl.DataFrame:
        return self._all().filter(_IDS.is_not_null() & _IDS.is_duplicated())

    def alike(self) -> Mapping[str, Place]:
        """The ids that are others but for capitals and spaces, each with the place it first stands, in order."""
        ids = self._all().filter(_IDS.is_not_null())
        is_plain = _IDS.str.contains(r"^[ -~]*$")
        plain = _IDS.str.to_lowercase().str.replace_all(" ", "", literal=True)
        # What `casefold` makes of letters beyond these, lower case does not.
        others = ids.filter(~is_plain).get_column(CASE_ID).unique().to_list()
        folded = ["".join(one.casefold().split()) for one in others]
        ids = ids.with_columns(
            pl.when(is_plain)
            .then(plain)
            .otherwise(_IDS.replace_strict(others, folded, default=None))
            .alias(_FOLDED)
            if others
            else plain.alias(_FOLDED)
        )
        several = ids.filter(_IDS.n_unique().over(_FOLDED) > 1).drop(_FOLDED)
        found: dict[str, Place] = {}
        for case_id, _, _, place in self._placed(several):
            found.setdefault(case_id, place)
        return found
