"""Valid frameworks as criteria text, made up.

`made_up` makes a Draft from Choices: a framework as declarations that can be put in another order. `written` turns it
into the texts of its files.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from attrs import evolve, frozen

from choices import Choices, once_in, some
from phrases import COLOURS, LISTS, Kind, Known, Repeated, inside, quantity, truth

DEGREES = ("sound", "partly", "unsound")
YES_NO = ("yes", "no")


@frozen
class Part:
    """One criterion: its heading with what it inherits, and its questions, which may stand in any order."""

    section: str
    number: str
    heading: str
    questions: tuple[str, ...]


@frozen
class Draft:
    """A framework in pieces: what opens it, declarations in any order, and criteria in any order."""

    head: str
    declarations: tuple[str, ...]
    sections: Mapping[str, str]
    parts: tuple[Part, ...]


def written(draft: Draft) -> dict[str, str]:
    """The texts of a draft's files, one a criterion."""
    labelled: set[str] = set()
    files = {"0.criteria": "\n\n".join((draft.head, *draft.declarations)) + "\n"}
    for part in draft.parts:
        label = "" if part.section in labelled else " " + draft.sections[part.section]
        labelled.add(part.section)
        opening = f"section {part.section}{label}\n\n{part.heading}"
        files[f"{part.number}.criteria"] = "\n\n".join((opening, *part.questions)) + "\n"
    return files


def shuffled(draft: Draft, seed: int) -> dict[str, str]:
    """The texts of the same framework with its files, declarations and questions in another order."""
    order = random.Random(seed)  # noqa: S311 - an order, not a secret

    def mixed(items: Sequence[str]) -> tuple[str, ...]:
        return tuple(order.sample(items, len(items)))

    parts = tuple(evolve(part, questions=mixed(part.questions)) for part in draft.parts)
    parts = tuple(order.sample(parts, len(parts)))
    files = list(written(evolve(draft, declarations=mixed(draft.declarations), parts=parts)).items())
    return dict(order.sample(files, len(files)))


# --- Frameworks ------------------------------------------------------------------------------


#: The facts that a framework has where it is to have the usual ones.
USUAL = ("asked", "opened", "shade", "length")


def made_up(choices: Choices, always: Sequence[str] = ("opened",)) -> Draft:
    """A valid framework, more often a small one than a large one. `always` are those of the usual facts that it has."""
    size = choices.pick((1, 1, 1, 2, 2, 3))
    known, facts = _facts(choices, always)
    known, conditions = _conditions(choices, known, ("busy", "late", "ready")[: size + 1])
    declared, of_facts, parts = [*facts, *conditions], known, list[Part]()
    for number in sorted(some(choices, ("1.1", "1.2", "2.1"), 1, size)):
        known, part = _part(choices, number, known, of_facts, size)
        key = number.replace(".", "_")
        if once_in(choices, 2):
            declared.append(f'fact sum_{key} "Sum" number worked out as {quantity(choices, known)}')
            known = known.told("amounts", f"sum_{key}")
        known, conditions = _conditions(choices, known, (f"seen_{key}",))
        declared += conditions
        parts.append(part)
    sections = {
        number: f'"Section {number}"' + _clauses(choices, _inherited(of_facts), 8) for number in ("1", "2")
    }
    declared += _checks(choices, known)
    declared += _ratings(choices, known, [part for part in parts if "not scored" not in part.heading])
    used = (*sections.values(), *(text for part in parts for text in (part.heading, *part.questions)))
    kept = _needed(choices, declared, {*always}.union(*map(_NAME.findall, used)))
    themes = ('theme north "North"', 'theme south "South"')
    return Draft(_head(choices), (*kept, *themes), sections, tuple(parts))


def _needed(choices: Choices, declared: Sequence[str], words: set[str]) -> tuple[str, ...]:
    """The declarations that something rests on, going by the words there are, and some of the others."""
    kept: list[str] = []
    # What rests on others is declared after them.
    for text in reversed(declared):
        _, name = _NAME.findall(text)[:2]
        # What is worked out is seen even where nothing rests on it.
        if (
            name in words
            or text.startswith(("rating", "check"))
            or once_in(choices, 2 if "worked out" in text else 6)
        ):
            kept.append(text)
            words.update(_NAME.findall(text))
    lists = (f"list {name}: {', '.join(items)}" for name, items in LISTS.items() if name in words)
    return (*lists, *reversed(kept))


_NAME = re.compile(r"[a-z_][a-z_0-9]*")


def _head(choices: Choices) -> str:
    calendar = choices.pick(("weekends_only", "england_and_wales", "england_and_wales"))
    rule = choices.pick(("are left out", "count as insufficient", "stop the score"))
    by = choices.pick(("rounded", "exact"))
    return "\n".join(
        (
            'framework made "Made up"',
            f'  version "1"\n  calendar {calendar}\n  unanswered questions {rule}',
            f"bands by the {by} score",
            '  good "Good" from 66% worth 2 points',
            '  fair "Fair" from 33.5% worth 1 point',
            '  poor "Poor" otherwise worth 0 points',
            f"bands by_points by the {by} score",
            '  high "High" from 3 points',
            '  low "Low" otherwise',
        )
    )


# --- Facts -----------------------------------------------------------------------------------


def _facts(choices: Choices, always: Sequence[str]) -> tuple[Known, list[str]]:
    """Facts of every type; not all of them in one framework, so that what is said is often said of the same few."""
    known, made = _inspection_facts(choices)
    made += [
        'fact asked "Asked" yes or no',
        'fact opened "Opened" date' + choices.pick(("", " required")),
        'fact visits "Visits" whole number from 0 to 5',
    ]
    known = known.told("flags", "asked").told("days", "opened").told("counts", "visits")
    of_cases: tuple[tuple[str, str, str], ...] = (
        ("flags", "urgent", "yes or no"),
        ("colours", "colour", 'one of red "Red", green, blue'),
        ("amounts", "cost", "number"),
        ("days", "closed", "date"),
        ("texts", "note", "text"),
        ("words", "tone", f"one of {', '.join(_WORDS['tone'])}"),
        ("words", "place_now", f"one of {', '.join(_WORDS['place_now'])}"),
        ("counts", "size", "whole number"),
    )
    for kind, name, type_ in some(choices, of_cases, 1):
        made.append(f'fact {name} "{name}" {type_}{_where(choices, known)}')
        known = known.told(kind, (name, _WORDS[name]) if kind == "words" else name)
    known, repeated = _repeated_facts(choices, known)
    known, derived = _derived_facts(choices, known, always)
    return known, [*made, *repeated, *derived]


#: The words of the facts that are one of some.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "tone": ("red", "low", "middle", "high", "green"),
    "place_now": (*LISTS["place"], "away"),
    "season": ("red", "green", "low"),
}


def _inspection_facts(choices: Choices) -> tuple[Known, list[str]]:
    """Facts of the inspection: of every type, some worked out, some only sometimes."""
    unusual = 'fact unusual "Unusual" yes or no of the inspection'
    known = Known(flags=("unusual",))
    if once_in(choices, 2):
        return known, [unusual]
    made = [unusual, 'fact quota "Quota" whole number from 0 to 5 of the inspection']
    known = known.told("counts", "quota")
    plain = (("amounts", "rate", "number"), ("days", "visited", "date"), ("texts", "motto", "text"))
    for kind, name, type_ in some(choices, plain):
        made.append(f'fact {name} "{name}" {type_} of the inspection{_where(choices, known)}')
        known = known.told(kind, name)
    if once_in(choices, 2):
        head = f'fact season "Season" one of {", ".join(_WORDS["season"])} of the inspection'
        made.append(f"{head}{_where(choices, known)} {_rows(choices, known, _WORDS['season'])}")
        known = known.told("words", ("season", _WORDS["season"]))
    if once_in(choices, 2):
        known, limit = _worked_out_number(choices, known, "limit", "of the inspection")
        made.append(limit)
    return known, made


def _repeated_facts(choices: Choices, known: Known) -> tuple[Known, list[str]]:
    made: list[str] = []
    one, both = ("place",), ("place", "phase")
    facts: tuple[tuple[Kind, str, str, tuple[str, ...]], ...] = (
        ("flags", "need", "yes or no", one),
        ("days", "seen_on", "date", one),
        ("counts", "times", "whole number", one),
        ("flags", "active", "yes or no", both),
    )
    for kind, name, type_, lists in some(choices, facts, 0, choices.pick((0, 1, 4))):
        within, how = inside(known, lists), ""
        if kind == "counts" and once_in(choices, 2):
            how = f" worked out as {quantity(choices, within, whole=True)}"
        label = " ".join(f"{{{each}}}" for each in lists)
        for_each = f"for each {' and '.join(lists)}"
        made.append(f'fact {name} "{name} {label}" {for_each} {type_}{_where(choices, within)}{how}')
        known = known.told_repeat(Repeated(name, kind, {each: LISTS[each] for each in lists}))
    return known, made


def _derived_facts(choices: Choices, known: Known, always: Sequence[str]) -> tuple[Known, list[str]]:
    made: list[str] = []
    names = some(choices, ("shade", "length", "fit"), 0, choices.pick((1, 3)))
    for name in (*names, *(one for one in ("shade", "length") if one in always and one not in names)):
        where = _where(choices, known)
        if name == "length":
            known, length = _worked_out_number(choices, known, name, where)
            made.append(length)
        elif name == "shade":
            rows = _rows(choices, known, COLOURS)
            made.append(f'fact shade "Shade" one of {", ".join(COLOURS)}{where} {rows}')
            known = known.told("colours", name)
        else:
            made.append(f'fact fit "Fit" yes or no{where} {_rows(choices, known, YES_NO)}')
            known = known.told("flags", name)
    return known, made


def _worked_out_number(choices: Choices, known: Known, name: str, clauses: str) -> tuple[Known, str]:
    is_whole = once_in(choices, 2)
    type_, number = "whole number" if is_whole else "number", quantity(choices, known, whole=is_whole)
    made = f'fact {name} "{name}" {type_} {clauses} worked out as {number}'
    return known.told("counts" if is_whole else "amounts", name), made


def _where(choices: Choices, known: Known) -> str:
    return f" only where {truth(choices, known, 1)}" if once_in(choices, 3) else ""


def _rows(choices: Choices, known: Known, words: Sequence[str], line: str = "{}") -> str:
    """A `worked out as` with a row for each word, in any order, the last perhaps `otherwise`, and some words twice."""
    given = [*some(choices, words, len(words)), *some(choices, words, 0, 1)]
    how = "exactly one of " if once_in(choices, 3) else ""
    ends = once_in(choices, 2)
    rows = [f"{word} when {truth(choices, known, 1)}" for word in (given[:-1] if ends else given)]
    rows += [f"{given[-1]} otherwise"] if ends else []
    return f"worked out as {how}{' '.join(line.format(row) for row in rows)}"


def _conditions(choices: Choices, known: Known, names: Sequence[str]) -> tuple[Known, list[str]]:
    made: list[str] = []
    for name in names[: choices.between(0, len(names))]:
        if once_in(choices, 4):
            said = truth(choices, inside(known, ("place",)))
            made.append(f'condition {name} "It was {name} at {{place}}" for each place where {said}')
            known = known.told_repeat(Repeated(name, "conditions", {"place": LISTS["place"]}))
        else:
            made.append(f'condition {name} "It was {name}" where {truth(choices, known)}')
            known = known.told("conditions", name)
    return known, made


# --- Questions -------------------------------------------------------------------------------


def _part(choices: Choices, number: str, known: Known, of_facts: Known, size: int) -> tuple[Known, Part]:
    heading = f'criterion {number} "Criterion {number}"' + _clauses(choices, _inherited(of_facts), 5)
    questions: list[str] = []
    for index in range(choices.between(1, size + 1)):
        known, question = _question(choices, f"q{number.replace('.', '')}{index}", known)
        questions.append(question)
    return known, Part(number[0], number, heading, tuple(questions))


def _inherited(known: Known) -> Mapping[str, Callable[[Choices], str]]:
    said = partial(truth, known=known, depth=1)
    return {
        "only where": said,
        "excluded where": said,
        "excused where": said,
        "unanswered questions": lambda choices: choices.pick(
            ("are left out", "count as insufficient", "stop the score")
        ),
        "not scored": lambda _: "",
    }


#: Clauses that may stand twice, each adding to the other.
_ADDING = frozenset({"only where", "excluded where", "excused where"})


def _clauses(choices: Choices, possible: Mapping[str, Callable[[Choices], str]], times: int = 4) -> str:
    """Some of the clauses, each once in so many times and on a line of its own; some of them twice."""
    found: list[str] = []
    for word, make in possible.items():
        if once_in(choices, times):
            found += [
                f"{word} {make(choices)}" for _ in range(2 if word in _ADDING and once_in(choices, 4) else 1)
            ]
    return "".join(f"\n  {clause}".rstrip() for clause in found)


def _question(choices: Choices, name: str, outside: Known) -> tuple[Known, str]:
    standing = choices.pick(("", "", "", "reported only", "not judged"))
    words = choices.pick((YES_NO, YES_NO, DEGREES, COLOURS))
    items = _picks(choices)
    known = inside(outside, items) if items else outside
    lines = [_asked(name, items)]
    lines += [] if words == YES_NO else [f"  answers one of {', '.join(words)}"]
    if worked_out := once_in(choices, 4):
        lines.append("  " + _rows(choices, known, words, "\n    {}"))
        standing = choices.pick((standing, "scored")) if standing != "not judged" else standing
    lines += [f"  {standing}"] if standing else []
    said = partial(truth, known=known)
    over = _clauses(choices, {"only where": said, "excluded where": partial(said, depth=1)})
    text = "\n".join(lines) + over
    if standing != "not judged":
        text += _judged(choices, evolve(known, own=words))
        if standing == "scored" or not (standing or worked_out):
            text += _feeds(choices, items)
    if not worked_out:
        text += choices.pick(("", "\n  may be marked not applicable"))
    one = Repeated(name, "judged" if standing != "not judged" else "unjudged", items, words)
    return _told_question(outside, one), text


def _picks(choices: Choices) -> Mapping[str, Sequence[str]]:
    """The lists a question is repeated for, mostly none, and the items picked of each, mostly all."""
    lists = choices.pick(((), (), (), (), ("place",), ("place", "phase")))
    return {each: LISTS[each][:1] if once_in(choices, 4) else LISTS[each] for each in lists}


def _asked(name: str, items: Mapping[str, Sequence[str]]) -> str:
    """The first line of a question, and the lists it is repeated for."""
    if not items:
        return f'question {name} "Was {name} done?"'
    picked = (
        each if these == LISTS[each] else f"{each} in ({', '.join(these)})" for each, these in items.items()
    )
    label = " ".join(f"{{{each}}}" for each in items)
    return f'question {name} "Was {name} done ({label})?"\n  for each {" and ".join(picked)}'


def _told_question(known: Known, one: Repeated) -> Known:
    if not one.items:
        return known.told(one.kind, (one.name, one.words))
    if one.kind == "judged":
        known = known.told("families", (one.name, len(one.instances)))
    return known.told_repeat(one)


def _judged(choices: Choices, known: Known) -> str:
    """When a judged question is sufficient, and when what is not is excused."""
    words = known.own
    forms = ["expression", "expression", "word", "words", *(["unsaid"] if words == YES_NO else [])]
    form = choices.pick(forms)
    said = {
        "unsaid": "",
        "word": f"\n  sufficient when {choices.pick(words)}",
        "words": f"\n  sufficient when {', '.join(some(choices, words, 2))}",
    }.get(form)
    said = f"\n  sufficient when {truth(choices, known)}" if said is None else said
    return said + _clauses(choices, {"excused where": partial(truth, known=known, depth=1)}, 3)


def _feeds(choices: Choices, items: Mapping[str, Sequence[str]]) -> str:
    if not once_in(choices, 3):
        return ""
    fed = choices.pick(("north", "south", "north, south"))
    if items and once_in(choices, 2):
        fed = ", ".join(f"{theme} for {choices.pick(items['place'])}" for theme in fed.split(", "))
    return f"\n  feeds {fed}"


# --- Ratings ---------------------------------------------------------------------------------


def _checks(choices: Choices, known: Known) -> list[str]:
    made: list[str] = []
    for at in range(choices.between(0, 3)):
        when = choices.pick(("", f"\n  when {truth(choices, known)}"))
        made.append(f'check check_{at} "Check {at}"{when}\n  expect {truth(choices, known, 1)}')
    return made


def _ratings(choices: Choices, known: Known, parts: Sequence[Part]) -> list[str]:
    of = ["north", "south", *(f"criterion {part.number}" for part in parts)]
    measure = choices.pick(("lowest of", "highest of", "average of"))
    taken = ", ".join(some(choices, of, 1, 3))
    one = choices.pick(of)
    caps = (
        "",
        f"at most fair when {one} is below 50%",
        f"at least fair when {one} is in fair or better and unusual",
        f"at most poor when {one} has no applicable cases",
    )
    rest = choices.pick(("", "scale up the rest", "it counts 0 points"))
    share = f"share of cases where {truth(choices, known)}\n    out of cases where {truth(choices, known, 1)}"
    ratings = (
        f'rating portion "Portion"\n  {share}',
        f'rating taken "Taken together"\n  {measure} ({taken})\n  {choices.pick(caps)}',
        f'rating summed "Summed up"\n  total of points of ({taken})\n  {rest}\n  in bands by_points',
        f'rating led "Leadership"\n  judged by inspectors\n  {choices.pick(caps)}',
    )
    return list(some(choices, ratings, 0, 3))
