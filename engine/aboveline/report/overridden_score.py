"""Turns the overrides of a batch into those that one of its scores counts."""

from collections.abc import Iterable, Sequence
from typing import Any

from aboveline.framework.dependencies import scores_of_rating
from aboveline.framework.model import Framework
from aboveline.report.overrides import override_json, override_rows
from aboveline.report.view import OverrideRow
from aboveline.scoring.model import ScoreName
from aboveline.scoring.overrides import Applied
from aboveline.scoring.score import pools


def overridden_in(
    framework: Framework, name: ScoreName, applied: Iterable[Applied]
) -> tuple[OverrideRow, ...]:
    """The overridden judgements that a score counts; of a rating, those that the scores it looks at count."""
    pooled = {(pool.kind, pool.key): pool.questions for pool in pools(framework)}
    questions: set[str] = set()
    seen, queue = {name}, [name]
    while queue:
        one = queue.pop()
        questions.update(pooled.get(one, ()))
        if one[0] == "rating":
            named: set[ScoreName] = {(r.kind, r.key) for r in scores_of_rating(framework.ratings[one[1]])}
            beneath = named - seen
            seen |= beneath
            queue.extend(beneath)
    return override_rows(framework, (one for one in applied if one.question in questions))


def overridden_json(found: Sequence[OverrideRow]) -> dict[str, Any]:
    """What the account of a score as data says of them; nothing where there are none."""
    return {"overrides": [override_json(row) for row in found]} if found else {}
