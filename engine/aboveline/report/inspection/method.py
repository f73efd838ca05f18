"""Says how the figures of a report came about: from which files and versions, and by which rules of the criteria."""

from collections.abc import Iterator

from aboveline.framework.model import Framework
from aboveline.report.inspection.file_names import name_in_report
from aboveline.report.inspection.view import RuleGroup, RuleText
from aboveline.report.phrases import place_in_words
from aboveline.source import Span
from aboveline.wording.message import message


def rules_of(framework: Framework) -> tuple[RuleGroup, ...]:
    """The framework's own rules as the criteria have them: the questions of each criterion, then what they share."""
    return tuple(group for group in _groups(framework) if group.rules)


def _groups(framework: Framework) -> Iterator[RuleGroup]:
    for key, criterion in framework.criteria.items():
        questions = (framework.questions[question] for question in criterion.questions)
        rules = _each(framework, [(question.key, question.label, question.span) for question in questions])
        yield RuleGroup(f"{key} {criterion.label}", rules)
    conditions = [(one.key, one.label, one.span) for one in framework.conditions.values()]
    yield RuleGroup(message("Conditions that questions share"), _each(framework, conditions))
    worked_out = [(one.key, one.label, one.span) for one in framework.facts.values() if one.worked_out]
    yield RuleGroup(message("Facts that are worked out"), _each(framework, worked_out))
    ratings = [(one.key, one.label, one.span) for one in framework.ratings.values()]
    yield RuleGroup(message("Ratings"), _each(framework, ratings))


def _each(framework: Framework, declared: list[tuple[str, str, Span]]) -> tuple[RuleText, ...]:
    """Each declaration once: those of a repeat are one."""
    found: dict[tuple[str, int], RuleText] = {}
    for key, label, span in declared:
        source = framework.sources.get(span.file)
        if source is not None:
            where = place_in_words(framework, span, called=name_in_report)
            found.setdefault(
                (span.file, span.start), RuleText(key, label, source.slice(span).rstrip(), where)
            )
    return tuple(found.values())
