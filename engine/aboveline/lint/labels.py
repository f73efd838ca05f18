"""Holds the words of a condition against its rule: one says "not" where the other does not.

Words are no proof. A remark is made only where one side denies something plainly and the other nothing at all, and,
where it is the rule that denies, only where both speak of the same thing: "in the community" may well stand for
`not in_custody`.
"""

import re
from collections.abc import Iterator

from aboveline.diagnostics import Label, Severity
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import node_named
from aboveline.framework.model import Condition, Framework, label_of
from aboveline.lint.grounds import Grounds, by_declaration
from aboveline.lint.model import Remark, remark

OTHER_WAY = ("label-says-otherwise", Severity.WARNING)

#: Words that plainly deny something; they alone are enough for a remark.
_PLAINLY = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['\u2019]t\b", re.IGNORECASE
)

#: Words that may deny something.
_DENIES = re.compile(
    r"\b(?:nowhere|lack(?:s|ed|ing)?|absent|missing|outside|except|other than|too \w+|fail(?:s|ed)?|refused?|late"
    r"|overdue|un\w{4,}|non-\w+|in(?:sufficient|accurate|complete|adequate|active|appropriate|correct)\w*)\b",
    re.IGNORECASE,
)

#: Turns of phrase that hold such a word and deny nothing.
_DENY_NOTHING = re.compile(
    r"\b(no (?:later|earlier|more|less|fewer|longer|sooner|matter) than|no matter|not (?:only|just|later|earlier|more|less|before|after)"
    r"|whether or not|or not|not applicable)\b",
    re.IGNORECASE,
)

#: Words of so many letters, or fewer, tell nothing of what is spoken of.
_SHORT = 3

#: Words of a rule that deny something by themselves.
_DENYING_WORDS = frozenset(
    {"no", "none", "never", "not", "neither", "nobody", "nothing", "unknown", "absent", "missing"}
)


def says_otherwise(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each condition whose words deny what its rule does not, or the other way."""
    hit = [(c, why) for c in grounds.framework.conditions.values() if (why := _wrong(grounds.framework, c))]
    reasons = {condition.key: why for condition, why in hit}
    for words, condition in by_declaration((c for c, _ in hit), grounds.framework.conditions):
        yield remark(
            OTHER_WAY,
            f"the words of {words} and its rule say opposite things: {reasons[condition.key]}",
            Label(condition.expr.span),
            Label(condition.span, f"“{condition.label}”"),
            remedy="reports say the words, cases go by the rule: change whichever is wrong",
        )


def _wrong(framework: Framework, condition: Condition) -> str | None:
    label = _DENY_NOTHING.sub(" ", condition.label)
    if _PLAINLY.search(label) and not _may_deny(framework, condition.expr):
        return "the words say “not”, the rule does not"
    denied = _denied(framework, condition.expr)
    if denied and not _denies_in(label) and _telling_words(label) & _telling_words(denied):
        return "the rule says “not”, the words do not"
    return None


def _denied(framework: Framework, expr: ex.Truth) -> str:
    """The name and the words of the one fact or answer that a rule as a whole denies; nothing where it does not."""
    match expr:
        case ex.Not(item=ex.Compare(operator="is", left=left, right=ex.Constant(value="yes"))):
            pass
        case ex.Compare(operator="is", left=left, right=ex.Constant(value="no")):
            pass
        case _:
            return ""
    match left:
        case ex.FactValue(fact=key):
            return f"{key} {framework.facts[key].label}"
        case ex.AnswerValue(question=key):
            return f"{key} {framework.questions[key].label}"
        case _:
            return ""


def _telling_words(words: str) -> set[str]:
    """The words that tell what something is about; short ones join the others."""
    return {word for word in re.split(r"[\W_]+", words.lower()) if len(word) > _SHORT}


def _may_deny(framework: Framework, expr: ex.Truth) -> bool:
    """Whether anything in a rule can be read as denying something, or sets a bound, which can be said either way."""
    return any(_may_deny_itself(framework, part) for part in ex.walk(expr))


def _may_deny_itself(framework: Framework, part: ex.Expression) -> bool:
    match part:
        case ex.Not() | ex.IsMissing() | ex.Between() | ex.DateLimit() | ex.Within() | ex.NumberOf():
            return True
        case ex.Compare(operator=operator):
            return operator != "is"
        case ex.OneOf(negated=negated) | ex.Applies(negated=negated):
            return negated
        case ex.JudgedAs():
            return part.outcome == "insufficient" or part.or_not_applicable
        case ex.Counted():
            return part.quantifier in {"none of", "at least"}
        case ex.Constant(value=value):
            return _denies_in(str(value)) or value == 0
        case _:
            named = node_named(part)
            return named is not None and _denies_in(f"{named.key} {label_of(framework, named.key)}")


def _denies_in(words: str) -> bool:
    parts = set(re.split(r"[\W_]+", words.lower()))
    said = words.replace("_", " ")
    return bool(parts & _DENYING_WORDS or _PLAINLY.search(said) or _DENIES.search(said))
