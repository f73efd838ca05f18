"""What can be said in criteria of the things there are: statements that are yes or no, and numbers.

`truth` and `quantity` make the text of one from Choices. Everything of the language that can stand in a clause about
a case is among the forms here; `test_generated.py` holds them to that.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Literal

from attrs import evolve, frozen

from choices import Choices, once_in, some

#: Days about which something happens to calendars: none, Christmas, a leap day, Easter, the ends of months.
TURNS = (
    date(2011, 7, 1),
    date(2011, 12, 23),
    date(2012, 2, 28),
    date(2012, 4, 5),
    date(2012, 5, 31),
    date(2011, 1, 31),
)
COLOURS = ("red", "green", "blue")
UNITS = ("working days", "days", "weeks", "months")
TEXTS = ("seen", "not seen", "Seen")

#: The lists that things are repeated for, and their items.
LISTS: Mapping[str, tuple[str, ...]] = {"place": ("here", "there"), "phase": ("early", "later")}

Kind = Literal["flags", "words", "counts", "days", "conditions", "judged", "unjudged"]
Worded = tuple[str, tuple[str, ...]]


@frozen
class Repeated:
    """A thing that is repeated for some items of each of some lists."""

    name: str
    kind: Kind
    items: Mapping[str, Sequence[str]]
    words: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is repeated for all items of the lists."""
        return all(len(items) == len(LISTS[each]) for each, items in self.items.items())

    @property
    def instances(self) -> tuple[object, ...]:
        """The instances, as they are named outside of the repeat."""
        return tuple(self.named(pick) for pick in product(*self.items.values()))

    def named(self, picked: Sequence[str]) -> "str | Worded":
        """The instance that some items pick, or the items at hand of some lists."""
        by = picked[0] if len(picked) == 1 else f"({', '.join(picked)})"
        name = f"{self.name} of {by}"
        return (name, self.words) if self.words else name


@frozen
class Known:
    """What something said may speak of, by name. `own` holds the answer words where `the answer` may stand."""

    flags: tuple[str, ...] = ()
    #: Facts that are red, green or blue; those that are one of other words stand under `words`.
    colours: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    words: tuple[Worded, ...] = ()
    days: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    judged: tuple[Worded, ...] = ()
    unjudged: tuple[Worded, ...] = ()
    #: Repeats of judged questions, that can stand in a list of questions, and how many each has.
    families: tuple[tuple[str, int], ...] = ()
    repeated: tuple[Repeated, ...] = ()
    #: The lists of which an item is at hand.
    at_hand: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    def told(self, kind: str, *names: object) -> "Known":
        """With more things of a kind."""
        return evolve(self, **{kind: (*getattr(self, kind), *names)})

    def told_repeat(self, one: Repeated) -> "Known":
        """With a repeat: by its instances and, where every item has one, by the item at hand."""
        known = self.told("repeated", one) if one.is_whole else self
        return known.told(one.kind, *one.instances)

    @property
    def worded(self) -> tuple[Worded, ...]:
        """Every fact that is one of some words."""
        return *((name, COLOURS) for name in self.colours), *self.words

    def without_questions(self) -> "Known":
        """With no questions to speak of, which may not be negated."""
        return evolve(self, judged=(), unjudged=(), families=())


def inside(known: Known, lists: Iterable[str]) -> Known:
    """What may be spoken of in a thing repeated for some lists: the items at hand, and what they pick."""
    found = evolve(known, at_hand=tuple(lists))
    for one in known.repeated:
        if set(one.items) <= set(found.at_hand):
            found = found.told(one.kind, one.named(tuple(one.items)))
    return found


# --- Yes or no -------------------------------------------------------------------------------


def truth(choices: Choices, known: Known, depth: int = 2) -> str:
    """Something that is yes or no, in brackets where it has to be."""
    if not depth or once_in(choices, 2):
        return _statement(choices, known)
    form = choices.pick(("and", "or", "all of", "any of", "none of", "at least", "not"))
    if form == "not":
        return f"not ({truth(choices, known.without_questions(), depth - 1)})"
    items = [truth(choices, known, depth - 1) for _ in range(choices.between(2, 3))]
    if form in {"and", "or"}:
        return "(" + f" {form} ".join(items) + ")"
    if form == "at least":
        form = f"at least {choices.between(1, len(items))} of"
    return f"{form} ({', '.join(items)})"


def _statement(choices: Choices, known: Known) -> str:
    kinds = [kind for kind, (is_possible, _) in _STATEMENTS.items() if is_possible(known)]
    return _STATEMENTS[choices.pick(kinds)][1](choices, known)


def _flag(choices: Choices, known: Known) -> str:
    name, other = choices.pick(known.flags), choices.pick(known.flags)
    forms = ("{}", "not {}", "{} is yes", "{} is no", "{} is not no", "{} is known", "{} is missing")
    return choices.pick((*forms, "{} is {}", "{} is not {}")).format(name, other)


def _worded(choices: Choices, known: Known) -> str:
    name, words = choices.pick(known.worded)
    return _is_word(choices, name, words, _alike(known, name, words))


def _alike(known: Known, name: str, words: Sequence[str]) -> tuple[str, ...]:
    """Facts that can have the same words."""
    return tuple(other for other, its in known.worded if other != name and set(its) & set(words))


def _is_word(choices: Choices, name: str, words: Sequence[str], others: Sequence[str]) -> str:
    """Something said of the word a fact or an answer is."""
    is_ = choices.pick(("is", "is not"))
    form = choices.between(1, 4 if others else 3)
    if form == 1:
        return f"{name} {choices.pick((is_ + ' ' + choices.pick(words), 'is missing', 'is known'))}"
    if form == 2:
        return f"{name} {is_} one of ({', '.join(some(choices, words))})"
    if form == 3:
        return f"{name} {is_} {choices.pick(words)}"
    other = choices.pick(others)
    return choices.pick((f"{name} {is_} {other}", f"{name} {is_} one of ({choices.pick(words)}, {other})"))


def _number(choices: Choices, known: Known) -> str:
    left = quantity(choices, known)
    least, most = next((ends for unit, ends in _REACHES.items() if left.startswith(unit)), (0, 5))
    low, high = sorted((choices.between(least, most), choices.between(least, most)))
    form = choices.between(1, 6)
    if form == 1:
        return f"{left} {choices.pick(_ORDERS)} {low}"
    if form == 2:
        return f"{left} is between {low} and {high}"
    if form == 3:
        is_ = choices.pick(("is", "is not"))
        return f"{left} {is_} one of ({', '.join(map(str, some(choices, range(least, most + 1), 1, 3)))})"
    other = quantity(choices, known)
    if form == 4:
        return f"{left} {choices.pick(_ORDERS)} {other}"
    if form == 5:
        return f"{left} is between {choices.pick((f'{low} and {other}', f'{other} and {high}'))}"
    return f"{left} {choices.pick(('is', 'is not'))} one of ({high}, {other}, {low})"


#: What numbers of units there are between days not far apart.
_REACHES = {
    "days": (-10, 40),
    "working days": (-5, 25),
    "weeks": (-2, 6),
    "months": (-1, 3),
    "years": (-1, 1),
}

_ORDERS = ("is", "is not", "is at least", "is at most", "is more than", "is less than")


def _day(choices: Choices, known: Known) -> str:
    left = choices.pick(known.days)
    is_ = choices.pick(("is", "is not"))
    right = _other_day(choices, known, left)
    form = choices.between(1, 7)
    if form == 1:
        order = choices.pick(("before", "after", "on or before", "on or after"))
        return f"{left} is {order} {right}"
    if form == 2:
        first, last = sorted((_some_day(choices), _some_day(choices)))
        ends = [f"{first} and {last}"]
        ends += [] if right[0].isdigit() else [f"{first} and {right}", f"{right} and {last}"]
        return f"{left} is between {choices.pick(ends)}"
    if form == 3:
        return f"{left} {choices.pick((f'{is_} {right}', f'{is_} one of ({_some_day(choices)}, {right})'))}"
    if form == 4:
        return f"{left} {choices.pick(('is missing', 'is known'))}"
    reach = f"{choices.between(0, choices.pick((3, 10, 20)))} {choices.pick((*UNITS, 'working days'))}"
    if form == 5:
        return f"{left} is within {reach} {choices.pick(('after', 'before', 'either side of'))} {right}"
    bound = choices.pick(("no later than", "no earlier than"))
    return f"{left} is {bound} {reach} {choices.pick(('after', 'before'))} {right}"


def _other_day(choices: Choices, known: Known, left: str) -> str:
    return choices.pick((*(day for day in known.days if day != left), _some_day(choices), _some_day(choices)))


def _some_day(choices: Choices) -> str:
    return (choices.pick(TURNS) + timedelta(days=choices.between(-3, 10))).isoformat()


def _text(choices: Choices, known: Known) -> str:
    name, other = choices.pick(known.texts), choices.pick((*known.texts, '"seen"'))
    forms = ('{} is "seen"', '{} is not "seen"', "{} is known", "{} is missing", '{} is one of ("seen", {})')
    return choices.pick((*forms, "{} is {}", "{} is not {}")).format(name, other)


def _item(choices: Choices, known: Known) -> str:
    """Something said of the item at hand."""
    name = choices.pick(known.at_hand)
    item = choices.pick(LISTS[name])
    same = tuple(other for other, words in known.worded if set(LISTS[name]) <= set(words))
    forms = [f"{name} is {item}", f"{name} is not {item}", f"{name} is one of ({item})"]
    forms += [f"{other} {is_} {name}" for other in same for is_ in ("is", "is not")]
    return choices.pick(forms)


def _question(choices: Choices, known: Known) -> str:
    """Something said of one question."""
    name, words = choices.pick((*known.judged, *known.unjudged))
    form = choices.between(1, 4)
    if form == 1:
        return _is_word(choices, name, words, _alike(known, name, words))
    if form == 2 and (name, words) in known.judged:
        rest = choices.pick(("", " or not applicable"))
        return f"{name} is {choices.pick(('sufficient', 'insufficient'))}{rest}"
    return f"{name} {choices.pick(('applies', 'does not apply', 'is missing', 'is known'))}"


def _several(choices: Choices, known: Known) -> str:
    """How several questions stand, whole families among them."""
    listed = some(choices, (*known.families, *((name, 1) for name, _ in known.judged)), 1, 3)
    count = choices.between(1, sum(size for _, size in listed))
    which = choices.pick(("all of", "any of", "none of", f"at least {count} of"))
    names = ", ".join(name for name, _ in listed)
    return f"{which} ({names}) are {choices.pick(('sufficient', 'insufficient'))}"


def _own(choices: Choices, known: Known) -> str:
    return _is_word(choices, "the answer", known.own, _alike(known, "", known.own))


def _how_many(choices: Choices, known: Known) -> str:
    """A count that may be open, which comes to yes or no only where it does so whatever it turns out to be."""
    is_, low = choices.pick(("is", "is not")), choices.between(0, 2)
    more = choices.pick(("", f" {choices.pick('+-')} {choices.pick((*known.counts, '1'))}"))
    if once_in(choices, 2):
        more += f" {choices.pick('+-')} {choices.pick((*known.amounts, '0.25', '0.5'))}"
    left = f"{_number_of(choices, known)}{more}"
    values = [choices.pick((*known.counts, "0", "1", "1", "2")) for _ in range(choices.between(2, 4))]
    return choices.pick(
        (
            f"{left} {choices.pick(_ORDERS)} {low}",
            f"{left} {is_} one of ({', '.join(values)})",
            f"{left} is between {low} and {low + choices.between(0, 1)}",
            f"{left} is between {choices.pick(values)} and {choices.pick(known.counts)}",
        )
    )


# --- Numbers ---------------------------------------------------------------------------------


def quantity(choices: Choices, known: Known, *, whole: bool = False) -> str:
    """Something that is a number, or a whole one."""
    forms = ["count", *(["amount", "amount"] if known.amounts and not whole else []), "sum"]
    forms += ["elapsed", "elapsed"] if len(known.days) > 1 else []
    forms += ["number of"] if known.judged or known.unjudged else []
    form = choices.pick(forms)
    if form != "sum":
        return _simple(choices, known, form)
    parts = [_simple(choices, known, choices.pick([f for f in forms if f != "sum"])), choices.pick("123")]
    parts += [] if whole else ["0.25"]
    parts.append(_simple(choices, known, choices.pick([f for f in forms if f != "sum"])))
    signs = [choices.pick(("+", "-")) for _ in range(choices.between(1, 2))]
    return parts[0] + "".join(f" {sign} {choices.pick(parts[1:])}" for sign in signs)


def _simple(choices: Choices, known: Known, form: str) -> str:
    """A number that is no sum."""
    match form:
        case "count":
            return choices.pick(known.counts)
        case "amount":
            return choices.pick(known.amounts)
        case "elapsed":
            first, last = some(choices, (*known.days, _some_day(choices)), 2, 2)
            return f"{choices.pick((*UNITS, 'months', 'years'))} from {first} to {last}"
        case _:
            return _number_of(choices, known)


def _number_of(choices: Choices, known: Known) -> str:
    judged = (*(name for name, _ in known.judged), *(name for name, _ in known.families))
    if judged and not once_in(choices, 4):
        listed, standing = some(choices, judged, 1, 3), choices.pick(("are sufficient", "are insufficient"))
    else:
        unjudged = tuple(name for name, _ in known.unjudged)
        listed, standing = some(choices, (*judged, *unjudged), 1, 3), "apply"
    return f"number of ({', '.join(listed)}) that {standing}"


_STATEMENTS: Mapping[str, tuple[Callable[[Known], object], Callable[[Choices, Known], str]]] = {
    "flag": (lambda known: known.flags, _flag),
    "words": (lambda known: known.worded, _worded),
    "number": (lambda known: known.counts, _number),
    "day": (lambda known: known.days, _day),
    "text": (lambda known: known.texts, _text),
    "condition": (lambda known: known.conditions, lambda choices, known: choices.pick(known.conditions)),
    "item": (lambda known: known.at_hand, _item),
    "question": (lambda known: known.judged or known.unjudged, _question),
    "how many": (lambda known: known.counts and (known.judged or known.unjudged), _how_many),
    "questions": (lambda known: known.judged or known.families, _several),
    "own": (lambda known: known.own, _own),
}
