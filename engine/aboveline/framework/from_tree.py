"""Turns the trees of a folder into a Framework, and says everything that is wrong with them at once.

The passes here are in the order that each needs: what is declared, what the names stand for, then
the declarations themselves, then ratings and examples, which speak of scores, then surveys, then the checks of the
whole. An expression that cannot be resolved is taken for one that is always yes, so that the rest
can still be checked; such a framework is thrown away at the end.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from aboveline.diagnostics import Diagnostic, Diagnostics, has_errors
from aboveline.framework.clauses import is_broken
from aboveline.framework.declared import Declarations, collect
from aboveline.framework.examples import resolve_examples
from aboveline.framework.facts import checks, conditions, facts, themes
from aboveline.framework.faults import fault
from aboveline.framework.header import Header, header, unsaid_calendar
from aboveline.framework.model import Criterion, Framework, Section
from aboveline.framework.names import Names
from aboveline.framework.parts import Inherited, PartMade, parts, stand_in
from aboveline.framework.questions import Asked, questions
from aboveline.framework.ratings import resolve_ratings
from aboveline.framework.signatures import sign
from aboveline.framework.surveys import resolve_surveys
from aboveline.framework.translations import faults_of_translations, in_language
from aboveline.framework.whole_faults import faults_of_whole
from aboveline.source import Source, Span
from aboveline.syntax import tree


def build(trees: Sequence[tree.Tree], sources: Mapping[str, Source]) -> tuple[Framework | None, Diagnostics]:
    """The framework some trees make, or None if anything is wrong; and all that is, in the order of the files.

    The order of the trees does not matter: files are taken by name. A tree with a part that could
    not be read makes no framework, though nothing more is said of that part. Its texts are those that
    are no translations.
    """
    trees = sorted(trees, key=lambda t: t.file)
    found: list[Diagnostic] = [*faults_of_translations(trees)]
    head = header(trees, found)
    declared, faults = collect(trees)
    found.extend(faults)
    names, faults = sign(declared, trees, sources)
    found.extend(faults)
    framework = _judging(head, names, declared, found)
    found.extend(_missing_bands(framework, names, head))
    framework = _scoring(framework, names, trees, found)
    surveys, of_surveys = resolve_surveys(names, trees)
    framework = evolve(framework, surveys=surveys)
    found.extend(d for d in of_surveys if d.is_error)
    whole = not has_errors(found) and not _is_unread(trees)
    # What could not be read or resolved is not seen to be used, so with errors only errors are worth saying.
    worth_a_look = (*of_surveys, *faults_of_whole(framework, trees))
    found.extend(d for d in worth_a_look if whole or d.is_error)
    found.extend(unsaid_calendar(trees, head) if whole and head.calendar is None else ())
    ordered = _in_order(found)
    return (None if has_errors(ordered) or _is_unread(trees) else framework), ordered


def spoken(framework: Framework, trees: Sequence[tree.Tree], language: str) -> Framework:
    """The framework that some trees make, its texts in a language; what is not translated into it stays as it is.

    A framework that is right is right in every language, as translations are looked at whichever it is built in.
    """
    if language == framework.language:
        return framework
    found, wrong = build(in_language(trees, language), framework.sources)
    if found is None:
        raise AssertionError(f"wrong in {language} alone: {wrong}")
    return evolve(found, language=language)


def _judging(head: Header, names: Names, declared: Declarations, found: list[Diagnostic]) -> Framework:
    """Everything that cases are judged by; ratings and examples are still to come."""
    over_all = Inherited(unanswered=head.unanswered, strengths_from=head.strengths_from)
    sections, criteria = parts(names, over_all, found)
    asked = questions(names, declared.questions, criteria, over_all, found)
    sections, criteria = _with_homeless(sections, criteria, asked)
    return Framework(
        name=head.name,
        label=head.label,
        version=head.version,
        language=head.language,
        calendar=head.calendar,
        strengths_from=head.strengths_from,
        themes=themes(names, found),
        bands=names.bands,
        lists=names.lists,
        facts=facts(names, found),
        conditions=conditions(names, found),
        checks=checks(names, found),
        sections=_sections(sections, criteria),
        criteria=_criteria(criteria, asked),
        questions=asked.questions,
        families=asked.families,
        ratings={},
        surveys={},
        examples=(),
        sources=names.sources,
    )


def _scoring(
    framework: Framework, names: Names, trees: Sequence[tree.Tree], found: list[Diagnostic]
) -> Framework:
    ratings, faults = resolve_ratings(names, framework)
    found.extend(faults)
    framework = evolve(framework, ratings=ratings)
    examples, faults = resolve_examples(names, framework, trees)
    found.extend(faults)
    return evolve(framework, examples=examples)


# --- Sections and criteria -------------------------------------------------------------------


def _with_homeless(
    sections: Mapping[str, PartMade], criteria: Mapping[str, PartMade], asked: Asked
) -> tuple[Mapping[str, PartMade], Mapping[str, PartMade]]:
    """The parts, with a stand-in for what stands in none, so that the rest can still be checked."""
    homeless = next((q.span for q in asked.questions.values() if not q.criterion), None)
    if homeless is not None:
        criteria = {**criteria, "": stand_in("criterion", homeless)}
    lost = next((c.span for c in criteria.values() if not c.section), None)
    return (sections if lost is None else {**sections, "": stand_in("section", lost)}), criteria


def _sections(sections: Mapping[str, PartMade], criteria: Mapping[str, PartMade]) -> Mapping[str, Section]:
    under: dict[str, list[str]] = {}
    for number, criterion in criteria.items():
        under.setdefault(criterion.section, []).append(number)
    return {
        number: Section(
            number,
            part.named.label,
            part.scored,
            part.hands_down.bands,
            tuple(under.get(number, ())),
            part.span,
        )
        for number, part in sections.items()
    }


def _criteria(criteria: Mapping[str, PartMade], asked: Asked) -> Mapping[str, Criterion]:
    under: dict[str, list[str]] = {}
    for key, question in asked.questions.items():
        under.setdefault(question.criterion, []).append(key)
    return {
        number: Criterion(
            number,
            part.named.label,
            part.section,
            part.scored,
            part.hands_down.bands,
            part.hands_down.strengths_from,
            tuple(under.get(number, ())),
            part.span,
        )
        for number, part in criteria.items()
    }


# --- The whole -------------------------------------------------------------------------------


def _missing_bands(framework: Framework, names: Names, head: Header) -> Iterator[Diagnostic]:
    """An error where some score is read in the unnamed bands and there are none."""
    if "" in names.bands or "" in names.broken_bands or head.at is None:
        return
    judged = (q for q in framework.questions.values() if q.is_judged)
    pooled = (p for p in (*framework.sections.values(), *framework.criteria.values()) if p.scored)
    for scored in (*judged, *pooled, *framework.themes.values()):
        if not scored.bands:
            yield fault(
                "missing-bands",
                "scores are read in bands, but none are declared for those that say no `in bands`",
                head.at,
                remedy="add `bands by the rounded score`, and under it a line for each step, the lowest `otherwise`",
            )
            return


def _is_unread(trees: Sequence[tree.Tree]) -> bool:
    """Whether some part of a tree could not be read."""
    for declaration in (d for t in trees for d in t.declarations):
        match declaration:
            case tree.Broken():
                return True
            case tree.Bands() | tree.List() | tree.Example():
                pass
            case _:
                if is_broken(declaration.clauses):
                    return True
    return False


def _in_order(found: Sequence[Diagnostic]) -> Diagnostics:
    """Each thing once, however many instances of a repeat show it, in the order of the files."""
    once: dict[object, Diagnostic] = {}
    for diagnostic in found:
        once.setdefault((diagnostic.code, tuple(label.at for label in diagnostic.labels)), diagnostic)
    return tuple(sorted(once.values(), key=_position))


def _position(diagnostic: Diagnostic) -> tuple[str, int, str]:
    at = diagnostic.labels[0].at if diagnostic.labels else None
    return (at.file, at.start, diagnostic.code) if isinstance(at, Span) else ("", 0, diagnostic.code)
