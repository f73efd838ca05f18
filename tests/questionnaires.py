"""Surveys and responses made up by choices, and a plain second way to count them, which knows nothing of the engine."""

from collections import Counter
from fractions import Fraction

from attrs import frozen

from choices import Choices, once_in, some

WORDS = ("always", "mostly", "never", "hardly")


@frozen
class Asked:
    """One item made up: its name, kind, words or scale, the rule of whom it is asked, what is positive."""

    name: str
    kind: str
    words: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    #: Rules joined by `and` or `or`: (item, word or figure), as `_rule` writes them and `_holds` reads them.
    joined: str = "and"
    rules: tuple[tuple[str, str, object], ...] = ()
    positive: tuple[str, ...] | None = None
    threshold: int | None = None

    @property
    def columns(self):
        return tuple(f"{self.name}.{w}" for w in self.words) if self.kind == "several" else (self.name,)


def a_survey(choices: Choices) -> tuple[Asked, ...]:
    """Some items, each asked of everybody or of those who answered something before it."""
    items: list[Asked] = []
    for number in range(choices.between(1, 5)):
        items.append(_an_item(choices, f"item_{number}", tuple(items)))
    return tuple(items)


def _an_item(choices: Choices, name: str, before: tuple[Asked, ...]) -> Asked:
    kind = choices.pick(("yes or no", "one", "several", "scale", "text"))
    words = some(choices, WORDS, 1) if kind in {"one", "several"} else ()
    words = ("yes", "no") if kind == "yes or no" else words
    low = choices.between(-2, 3) if kind == "scale" else 0
    high = low + choices.between(1, 5) if kind == "scale" else 0
    rules = tuple(_a_rule(choices, one) for one in some(choices, before, 0, 2)) if before else ()
    positive = some(choices, words) if words and once_in(choices, 2) else None
    threshold = choices.between(low, high) if kind == "scale" and once_in(choices, 2) else None
    joined = choices.pick(("and", "or"))
    return Asked(name, kind, words, low, high, joined, rules, positive, threshold)


def _a_rule(choices: Choices, item: Asked) -> tuple[str, str, object]:
    match item.kind:
        case "several":
            return (f"{item.name}.{choices.pick(item.words)}", "is", "yes")
        case "scale":
            return (item.name, "at least", choices.between(item.low, item.high))
        case "text":
            return (item.name, "known", None)
        case _:
            return (item.name, choices.pick(("is", "is not")), choices.pick(item.words))


def in_the_language(items: tuple[Asked, ...], name: str = "made") -> str:
    """The survey as a criteria file has it."""
    return "\n".join([f'survey {name} "Made up"', *(_item(one) for one in items)]) + "\n"


def _item(one: Asked) -> str:
    lines = [f'item {one.name} "{one.name}?"']
    answers = {
        "yes or no": "yes or no",
        "one": f"one of {', '.join(one.words)}",
        "several": f"several of {', '.join(one.words)}",
        "scale": f"from {one.low} to {one.high}",
        "text": "text",
    }[one.kind]
    lines.append(f"  answers {answers}")
    if one.positive is not None:
        lines.append(f"  positive when {', '.join(one.positive)}")
    if one.threshold is not None:
        lines.append(f"  positive from {one.threshold}")
    if one.rules:
        lines.append(f"  only where {f' {one.joined} '.join(_rule(*rule) for rule in one.rules)}")
    return "\n".join(lines)


def _rule(column: str, how: str, what: object) -> str:
    name, _, word = column.partition(".")
    thing = f"{name} of {word}" if word else name
    return {
        "is": f"{thing} is {what}",
        "is not": f"{thing} is not {what}",
        "at least": f"{thing} is at least {what}",
        "known": f"{thing} is known",
    }[how]


def some_responses(choices: Choices, items: tuple[Asked, ...]) -> list[dict[str, object]]:
    """What some people answered, by column: anything, whether or not they were asked."""
    return [
        {column: value for one in items for column, value in _answers(choices, one)}
        for _ in range(choices.between(0, 8))
    ]


def _answers(choices: Choices, one: Asked):
    for column in one.columns:
        if once_in(choices, 3):
            continue
        match one.kind:
            case "scale":
                yield column, choices.between(one.low, one.high)
            case "text":
                yield column, choices.pick(("=cmd()", "<b>hello</b>", "plain"))
            case "several":
                yield column, choices.pick(("yes", "no"))
            case _:
                yield column, choices.pick(one.words)


# --- A second way to count ---------------------------------------------------------------------


def plain_counts(
    items: tuple[Asked, ...], responses: list[dict[str, object]]
) -> dict[str, dict[str, object]]:
    """What the survey comes to, counted as plainly as can be, from the columns alone."""
    found = {}
    for one in items:
        stood, answers, aside, positive = Counter(), Counter(), 0, 0
        for response in responses:
            asked = _is_asked(one, items, response)
            given = {c: response[c] for c in one.columns if c in response}
            if asked != "yes":
                stood["not asked" if asked == "no" else "not known"] += 1
                aside += bool(given)
            elif not given:
                stood["no answer"] += 1
            else:
                stood["answered"] += 1
                said = (
                    [c.partition(".")[2] for c in given if given[c] == "yes"]
                    if one.kind == "several"
                    else [*given.values()]
                )
                if one.kind != "text":
                    answers.update(said)
                positive += any(_is_positive(one, each) for each in said)
        found[one.name] = {
            **{f"{how}": stood[how] for how in ("answered", "no answer", "not asked", "not known")},
            "aside": aside,
            "answers": answers,
            "positive": positive if _tells(one) else None,
        }
    return found


def _tells(one: Asked) -> bool:
    return (
        one.kind in {"yes or no", "several"}
        or one.positive is not None
        or one.threshold is not None
        or one.words == ("yes", "no")
    )


def _is_positive(one: Asked, answer: object) -> bool:
    if one.kind == "scale":
        return one.threshold is not None and answer >= one.threshold
    if one.positive is not None:
        return answer in one.positive
    return one.kind == "several" or (one.kind == "yes or no" and answer == "yes")


def _is_asked(one: Asked, items: tuple[Asked, ...], response: dict[str, object]) -> str:
    """`yes`, `no`, or `unknown`."""
    if not one.rules:
        return "yes"
    truths = [_holds(rule, items, response) for rule in one.rules]
    if one.joined == "and":
        return "no" if "no" in truths else "unknown" if "unknown" in truths else "yes"
    return "yes" if "yes" in truths else "unknown" if "unknown" in truths else "no"


def _holds(rule: tuple[str, str, object], items: tuple[Asked, ...], response: dict[str, object]) -> str:
    column, how, what = rule
    owner = next(one for one in items if column in one.columns)
    there = _is_asked(owner, items, response)
    if there == "no":
        return "no"
    answer = response.get(column)
    if answer is None and owner.kind == "several" and any(c in response for c in owner.columns):
        answer = "no"
    if how == "known":
        return "no" if answer is None else "yes"  # of what is known, whether it was asked is no matter
    if answer is None or there == "unknown":
        return "unknown"
    return (
        "yes"
        if {"is": answer == what, "is not": answer != what, "at least": how == "at least" and answer >= what}[
            how
        ]
        else "no"
    )


def plain_spread(figures: list[int]) -> tuple[Fraction, Fraction, Fraction]:
    """The quarters and the median of some figures, each written out."""
    each = sorted(figures)

    def at(share: Fraction) -> Fraction:
        place = share * len(each)
        if place.denominator == 1:
            return Fraction(each[int(place) - 1] + each[int(place)], 2)
        return Fraction(each[int(place)])

    return at(Fraction(1, 4)), at(Fraction(1, 2)), at(Fraction(3, 4))
