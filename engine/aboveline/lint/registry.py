"""Every rule of method there is: one object each, in the order they are listed and looked for.

To add one: a function that looks, a row here, its code with a line in `diagnostic_codes.CODES`, and its page in
`pages/`, whose before and after are tests.
"""

from collections.abc import Callable, Iterator, Mapping

from aboveline.diagnostic_codes import CODES
from aboveline.diagnostics import Severity
from aboveline.lint import (
    allowances,
    applicability,
    caps,
    checks,
    conditions,
    given,
    headlines,
    inherited,
    labels,
    parts,
    questions,
    rows,
    translations,
)
from aboveline.lint.grounds import Grounds
from aboveline.lint.model import Remark, Rule
from aboveline.lint.taken_over import said_by_check


def _nothing(_: Grounds) -> Iterator[Remark]:
    """What is said of allowances is found when they are read, after all rules have looked."""
    return iter(())


def _rule(kind: tuple[str, Severity], find: Callable[[Grounds], Iterator[Remark]]) -> Rule:
    code, severity = kind
    return Rule(code, CODES[code], severity, find)


RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in (
        _rule(questions.NEVER_APPLIES, questions.never_applies),
        _rule(questions.CONTRADICTS, questions.contradicts_what_it_inherits),
        _rule(inherited.REPEATS, inherited.repeats),
        _rule(inherited.NEVER_BITES, inherited.never_bites),
        _rule(questions.CANNOT_MATTER, questions.answer_cannot_matter),
        _rule(questions.NEVER_SUFFICIENT, questions.never_sufficient),
        _rule(questions.NEVER_INSUFFICIENT, questions.never_insufficient),
        _rule(applicability.IDENTICAL, applicability.identical),
        _rule(applicability.COMPLEMENTARY, applicability.complementary),
        _rule(conditions.NEVER_YES, conditions.never_yes),
        _rule(conditions.NEVER_NO, conditions.never_no),
        _rule(conditions.EQUIVALENT, conditions.equivalent),
        _rule(conditions.OPPOSITE, conditions.opposite),
        _rule(parts.REDUNDANT, parts.redundant_parts),
        _rule(labels.OTHER_WAY, labels.says_otherwise),
        _rule(rows.GAP, rows.gaps),
        _rule(rows.OVERLAP, rows.overlaps),
        _rule(rows.NEVER_REACHED, rows.never_reached),
        _rule(("unused-fact", Severity.WARNING), said_by_check("unused-fact")),
        _rule(headlines.EMPTY, headlines.always_empty),
        _rule(headlines.FEEDS_NOTHING, headlines.feeds_no_theme),
        _rule(checks.NEVER, checks.never_contradicted),
        _rule(checks.ALWAYS, checks.always_contradicted),
        _rule(caps.NEVER_BITES, caps.never_bite),
        _rule(given.CONTRADICT, given.contradict),
        _rule(given.REPEAT, given.repeat),
        _rule(translations.UNTRANSLATED, translations.lacks_a_language),
        _rule(allowances.NOT_UNDERSTOOD, _nothing),
        _rule(allowances.WITHOUT_REASON, _nothing),
        _rule(allowances.ALLOWS_NOTHING, _nothing),
    )
}
