"""Runs a test's blocks through the engine: criteria to framework, records to judgements and scores."""

from collections.abc import Iterable
from functools import cached_property

from attrs import frozen

from aboveline import workspace
from aboveline.diagnostics import Diagnostic
from aboveline.framework.expressions import AnswerValue, ConditionHolds, FactValue
from aboveline.framework.model import Framework
from aboveline.records.read import Input
from aboveline.reference.evaluate import operand, truth
from aboveline.reference.scope import Scope, scope_of
from aboveline.report.from_survey import survey_view
from aboveline.report.survey_view import SurveyView
from aboveline.source import Source, Span
from aboveline.surveys.responses import Responses, read_responses
from reading import beside
from reading.markdown import Block, Case

#: Warnings of things that short examples have no use for; a test shows them where it names them.
NOISE = frozenset(
    {
        "unused-fact",
        "unused-condition",
        "unused-list",
        "unused-bands",
        "theme-without-questions",
        "criterion-without-questions",
        "section-without-criteria",
    }
)

#: The file all unnamed blocks make together. What is inherited comes first.
_PAGE = "page.criteria"
_INPUTS = {"json": "json", "long-csv": "csv", "ndjson": "ndjson", "csv": "csv"}


@frozen
class Criteria:
    """One criteria block as the engine reads it: its file, where its text begins there, and what is expected."""

    block: Block
    file: str
    start: int
    end: int
    annotated: beside.Annotated


@frozen(slots=False)
class Ran:
    """What the engine says to one test."""

    case: Case

    @cached_property
    def criteria(self) -> tuple[Criteria, ...]:
        """The criteria blocks, inherited ones first, each with its place in its file."""
        found: list[Criteria] = []
        reached: dict[str, int] = {}
        for block in (*self.case.above, *self.case.own):
            if block.kind == "criteria":
                file, annotated = block.about or _PAGE, beside.read(block.text)
                start = reached.get(file, 0)
                reached[file] = start + len(annotated.text)
                found.append(Criteria(block, file, start, reached[file], annotated))
        return tuple(found)

    def check(self, more: str = "") -> workspace.Workspace:
        """The checked framework of the test, with some more text at the end of its page."""
        texts: dict[str, str] = {}
        for each in self.criteria:
            texts[each.file] = texts.get(each.file, "") + each.annotated.text
        if more:
            texts[_PAGE] = texts.get(_PAGE, "") + more
        return workspace.check("page", {name: Source(name, text) for name, text in texts.items()})

    def spoken(self, language: str) -> workspace.Workspace:
        """The framework of the test built in a language."""
        return workspace.check("page", self.check().sources, language=language)

    @cached_property
    def checked(self) -> workspace.Workspace:
        """The framework of the test, with everything wrong with it."""
        return self.check()

    @property
    def framework(self) -> Framework:
        """The framework; fails with what is wrong where there is none."""
        return usable(self.checked)

    def cases(self, framework: Framework) -> workspace.Cases:
        """The records of the test, or else those of the nearest heading above it that has some."""
        records = self._inputs("records")
        inspection = self._inputs("inspection")
        return workspace.read_cases(framework, records, inspection[-1] if inspection else None)

    def _inputs(self, kind: str, survey: str | None = None) -> list[Input]:
        own, above = (
            [b for b in blocks if _is_of(b, kind, survey)] for blocks in (self.case.own, self.case.above)
        )
        above = above[-1:]
        return [_input(kind, block, number) for number, block in enumerate(own or above)]

    def responses(self, survey: str) -> Responses:
        """The responses to a survey that stand in the test, or else at the nearest heading above it that has some."""
        inputs = self._inputs("responses", survey)
        return read_responses(self.framework, self.framework.surveys[survey], inputs)

    def surveyed(self, survey: str) -> SurveyView:
        """What is shown of a survey."""
        return survey_view(self.framework, self.framework.surveys[survey], self.responses(survey))

    @cached_property
    def run(self) -> workspace.Run:
        """The judged and scored batch of the test's records."""
        return workspace.judge_cases(self.framework, self.cases(self.framework))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the criteria, or else with the records; noise only where the test names it."""
        named = "".join(block.text for block in self.case.own)
        found = self.checked.diagnostics
        if self.checked.framework is not None and self._inputs("records"):
            found += self.cases(self.framework).diagnostics
        if self.checked.framework is not None:
            for survey in self.framework.surveys:
                found += self.responses(survey).diagnostics
        return tuple(d for d in found if d.code not in NOISE or d.code in named)

    def seen_in(self, at: Span) -> tuple[Criteria, int]:
        """The criteria block a place in the engine's files stands in, and the offset there."""
        blocks = [each for each in self.criteria if each.file == at.file]
        block = next((each for each in blocks if at.start < each.end), blocks[-1])
        return block, at.start - block.start

    def scopes(self, framework: Framework) -> dict[str, Scope]:
        """A scope to ask things of for every case of the test, by case id."""
        cases = self.cases(framework)
        return {r.case_id: scope_of(framework, r, cases.inspection) for r in cases.records}


def _is_of(block: Block, kind: str, survey: str | None) -> bool:
    return block.kind == kind and (survey is None or block.about.split()[:1] == [survey])


def _input(kind: str, block: Block, number: int) -> Input:
    said = " ".join(block.about.split()[1:]) if kind == "responses" else block.about
    form = said or ("json" if block.text.lstrip().startswith(("[", "{")) else "csv")
    name = f"{kind}{number or ''}.{_INPUTS[form]}"
    return Input(name, block.text.encode(), "long-csv" if form == "long-csv" else None)


def usable(checked: workspace.Workspace) -> Framework:
    """The framework of a workspace without errors."""
    wrong = [f"[{d.code}] {d.message}" for d in checked.diagnostics if d.is_error]
    assert checked.framework is not None, "the criteria have errors:\n" + "\n".join(wrong)
    return checked.framework


def truths(ran: Ran, expressions: Iterable[str]) -> list[dict[str, str]]:
    """What each expression comes to for every case: `yes`, `no` or `unknown`, by case id."""
    texts = list(expressions)
    more = "".join(f'\ncondition asked_{n} "?" where {text}\n' for n, text in enumerate(texts))
    framework = usable(ran.check(more))
    words = {True: "yes", False: "no", None: "unknown"}
    scopes = ran.scopes(framework)
    at = Span("", 0, 0)
    return [
        {case: words[truth(ConditionHolds(f"asked_{n}", at), scope)] for case, scope in scopes.items()}
        for n in range(len(texts))
    ]


def values(ran: Ran, names: Iterable[str]) -> list[dict[str, str]]:
    """What each fact, answer or sum comes to for every case; `missing`, or `none` where there is no such thing."""
    texts = list(names)
    known = keys(ran.framework)
    more = "".join(
        f'\nfact asked_{n} "?" number worked out as {text}\n'
        for n, text in enumerate(texts)
        if text not in known
    )
    framework = usable(ran.check(more))
    scopes = ran.scopes(framework)
    return [
        {case: _see(framework, known.get(text, f"asked_{n}"), scope) for case, scope in scopes.items()}
        for n, text in enumerate(texts)
    ]


def keys(framework: Framework) -> dict[str, str]:
    """The key of every fact and question by what people write for it: `plan_done of custody`."""
    things = (*framework.facts.values(), *framework.questions.values())
    return {written(thing.name, thing.items): thing.key for thing in things}


def written(name: str, items: tuple[tuple[str, str], ...]) -> str:
    """What people write for a thing, or for an instance of a repeat."""
    picked = [item for _, item in items]
    if not picked:
        return name
    return f"{name} of {picked[0]}" if len(picked) == 1 else f"{name} of ({', '.join(picked)})"


def _see(framework: Framework, key: str, scope: Scope) -> str:
    at = Span("", 0, 0)
    exists, value = operand(FactValue(key, at) if key in framework.facts else AnswerValue(key, at), scope)
    if exists is False:
        return "none"
    return "missing" if value is None else str(value)
