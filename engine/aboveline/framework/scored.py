"""Turns a name in a rating or an example into the score it names, and the bands that score is read in."""

from typing import Literal

from attrs import field

from aboveline.diagnostics import Diagnostic, Diagnostics, Label
from aboveline.framework.expressions import ScoreRef
from aboveline.framework.faults import fault, unknown
from aboveline.framework.model import BandSet, Framework
from aboveline.framework.names import Declared, Names, PartName, Scope, instance_key, lookup
from aboveline.frozen import frozen
from aboveline.source import Span
from aboveline.syntax import tree

#: What kind of figure a score is: a percentage, a total of points, or just a step that people chose.
Figure = Literal["percent", "points", "step"]


@frozen
class Scored:
    """Something that has a score: what it is called, its bands (None if it has none), where it is declared."""

    ref: ScoreRef
    words: str
    figure: Figure
    bands: BandSet | None
    at: Span = field(eq=False, repr=False)


@frozen
class Ground:
    """What ratings and examples are resolved against: the names, and the framework as far as it is built."""

    names: Names
    framework: Framework


Found = tuple[Scored | None, Diagnostics]


def score_named(expr: tree.Expr, ground: Ground) -> Found:
    """The score a name, an instance or a `criterion 1.1` stands for.

    None with nothing said where what it names could not be read.
    """
    match expr:
        case tree.Part():
            return _part(expr, ground)
        case tree.Name():
            declared, wrong = lookup(expr, ("question", "theme", "rating"), ground.names)
            return _declared(declared, expr, ground) if declared else (None, wrong)
        case tree.Instance():
            return _instance(expr, ground)
        case tree.Grouped():
            return score_named(expr.item, ground)
        case _:
            message = "expected something that has a score: a question, a theme, a rating, or a part such as `criterion 1.1`"
            return None, (fault("score-needed", message, expr.span),)


def bands_of_rating(node: tree.Rating, ground: Ground) -> BandSet | None:
    """The bands a rating is read in; None if it has none."""
    named = next((c.name.text for c in node.clauses if isinstance(c, tree.InBands)), "")
    return ground.framework.bands.get(named)


def figure_of_rating(node: tree.Rating) -> Figure:
    """What kind of figure a rating is."""
    for clause in node.clauses:
        match clause:
            case tree.JudgedByInspectors():
                return "step"
            case tree.Measure(kind="total of points of"):
                return "points"
            case _:
                pass
    return "percent"


def _part(part: tree.Part, ground: Ground) -> Found:
    named = ground.names.criteria if part.kind == "criterion" else ground.names.sections
    found = named.get(part.number)
    if found is None:
        number = tree.Name(part.number, part.span)
        return None, (unknown("unknown-part", f"the number of a {part.kind}", number, named),)
    built = ground.framework.criteria if part.kind == "criterion" else ground.framework.sections
    if part.number not in built:
        return None, ()
    if not built[part.number].scored:
        return None, (_not_scored(part, found),)
    bands = ground.framework.bands.get(built[part.number].bands)
    ref = ScoreRef(part.kind, part.number, part.span)
    return Scored(ref, f"{part.kind} {part.number}", "percent", bands, found.at), ()


def _not_scored(part: tree.Part, found: PartName) -> Diagnostic:
    return fault(
        "part-not-scored",
        f"expected something that has a score, but {part.kind} {part.number} is `not scored`",
        Label(part.span),
        Label(found.at, "`not scored`"),
    )


def _declared(declared: Declared, name: tree.Name, ground: Ground) -> Found:
    framework = ground.framework
    match declared.kind:
        case "theme" if declared.name in framework.themes:
            bands = framework.bands.get(framework.themes[declared.name].bands)
            ref = ScoreRef("theme", declared.name, name.span)
            return Scored(ref, declared.name, "percent", bands, declared.at), ()
        case "rating" if isinstance(declared.node, tree.Rating):
            ref = ScoreRef("rating", declared.name, name.span)
            bands, figure = bands_of_rating(declared.node, ground), figure_of_rating(declared.node)
            return Scored(ref, declared.name, figure, bands, declared.at), ()
        case "question" if declared.is_repeated and declared.name in framework.families:
            family = framework.families[declared.name]
            ref = ScoreRef("family", family.key, name.span)
            instances = family.questions
            if not all(framework.questions[key].is_judged for key in instances):
                return None, _not_judged(declared, name.span)
            return Scored(ref, declared.name, "percent", framework.bands.get(family.bands), declared.at), ()
        case "question":
            return _question(declared, declared.name, name.span, ground)
        case _:
            return None, ()


def _instance(expr: tree.Instance, ground: Ground) -> Found:
    declared, wrong = lookup(expr.name, ("question",), ground.names)
    if declared is None:
        return None, wrong
    key, wrong = instance_key(declared, expr.items, Scope(ground.names), expr.span)
    return _question(declared, key, expr.span, ground) if key else (None, wrong)


def _question(declared: Declared, key: str, at: Span, ground: Ground) -> Found:
    question = ground.framework.questions.get(key)
    if question is None:
        return None, ()
    if not question.is_judged:
        return None, _not_judged(declared, at)
    bands = ground.framework.bands.get(question.bands)
    words = Scope(ground.names).words(tree.Name(key, at)) or key
    return Scored(ScoreRef("question", key, at), words, "percent", bands, declared.at), ()


def _not_judged(declared: Declared, at: Span) -> Diagnostics:
    message = f"expected something that has a score, but the question `{declared.name}` is `not judged`"
    return (fault("not-judged", message, Label(at), Label(declared.at, "`not judged`")),)
