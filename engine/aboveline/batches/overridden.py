"""Catches, as the parts of a batch go by, what was decided of the cases that overrides name."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

import polars as pl
from attrs import evolve

from aboveline.batches.judged import EXISTS, VALUE, JudgedPart
from aboveline.framework.model import Framework
from aboveline.reasons import Reason, reasons
from aboveline.records.overrides import Override
from aboveline.scoring.groups import GroupKey, group_key
from aboveline.scoring.overrides import AsJudged, overridden

if TYPE_CHECKING:
    from aboveline.values import Value


class OverriddenCases:
    """The cases that overrides name: `judged` holds what was decided of those in the parts that went by."""

    def __init__(self, framework: Framework, overrides: Sequence[Override], by: Sequence[str] = ()) -> None:
        self._framework, self._by = framework, tuple(by)
        self._overrides: dict[str, list[Override]] = {}
        for one in overrides:
            self._overrides.setdefault(one.case_id, []).append(one)
        self.judged: dict[str, AsJudged] = {}

    def marked(self, part: JudgedPart) -> JudgedPart:
        """The part with the overrides that change a judgement of its cases."""
        groups = {fact: part.groups[fact] for fact in self._by}
        found = self.caught(part.case_ids, part.codes, groups)
        named = [one for case_id in found for one in self._overrides[case_id]]
        return evolve(part, overrides=overridden(self._framework, named, found).applied)

    def caught(
        self, case_ids: pl.Series, codes: pl.DataFrame, groups: Mapping[str, pl.DataFrame]
    ) -> Mapping[str, AsJudged]:
        """What was decided of the cases of these that overrides name, by their codes; it is added to `judged`."""
        if not self._overrides:
            return {}
        known = {key: reasons(q) for key, q in self._framework.questions.items() if q.is_judged}
        found: dict[str, AsJudged] = {}
        for at in case_ids.is_in(list(self._overrides)).arg_true().to_list():
            row = codes.select(known.keys()).row(at, named=True)
            found_reasons: dict[str, Reason] = {key: known[key][code] for key, code in row.items()}
            found[case_ids[at]] = AsJudged(
                found_reasons, {fact: _group(values, at) for fact, values in groups.items()}
            )
        self.judged |= found
        return found


def _group(values: pl.DataFrame, at: int) -> GroupKey:
    value, exists = values.select(VALUE, EXISTS).row(at)
    return group_key(cast("Value | None", value), exists=exists)
