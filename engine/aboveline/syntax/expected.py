"""Turns a place where reading stopped into a sentence: what could have come there, and what stands there.

What could have come is said in the words of the language, never in the grammar's names.
"""

from collections.abc import Mapping

from aboveline.diagnostics import Diagnostic
from aboveline.syntax.reader import phrases, starters
from aboveline.syntax.spelling import shown
from aboveline.syntax.stop import Stop
from aboveline.wording.lists import in_a_list

#: Names of the grammar that are not phrases of the language.
_KINDS: Mapping[str, str] = {
    "NAME": "a name",
    "STRING": "words in double quotes",
    "NUMBER": "a number",
    "PERCENT": "a percentage such as `75%`",
    "DATE": "a date such as `2011-07-04`",
    "PART_NUMBER": "a number such as `1.1`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "COMMA": "`,`",
    "COLON": "`:`",
    "PLUS": "`+`",
    "MINUS": "`-`",
}

#: What a name would be the name of, after some words.
_NAMES_AFTER: Mapping[str, str] = {
    "ONE_OF": "an answer word",
    "SEVERAL_OF": "an answer word",
    "POSITIVE_WHEN": "an answer word",
    "ABOUT": "the name of a theme",
    "FEEDS": "the name of a theme",
    "IN_BANDS": "the name of a set of bands",
    "FOR_EACH": "the name of a list",
    "CALENDAR": "the name of a calendar",
    "WRITTEN_IN": "the code of a language such as `cy`",
    "AT_MOST": "a step of the bands",
    "AT_LEAST": "a step of the bands",
    "IN": "a step of the bands",
    "COLON": "the first item of the list",
    "BANDS": "a name for the bands",
    "FRAMEWORK": "a short name for the framework",
    "THEME": "a short name for the theme",
    "LIST": "a name for the list",
    "FACT": "a name for the fact",
    "CONDITION": "a name for the condition",
    "CHECK": "a name for the check",
    "QUESTION": "a name for the question",
    "RATING": "a name for the rating",
    "SURVEY": "a name for the survey",
    "ITEM": "a name for the item",
}

_OPERANDS = frozenset(
    {
        "NAME",
        "NUMBER",
        "PERCENT",
        "DATE",
        "STRING",
        "THE_ANSWER",
        "LPAR",
        "NUMBER_OF",
        "DAYS_FROM",
        "WORKING_DAYS_FROM",
        "WEEKS_FROM",
        "MONTHS_FROM",
        "YEARS_FROM",
        "CRITERION",
        "SECTION",
    }
)
_STATEMENTS = _OPERANDS | {"NOT", "ALL_OF", "ANY_OF", "NONE_OF", "AT_LEAST"}
_COMPARISONS = frozenset(
    {
        "AT_LEAST",
        "AT_MOST",
        "MORE_THAN",
        "LESS_THAN",
        "BELOW",
        "BEFORE",
        "AFTER",
        "ON_OR_BEFORE",
        "ON_OR_AFTER",
        "ONE_OF",
        "BETWEEN",
        "NO_LATER_THAN",
        "NO_EARLIER_THAN",
        "WITHIN",
        "NOT",
        "IN",
    }
)
_STANDINGS = frozenset(
    {
        "MISSING",
        "KNOWN",
        "SUFFICIENT",
        "INSUFFICIENT",
        "SUFFICIENT_OR_NOT_APPLICABLE",
        "INSUFFICIENT_OR_NOT_APPLICABLE",
    }
)
_AFTER_OPERAND = frozenset({"PLUS", "MINUS", "APPLIES", "DOES_NOT_APPLY", "HAS_NO_APPLICABLE_CASES"})
_VALUES = frozenset({"NAME", "NUMBER", "PERCENT", "DATE", "STRING"})
_SUBJECTS = frozenset({"NAME", "CRITERION", "SECTION"})
_ANSWERS = frozenset({"YES_OR_NO", "ONE_OF", "SEVERAL_OF", "FROM", "A_TEXT"})
_TYPES = frozenset({"YES_OR_NO", "ONE_OF", "WHOLE_NUMBER", "A_NUMBER", "A_DATE", "A_TEXT"})

# Sets of things that may come, and how to say them; the first that fits is said, and so on with the rest.
_GROUPS: tuple[tuple[frozenset[str], str], ...] = (
    (_OPERANDS | _COMPARISONS | _STANDINGS, "a value, or a comparison such as `at least`, `before`, `one of` or `missing`"),
    (_STATEMENTS | {"EXACTLY_ONE_OF"}, "rows such as `older when age is at least 14`, or a number"),
    (_STATEMENTS, "something that is yes or no, such as `plan_made` or `age is at least 14`"),
    (_OPERANDS, "a name, a number, a date or words in double quotes"),
    (_VALUES | {"MARKED_NOT_APPLICABLE", "IN"}, "a value, or `marked not applicable`"),
    (_VALUES | {"IN", "NOT_APPLICABLE"}, "an outcome such as `sufficient` or `not applicable`, or a value"),
    (_SUBJECTS | {"LPAR"}, "the name of something that has a score, or `(` and several names"),
    (_SUBJECTS, "the name of a fact, question, condition, check or rating"),
    (_ANSWERS, "what can be answered (`yes or no`, `one of …`, `several of …`, `from … to …` or `text`)"),
    (_TYPES, "a type (`yes or no`, `one of …`, `whole number`, `number`, `date` or `text`)"),
    (frozenset({"PLUS", "MINUS"}), ""),
    (frozenset({"AND", "OR"}), "`and`, `or`"),
    (frozenset({"LPAR", "NAME"}), "a name, or `(` and several names"),
)  # fmt: skip

#: What may follow `about`; other names and numbers stand there than elsewhere.
_SPOKEN_TO = "the name of a theme, or a part such as `criterion 2.2`"

#: Clauses are named one by one up to this many.
_FEW = 3


def in_words(stop: Stop) -> str:
    """What could have come at the stop, as a list in words."""
    left = set(stop.expected)
    if stop.expected == _SUBJECTS and "about" in starters().get(stop.keyword, ()):
        return _SPOKEN_TO
    said: list[str] = []
    for group, words in _GROUPS:
        if group <= left:
            left -= group
            said.extend([words] if words else [])
    if "PLUS" in stop.expected:
        left -= _AFTER_OPERAND
    left -= (
        {"EXCUSED", "UNANSWERED", "UNDETERMINED", "UNKNOWN", "CONTRADICTED", "NOT_CONTRADICTED", *_STANDINGS}
        if "NOT_APPLICABLE" in stop.expected
        else set()
    )
    clauses = _clauses(stop, left)
    said.extend(_one(stop, name) for name in _in_order(left))
    said.extend(clauses)
    return in_a_list(said, "or") or "nothing more"


def _clauses(stop: Stop, left: set[str]) -> list[str]:
    """The clauses that may come, taken out of `left`; many of them are said together."""
    begin = set(starters().get(stop.keyword, ()))
    found = {name for name in left if phrases().get(name) in begin}
    if len(found) > _FEW:
        left -= found
        example = sorted(phrases()[name] for name in found)
        return [f"a clause of the {stop.keyword} such as `{_typical(stop.keyword, example)}`"]
    return []


def _typical(keyword: str, clauses: list[str]) -> str:
    usual = {"fact": "required", "item": "answers", "question": "sufficient when", "rating": "in bands"}.get(
        keyword, "only where"
    )
    return usual if usual in clauses else clauses[0]


def _in_order(names: set[str]) -> list[str]:
    """Grammar names in the order they are said: kinds of thing first, then phrases, then signs; not the end."""
    order = list(_KINDS)
    return sorted(
        (n for n in names if n != "$END"),
        key=lambda n: (n in order and order.index(n) > order.index("PART_NUMBER"), n not in order, n),
    )


def _one(stop: Stop, name: str) -> str:
    if name == "NAME":
        return _NAMES_AFTER.get(stop.kind_before, _KINDS["NAME"])
    if name in phrases():
        return f"`{phrases()[name]}`"
    if name == "PART_NUMBER" and stop.kind_before == "SECTION":
        return "a number such as `1`"
    return _KINDS.get(name, f"`{name.lower()}`")


def found(stop: Stop) -> str:
    """What stands where reading stopped, in words."""
    if stop.found:
        return shown(stop.found)
    return f"the end of {stop.owner}" if stop.last else "the end of the line"


def unexpected(stop: Stop) -> Diagnostic:
    """What to say where no particular slip is recognised."""
    after = f" to follow {shown(stop.before)}" if stop.before and not stop.found else ""
    if stop.may_end and stop.begins_line and stop.found:
        joins = "`and`, " if stop.keyword == "example" else ""
        return stop.complaint(
            "text-after-end",
            f"expected {in_words(stop)} or a new declaration, found {found(stop)}",
            f"a line that belongs to {stop.owner} begins with {joins}one of its clauses; a comment begins with `#`",
        )
    return stop.complaint("syntax", f"expected {in_words(stop)}{after}, found {found(stop)}")
