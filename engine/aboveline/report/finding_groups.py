"""Puts what was noticed into groups by kind, each kind in words."""

from aboveline.framework.model import Framework, label_of
from aboveline.judgement import Findings
from aboveline.report.view import FindingGroup, FindingRow
from aboveline.wording.message import Message, message

#: What each kind means, in the order the kinds are always told.
FINDING_WORDS: dict[str, Message] = {
    "answered-though-not-applicable": message(
        "answered although the question does not apply; the answer was not counted"
    ),
    "mark-not-allowed": message(
        "marked not applicable where the question does not allow it; treated as no answer"
    ),
    "value-for-worked-out": message("a value given for something the criteria work out; it was not used"),
    "value-where-none-exists": message(
        "a value given for something this case does not have; it was not used"
    ),
    "no-row-fits": message("nothing in `worked out as` fits the case, so there is no value"),
    "more-than-one-row-fits": message(
        "more than one row of `worked out as exactly one of` fits the case, so there is no value"
    ),
    "check-contradicted": message(
        "contradicting a check of the criteria; what is recorded was counted as it stands"
    ),
    "rare-value": message(
        "so far from all other values, or so much rarer, that it may be a slip; it was used as it stands"
    ),
    "override-of-unknown-case": message("an override of a case that was not scored; it was left aside"),
    "override-of-unknown-question": message(
        "an override of something that is no judged question; it was left aside"
    ),
    "override-changes-nothing": message("an override that repeats the judgement as it is; it was left aside"),
}


def finding_words(framework: Framework, code: str, subject: str) -> str:
    """What a kind of finding means; of a check, what the check says."""
    if code == "check-contradicted":
        return message(
            "contradicting “{check}”; what is recorded was counted as it stands",
            check=label_of(framework, subject),
        )
    return FINDING_WORDS[code]


def finding_groups(framework: Framework, findings: Findings) -> tuple[FindingGroup, ...]:
    """The findings by kind, those of each check apart."""
    order = {key: at for at, key in enumerate((*framework.facts, *framework.questions, *framework.checks))}
    codes = list(FINDING_WORDS)
    rows: dict[tuple[str, str], list[FindingRow]] = {}
    for found in findings.listed:
        group = (found.code, finding_words(framework, found.code, found.subject))
        label = label_of(framework, found.subject)
        row = FindingRow(found.case_id, found.subject, label, found.message, found.place)
        rows.setdefault(group, []).append(row)
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for (code, subject), count in sorted(
        findings.counts.items(), key=lambda one: (codes.index(one[0][0]), order.get(one[0][1], len(order)))
    ):
        counts.setdefault((code, finding_words(framework, code, subject)), {})[subject] = count
    return tuple(
        FindingGroup(code, words, sum(of.values()), tuple(of.items()), tuple(rows.get((code, words), ())))
        for (code, words), of in counts.items()
    )
