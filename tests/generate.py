"""Valid frameworks as criteria text, and case records to match, drawn by Hypothesis.

`drafts()` draws a framework as declarations that can be put in another order, `written` turns it into
the texts of its files, and `records(framework)` draws cases for it: values, blanks and marks,
some of them where they should not be.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from attrs import evolve, frozen
from hypothesis import strategies as st

from aboveline.framework.model import Framework, JudgedByInspectors
from aboveline.framework.record_shape import case_shape
from aboveline.records.record import Record
from aboveline.values import Choice, Date, Mark, Number, Text, Value, ValueType, WholeNumber

COLOURS = ("red", "green", "blue")
DEGREES = ("sound", "partly", "unsound")
FIRST_DAY = date(2011, 7, 1)


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


@frozen
class Known:
    """What an expression being drawn may speak of. `own` holds the answer words where `the answer` may stand."""

    flags: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    judged: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unjudged: tuple[tuple[str, tuple[str, ...]], ...] = ()
    own: tuple[str, ...] = ()


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


# --- Expressions -----------------------------------------------------------------------------


@st.composite
def truths(draw: st.DrawFn, known: Known, depth: int = 2) -> str:
    """Something that is yes or no, in brackets where it has to be."""
    if depth and draw(st.booleans()):
        form = draw(st.sampled_from(("and", "or", "all of", "any of", "none of", "at least", "not")))
        if form == "not":
            # What is said of a question must not be negated.
            of_facts = evolve(known, judged=(), unjudged=(), conditions=())
            return f"not ({draw(truths(of_facts, depth - 1))})"
        items = draw(st.lists(truths(known, depth - 1), min_size=2, max_size=3))
        if form in ("and", "or"):
            return "(" + f" {form} ".join(items) + ")"
        if form == "at least":
            form = f"at least {draw(st.integers(1, len(items)))} of"
        return f"{form} ({', '.join(items)})"
    kinds = [kind for kind, drawable in _STATEMENTS.items() if drawable(known)]
    return draw(_DRAWN[draw(st.sampled_from(kinds))](known))


@st.composite
def _flag(draw: st.DrawFn, known: Known) -> str:
    name = draw(st.sampled_from(known.flags))
    return draw(
        st.sampled_from((name, f"not {name}", f"{name} is yes", f"{name} is not no", f"{name} is known"))
    )


@st.composite
def _colour(draw: st.DrawFn, known: Known) -> str:
    name = draw(st.sampled_from(known.colours))
    some = draw(st.lists(st.sampled_from(COLOURS), min_size=1, unique=True))
    listed = f"({', '.join(some)})"
    return draw(
        st.sampled_from(
            (
                f"{name} is {some[0]}",
                f"{name} is not {some[0]}",
                f"{name} is one of {listed}",
                f"{name} is not one of {listed}",
                f"{name} is missing",
            )
        )
    )


@st.composite
def _number(draw: st.DrawFn, known: Known) -> str:
    left = draw(_quantities(known))
    low, high = sorted(draw(st.tuples(st.integers(0, 5), st.integers(0, 5))))
    word = draw(
        st.sampled_from(("is", "is not", "is at least", "is at most", "is more than", "is less than"))
    )
    other = draw(_quantities(known))
    return draw(
        st.sampled_from(
            (
                f"{left} {word} {low}",
                f"{left} {word} {other}",
                f"{left} is between {low} and {high}",
                f"{left} is between {low} and {other}",
                f"{left} is one of ({low}, {high}, {low})",
                f"{left} is not one of ({high}, {other})",
            )
        )
    )


@st.composite
def _quantities(draw: st.DrawFn, known: Known) -> str:
    forms: list[str] = [*known.counts]
    for amount in known.amounts:
        forms += [
            amount,
            f"{amount} + 1",
            f"{amount} - 0.25",
            *(f"{amount} - {count}" for count in known.counts),
        ]
    if len(known.days) > 1:
        unit = draw(st.sampled_from(("days", "working days", "weeks", "months", "years")))
        forms.append(f"{unit} from {known.days[0]} to {known.days[1]}")
    if known.judged:
        standing = draw(st.sampled_from(("are sufficient", "are insufficient", "apply")))
        several = f"number of ({', '.join(name for name, _ in known.judged[-3:])}) that {standing}"
        forms += [several, f"{several} + {draw(st.sampled_from(forms))}"]
    return draw(st.sampled_from(forms))


@st.composite
def _day(draw: st.DrawFn, known: Known) -> str:
    left = draw(st.sampled_from(known.days))
    right = draw(st.sampled_from((*(day for day in known.days if day != left), FIRST_DAY.isoformat())))
    unit, count = draw(st.sampled_from(("days", "working days", "weeks", "months"))), draw(st.integers(0, 20))
    bound = draw(st.sampled_from(("no later than", "no earlier than")))
    way = draw(st.sampled_from(("after", "before")))
    side = draw(st.sampled_from(("after", "before", "either side of")))
    order = draw(st.sampled_from(("before", "after", "on or before", "on or after")))
    return draw(
        st.sampled_from(
            (
                f"{left} is {bound} {count} {unit} {way} {right}",
                f"{left} is within {count} {unit} {side} {right}",
                f"{left} is {order} {right}",
                f"{left} is missing",
            )
        )
    )


@st.composite
def _text(draw: st.DrawFn, known: Known) -> str:
    name = draw(st.sampled_from(known.texts))
    return draw(st.sampled_from((f'{name} is "seen"', f'{name} is not "seen"', f"{name} is known")))


@st.composite
def _question(draw: st.DrawFn, known: Known) -> str:
    name, words = draw(st.sampled_from((*known.judged, *known.unjudged)))
    word = draw(st.sampled_from(words))
    forms = [f"{name} applies", f"{name} does not apply", f"{name} is {word}", f"{name} is not {word}"]
    forms += [f"{name} is one of ({word})", f"{name} is missing", f"{name} is known"]
    if (name, words) in known.judged:
        others = ", ".join(each for each, _ in known.judged[-2:])
        for outcome in ("sufficient", "insufficient"):
            forms += [f"{name} is {outcome}", f"{name} is {outcome} or not applicable"]
            forms += [f"{which} ({others}) are {outcome}" for which in ("all of", "any of", "none of")]
    return draw(st.sampled_from(forms))


@st.composite
def _own(draw: st.DrawFn, known: Known) -> str:
    word = draw(st.sampled_from(known.own))
    return draw(
        st.sampled_from((f"the answer is {word}", f"the answer is not {word}", "the answer is known"))
    )


_STATEMENTS: Mapping[str, Callable[[Known], object]] = {
    "flag": lambda known: known.flags,
    "colour": lambda known: known.colours,
    "number": lambda known: known.counts,
    "day": lambda known: known.days,
    "text": lambda known: known.texts,
    "condition": lambda known: known.conditions,
    "question": lambda known: known.judged or known.unjudged,
    "own": lambda known: known.own,
}

_DRAWN: Mapping[str, Callable[[Known], st.SearchStrategy[str]]] = {
    "flag": _flag,
    "colour": _colour,
    "number": _number,
    "day": _day,
    "text": _text,
    "condition": lambda known: st.sampled_from(known.conditions),
    "question": _question,
    "own": _own,
}


# --- Frameworks ------------------------------------------------------------------------------


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A valid framework."""
    known, declarations = draw(_facts())
    known, conditions = draw(_conditions(known, ("busy", "late")))
    declarations += conditions
    of_facts, parts = known, []
    numbers = draw(st.lists(st.sampled_from(("1.1", "1.2", "2.1")), min_size=1, max_size=3, unique=True))
    for number in sorted(numbers):
        known, part = draw(_parts(number, known, of_facts))
        if draw(st.booleans()):
            name = f"sum_{number.replace('.', '_')}"
            declarations += (f'fact {name} "Sum" number worked out as {draw(_quantities(known))}',)
            known = evolve(known, amounts=(*known.amounts, name))
        known, conditions = draw(_conditions(known, (f"seen_{number.replace('.', '_')}",)))
        declarations += conditions
        parts.append(part)
    ratings = draw(_ratings(known, [part for part in parts if "not scored" not in part.heading]))
    themes = ('theme north "North"', 'theme south "South"')
    sections = {"1": '"First section"', "2": '"Second section"'}
    checks = draw(_checks(known))
    return Draft(draw(_head()), (*declarations, *checks, *ratings, *themes), sections, tuple(parts))


@st.composite
def _head(draw: st.DrawFn) -> str:
    calendar = draw(st.sampled_from(("weekends_only", "england_and_wales")))
    rule = draw(st.sampled_from(("are left out", "count as insufficient", "stop the score")))
    by = draw(st.sampled_from(("rounded", "exact")))
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


@st.composite
def _facts(draw: st.DrawFn) -> tuple[Known, tuple[str, ...]]:
    known = Known(flags=("asked", "urgent"), days=("opened",))
    made = [
        'fact asked "Asked" yes or no',
        'fact urgent "Urgent" yes or no' + draw(_where(known, ("urgent",))),
        'fact opened "Opened" date' + draw(st.sampled_from(("", " required"))),
        'fact unusual "Unusual" yes or no of the inspection',
    ]
    known = evolve(known, flags=("asked", "urgent", "unusual"))
    made.append('fact colour "Colour" one of red "Red", green, blue' + draw(_where(known)))
    made.append('fact visits "Visits" whole number from 0 to 5' + draw(_where(known)))
    made.append('fact cost "Cost" number' + draw(_where(known)))
    made.append('fact closed "Closed" date' + draw(_where(known)))
    made.append('fact note "Note" text')
    made.append('list place: here "Here", there "There"')
    made.append('fact need "Need at {place}" for each place yes or no')
    known = evolve(known, colours=("colour",), counts=("visits",), amounts=("cost",))
    known = evolve(known, days=("opened", "closed"), texts=("note",))
    rows = f"red when {draw(truths(known, 1))} green when {draw(truths(known, 1))}"
    rows += draw(st.sampled_from(("", " blue otherwise")))
    how = draw(st.sampled_from(("", "exactly one of ")))
    made.append(f'fact shade "Shade" one of red, green, blue worked out as {how}{rows}')
    made.append('fact length "Length" whole number worked out as weeks from opened to closed')
    return evolve(known, colours=("colour", "shade"), counts=("visits", "length")), tuple(made)


@st.composite
def _where(draw: st.DrawFn, known: Known, without: tuple[str, ...] = ()) -> str:
    flags = tuple(flag for flag in known.flags if flag not in without)
    rule = draw(truths(evolve(known, flags=flags), 1))
    return draw(st.sampled_from(("", f" only where {rule}")))


@st.composite
def _conditions(draw: st.DrawFn, known: Known, names: tuple[str, ...]) -> tuple[Known, tuple[str, ...]]:
    made: list[str] = []
    for name in names[: draw(st.integers(0, len(names)))]:
        made.append(f'condition {name} "It was {name}" where {draw(truths(known))}')
        known = evolve(known, conditions=(*known.conditions, name))
    return known, tuple(made)


@st.composite
def _parts(draw: st.DrawFn, number: str, known: Known, of_facts: Known) -> tuple[Known, Part]:
    heading = f'criterion {number} "Criterion {number}"' + draw(_clauses(_inherited(of_facts)))
    questions: list[str] = []
    for index in range(draw(st.integers(1, 3))):
        known, question = draw(_questions(f"q{number.replace('.', '')}{index}", known))
        questions.append(question)
    if draw(st.booleans()):
        name = f"met_{number.replace('.', '')}"
        questions.append(f'question {name} "Met at {{place}}" for each place only where need of place')
        known = evolve(known, judged=(*known.judged, (f"{name} of here", ("yes", "no"))))
    return known, Part(number[0], number, heading, tuple(questions))


def _inherited(of_facts: Known) -> Mapping[str, st.SearchStrategy[str]]:
    return {
        "only where": truths(of_facts, 1),
        "excluded where": truths(of_facts, 1),
        "unanswered questions": st.sampled_from(("are left out", "count as insufficient")),
        "not scored": st.just(""),
    }


@st.composite
def _clauses(draw: st.DrawFn, possible: Mapping[str, st.SearchStrategy[str]]) -> str:
    """Some of the clauses, each on a line of its own."""
    some = [word for word in possible if draw(st.integers(0, 3)) == 0]
    return "".join(f"\n  {word} {draw(possible[word])}".rstrip() for word in some)


@st.composite
def _questions(draw: st.DrawFn, name: str, known: Known) -> tuple[Known, str]:
    standing = draw(st.sampled_from(("", "", "", "reported only", "not judged")))
    words = draw(st.sampled_from((("yes", "no"), DEGREES)))
    lines = [f'question {name} "Was {name} done?"']
    lines += [] if words == ("yes", "no") else [f"  answers one of {', '.join(words)}"]
    lines += [f"  {standing}"] if standing else []
    if worked_out := draw(st.integers(0, 4)) == 0:
        how = draw(st.sampled_from(("", "exactly one of ")))
        rows = [f"{word} when {draw(truths(known, 1))}" for word in words[:-1]]
        rows += draw(st.sampled_from(([], [f"{words[-1]} otherwise"])))
        lines.append(f"  worked out as {how}{' '.join(rows)}")
    own = evolve(known, own=words)
    text = "\n".join(lines) + draw(
        _clauses({"only where": truths(known), "excluded where": truths(known, 1)})
    )
    if standing != "not judged":
        text += draw(_sufficiency(own))
        text += draw(_clauses({"excused where": truths(own, 1)}))
        if not standing and not worked_out:
            text += draw(_clauses({"feeds": st.sampled_from(("north", "south", "north, south"))}))
    if not worked_out:
        text += draw(st.sampled_from(("", "\n  may be marked not applicable")))
    named = (name, words)
    if standing == "not judged":
        return evolve(known, unjudged=(*known.unjudged, named)), text
    return evolve(known, judged=(*known.judged, named)), text


@st.composite
def _sufficiency(draw: st.DrawFn, own: Known) -> str:
    some = ", ".join(own.own[:2])
    forms = [f"sufficient when {own.own[0]}", f"sufficient when {draw(truths(own))}"]
    forms += [f"sufficient when {some}"] if own.own == DEGREES else [""]
    return "\n  " + draw(st.sampled_from(forms))


@st.composite
def _checks(draw: st.DrawFn, known: Known) -> tuple[str, ...]:
    made: list[str] = []
    for at in range(draw(st.integers(0, 3))):
        when = draw(st.sampled_from(("", f"\n  when {draw(truths(known))}")))
        made.append(f'check check_{at} "Check {at}"{when}\n  expect {draw(truths(known, 1))}')
    return tuple(made)


@st.composite
def _ratings(draw: st.DrawFn, known: Known, parts: Sequence[Part]) -> tuple[str, ...]:
    of = ["north", "south", *(f"criterion {part.number}" for part in parts)]
    measure = draw(st.sampled_from(("lowest of", "highest of", "average of")))
    some = ", ".join(draw(st.lists(st.sampled_from(of), min_size=1, max_size=3, unique=True)))
    one = draw(st.sampled_from(of))
    caps = st.sampled_from(
        (
            "",
            f"at most fair when {one} is below 50%",
            f"at least fair when {one} is in fair or better and unusual",
            f"at most poor when {one} has no applicable cases",
        )
    )
    rest = draw(st.sampled_from(("", "scale up the rest", "it counts 0 points")))
    return tuple(
        draw(
            st.lists(
                st.sampled_from(
                    (
                        f'rating taken "Taken together"\n  {measure} ({some})\n  {draw(caps)}',
                        f'rating summed "Summed up"\n  total of points of ({some})\n  {rest}\n  in bands by_points',
                        f'rating led "Leadership"\n  judged by inspectors\n  {draw(caps)}',
                        (
                            f'rating portion "Portion"\n  share of cases where {draw(truths(known))}'
                            f"\n    out of cases where {draw(truths(known, 1))}"
                        ),
                    )
                ),
                max_size=3,
                unique=True,
            )
        )
    )


# --- Cases -----------------------------------------------------------------------------------


def values_of(kind: ValueType) -> st.SearchStrategy[Value]:
    """The values a thing of some type can have."""
    match kind:
        case Choice():
            return st.sampled_from(kind.names)
        case WholeNumber():
            return st.integers(kind.low or 0, kind.high or 9)
        case Number():
            return st.decimals(Decimal(-2), Decimal(6), places=2)
        case Date():
            return st.integers(-40, 40).map(lambda days: FIRST_DAY + timedelta(days=days))
        case Text():
            return st.sampled_from(("seen", "not seen"))


@st.composite
def records(draw: st.DrawFn, framework: Framework, case_id: str = "A1") -> Record:
    """A case of a framework: any value a field can hold, many of them blank, some marks."""
    values: dict[str, Value | Mark] = {}
    for one in case_shape(framework).fields:
        form = draw(st.integers(0, 9))
        if form < 7:
            values[one.key] = draw(values_of(one.type))
        elif form == 7 and (one.markable or one.kind == "answer"):
            values[one.key] = Mark.NOT_APPLICABLE
    return Record(case_id, values)


def batches(framework: Framework, least: int = 0, most: int = 5) -> st.SearchStrategy[list[Record]]:
    """Some cases of a framework, each with its own id."""
    return st.integers(least, most).flatmap(
        lambda size: st.tuples(*(records(framework, f"A{index}") for index in range(size))).map(list)
    )


@st.composite
def inspections(draw: st.DrawFn, framework: Framework) -> Record:
    """The record of the inspection: its facts, and the steps the inspectors judged."""
    values: dict[str, Value | Mark] = {}
    for fact in framework.facts.values():
        if fact.of_inspection and draw(st.booleans()):
            values[fact.key] = draw(values_of(fact.type))
    for rating in framework.ratings.values():
        if isinstance(rating.measure, JudgedByInspectors) and draw(st.booleans()):
            values[rating.key] = draw(st.sampled_from(framework.bands[rating.bands].steps)).name
    return Record("", values)
