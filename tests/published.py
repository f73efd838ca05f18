"""Reads the public edition of a report back from its page, figure by figure, for an attacker to work with.

It knows the page and the criteria, which are printed in it, and nothing of how either was made. What it takes figures from it
crosses out, so that a test can look for figures that are left over.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import combinations, product
from typing import Any

from aboveline.framework.dependencies import recorded_beneath, rules_of_fact, rules_of_question
from aboveline.framework.model import Framework
from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.proof.claims import AllOf, Holds, Judged, Not
from aboveline.proof.space import Never, Space
from aboveline.report.breakdowns import group_label
from aboveline.values import Choice
from attack import Attack, on_document

_VOID = {"meta", "link", "br", "hr", "img", "input", "col"}


class Node:
    """An element of a page."""

    def __init__(self, tag: str, attributes: Mapping[str, str | None], parent: "Node | None") -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Node | str] = []
        self.is_read = False

    def all(self, tag: str = "", of: str = "") -> "list[Node]":
        """Every element beneath, by tag and class."""
        return [one for one in self._each() if tag in {"", one.tag} and (not of or of in one.classes)]

    def first(self, tag: str = "", of: str = "") -> "Node":
        return self.all(tag, of)[0]

    def _each(self) -> "Iterator[Node]":
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child._each()

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()

    @property
    def text(self) -> str:
        words = "".join(child if isinstance(child, str) else child.text for child in self.children)
        return " ".join(words.split())

    def read(self) -> str:
        """Its text, which is crossed out."""
        self.is_read = True
        return self.text

    def left(self) -> Iterator[str]:
        """Every text that is not crossed out."""
        if self.is_read or self.tag in {"style", "pre", "code", "title"}:
            return
        for child in self.children:
            if isinstance(child, str):
                yield " ".join(child.split())
            else:
                yield from child.left()


class Tree(HTMLParser):
    """A page as a tree of elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = self._at = Node("", {}, None)
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs), self._at)
        self._at.children.append(node)
        if tag not in _VOID:
            self._at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._at.children.append(Node(tag, dict(attrs), self._at))

    def handle_endtag(self, tag: str) -> None:
        at = self._at
        while at.tag != tag:
            assert at.parent is not None, tag
            at = at.parent
        assert at.parent is not None
        self._at = at.parent

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)


def count_in(text: str) -> int | None:
    """A count that is told, or None where it is withheld."""
    assert text == "withheld" or text.isdigit(), text
    return None if text == "withheld" else int(text)


def percent_in(text: str) -> int | None:
    return int(text[:-1]) if re.fullmatch(r"\d+%", text) else None


class Published:
    """A page, read. `document` is what it tells of scores, in the form `score --public` gives them as data."""

    def __init__(self, text: str, framework: Framework) -> None:
        self.root, self.framework = Tree(text).root, framework
        self.ids = {id_: one for one in self.root.all() if (id_ := one.attributes.get("id"))}
        meta = self.root.first("p", "meta").first("span").read()
        found = re.fullmatch(r"(\d+) cases?; public edition", meta)
        self.cases = int(found[1]) if found else None
        assert found or meta == "a number of cases; public edition", meta
        rated = [one.stands_for for one in framework.ratings.values() if one.stands_for]
        self.rated = {(one.kind, one.key) for one in rated}
        self.figures: dict[tuple[str, str], int | None] = {}
        self.states: dict[tuple[str, str], str] = {}
        self.questions: dict[str, dict[str, Any]] = {}
        self.charted: dict[str, tuple[int | None, str]] = {}
        self._scores()
        self._charts()
        self._lists()
        self.groups = self._groups()
        self.breakdowns = self._breakdowns()
        self.surveys = self._surveys()
        self.document = self._document()

    # --- Scores ------------------------------------------------------------------------------

    def _scores(self) -> None:
        for key in self.framework.themes:
            heading = self.ids[f"theme-{key}"]
            assert heading.parent is not None
            self._box(("theme", key), heading.parent)
        for key in self.framework.sections:
            chapter = self.ids[f"section-{key}"].parent
            assert chapter is not None
            self._box(("section", key), chapter)
        for key in self.framework.criteria:
            article = self.ids[f"criterion-{key}"].parent
            assert article is not None
            self._box(("criterion", key), article)
            self._rows(key, article)
        for row in self.root.first("table", "scores").first("tbody").all("tr"):
            link = row.first("a").attributes["href"] or ""
            score, comment = (cell.read() for cell in row.all("td"))
            kind, key = link.removeprefix("#").split("-", 1)
            self._told((kind, key), score, comment)
        for one in self.root.all("article", "headline"):
            if not one.first("h3").attributes.get("id"):  # a rating
                one.first("p", "big").read()
                assert not re.search(r"\d", one.first("span", "counts").text)
        foreword = self.ids.get("foreword")
        if foreword is not None and foreword.parent is not None:
            labels = {theme.label: key for key, theme in self.framework.themes.items()}
            for row in (row for body in foreword.parent.all("tbody") for row in body.all("tr")):
                *others, own = row.all("td")
                for other in others:
                    other.read()
                self._told(("theme", labels[row.first("th").text]), own.read(), None)

    def _box(self, name: tuple[str, str], of: Node) -> None:
        box = of.first("div", "scorebox")
        verdict = box.first("p", "verdict")
        assert not box.first("span", "counts").text
        assert not box.all("span", "range")
        comment = " ".join(one.text for one in verdict.all("b"))
        self._told(name, box.first("p", "big").read(), comment)

    def _told(self, name: tuple[str, str], text: str, comment: str | None) -> None:
        """A score is told, which is the same wherever it is; one that is withheld has no comment either."""
        percent = percent_in(text)
        assert name not in self.figures or (self.figures[name], self.states[name]) == (percent, text), name
        self.figures[name], self.states[name] = percent, text
        if text == "withheld" or percent is None:
            assert not comment, (name, comment)

    def _rows(self, criterion: str, article: Node) -> None:
        family: str | None = None
        for row in article.first("table", "questions").first("tbody").all("tr"):
            key = (row.attributes["id"] or "").removeprefix("q-")
            good, counted, score = (cell.read() for cell in row.all("td"))
            part = "depth1" in row.classes
            if key not in self.framework.questions:
                assert (good, counted) == ("", "")
                self._told(("family", key), score, None)
                family = key
                continue
            family = family if part else None
            self.questions[key] = {
                "kind": "question",
                "key": key,
                "label": self.framework.questions[key].label,
                "criterion": criterion,
                "standing": "reported only" if row.all("span", "tag") else "scored",
                "family": family,
                "themes": [],
                "counts": {"sufficient": count_in(good), "counted": count_in(counted)},
                "percent": percent_in(score),
                "state": "scored" if percent_in(score) is not None else score,
            }
            whole = row.first("th")
            assert not re.search(r"\d", whole.text.removeprefix(self.questions[key]["label"])), whole.text
            whole.is_read = True

    # --- Charts and lists --------------------------------------------------------------------

    def _chart(self, figure: Node) -> list[tuple[str | None, str, str, str]]:
        """The rows of the table behind a chart: the anchor, label, figure and counts; the drawing tells the same."""
        rows: list[tuple[str | None, str, str, str]] = []
        for row in figure.first("tbody").all("tr"):
            cells = [cell.read() for cell in row.all("td")]
            links = row.first("th").all("a")
            anchor = links[0].attributes["href"] if links else None
            rows.append((anchor, row.first("th").read(), cells[0], cells[1]))
        drawing = figure.first("svg", "drawing")
        assert [one.read() for one in drawing.all("text", "value")] == [figure for _, _, figure, _ in rows]
        widths = [one.attributes["width"] for one in drawing.all("rect", "bar-of")]
        assert widths == [told for _, _, told, _ in rows if percent_in(told) is not None]
        assert not drawing.all("line", "whisker")
        description = drawing.first("desc").read()
        told = {told for _, _, told, _ in rows}
        labels = " ".join(label for _, label, _, _ in rows)
        for one in re.findall(r"\d+%", description):
            assert one in told or one in labels, description
        return rows

    def _charts(self) -> None:
        for anchor, _, told, counts in self._chart(self.ids["chart-summary"]):
            kind, key = (anchor or "").removeprefix("#").split("-", 1)
            self._told((kind, key), told, None)
            assert not counts
        heading = self.ids.get("by-question")
        if heading is None or heading.parent is None:
            return
        labels = iter(heading.parent.all("h3"))
        theme = ""
        for one in heading.parent.children:
            if isinstance(one, Node) and one.tag == "h3":
                theme = next(labels).text
            elif isinstance(one, Node) and "chart" in one.classes:
                for anchor, _, told, counts in self._chart(one):
                    question = self.questions[(anchor or "").removeprefix("#q-")]
                    question["themes"].append(theme)
                    self._same(question, told, counts)

    def _same(self, question: Mapping[str, Any], told: str, counts: str) -> None:
        """A chart tells of a question what its table tells."""
        assert percent_in(told) == question["percent"]
        if counts:
            good, of = (None if n == "withheld" else int(n) for n in counts.split(" of "))
            assert {"sufficient": good, "counted": of} == question["counts"]

    def _lists(self) -> None:
        """Which questions have a sentence, and on which list; of no other does anything stand on one."""
        self.listed: dict[str, str] = {}
        self.by_decision: set[str] = set()
        for article in self.root.all("article", "criterion"):
            for heading, items in zip(article.all("h4"), article.all("ol", "said"), strict=True):
                for item in items.all("li"):
                    key = (item.first("a").attributes["href"] or "").removeprefix("#q-")
                    question = self.questions[key]
                    assert None not in question["counts"].values(), key
                    assert question["percent"] is not None, key
                    self._words(item.first("a").read(), question)
                    self.listed[key] = heading.text
                    if item.all("span", "why"):
                        self.by_decision.add(key)
            for one in (link for line in article.all("p", "silent") for link in line.all("a")):
                key = (one.attributes["href"] or "").removeprefix("#q-")
                assert key not in self.listed
                assert self.questions[key]["state"] == "withheld"

    def _words(self, sentence: str, question: Mapping[str, Any]) -> None:
        """The figures of a sentence are figures that are told of its question."""
        good, of = question["counts"]["sufficient"], question["counts"]["counted"]
        percent = question["percent"]
        allowed = {good, of, of - good, percent, 100 - percent, (200 * (of - good) + of) // (2 * of)}
        static = re.findall(
            r"\d+", re.sub(r"\{.*?\}", "", self.framework.questions[question["key"]].finding or "")
        )
        for number in re.findall(r"\d+", sentence):
            assert int(number) in allowed or number in static, sentence

    # --- Groups ------------------------------------------------------------------------------

    def _groups(self) -> dict[str, dict[str, int | None]]:
        """How many cases there are in groups, as charts of characteristics tell it."""
        found: dict[str, dict[str, int | None]] = {}
        for id_, figure in self.ids.items():
            if id_.startswith("chart-fact-") and figure.tag == "figure":
                fact = id_.removeprefix("chart-fact-")
                found[fact] = {}
                for _, label, told, counts in self._chart(figure):
                    count = None if counts == "withheld" else counts.split(" of ")[0]
                    found[fact][label] = count_in(count or "withheld")
                    assert (percent_in(told) is None) or counts != "withheld"
                    if counts.endswith(" of withheld"):
                        assert self.cases is None
        conditions = self.ids.get("chart-conditions")
        if conditions is not None:
            labels = {fact.label: key for key, fact in self.framework.facts.items()}
            for _, label, told, counts in self._chart(conditions):
                self._yes_or_no(found, labels[label], told, counts)
        return found

    def _yes_or_no(self, found: dict[str, dict[str, int | None]], fact: str, told: str, counts: str) -> None:
        """How many are yes, and how many are known."""
        parts = counts.split(" of ") if counts != "withheld" else ["withheld", "withheld"]
        yes, known = (count_in(part) for part in parts)
        no = None if None in {yes, known} else (known or 0) - (yes or 0)
        words = [group_label(self.framework, fact, word, exists=True) for word in ("yes", "no")]
        found[fact] = dict(zip(words, (yes, no), strict=True))
        if yes is None or known is None:
            assert percent_in(told) is None

    def _breakdowns(self) -> list[dict[str, Any]]:
        heading = self.ids.get("breakdowns")
        if heading is None or heading.parent is None:
            return []
        labels = {fact.label: key for key, fact in self.framework.facts.items()}
        themes = {theme.label: key for key, theme in self.framework.themes.items()}
        found: list[dict[str, Any]] = []
        for table in heading.parent.all("table"):
            fact = labels[table.first("caption").text.removeprefix("By ")]
            _, whole, *heads = (cell.read() for cell in table.first("thead").all("th"))
            assert whole == ("all cases" if self.cases is None else f"all {self.cases} cases")
            groups: list[dict[str, Any]] = []
            for head in heads:
                label, size = head.rsplit(", ", 1)
                told = re.fullmatch(r"(\d+) cases?", size)
                assert told or size == "how many cases: withheld", size
                groups.append({"label": label, "cases": int(told[1]) if told else None, "scores": []})
            for row in table.first("tbody").all("tr"):
                name = self._name_of(row.first("th").read(), themes)
                all_, *cells = (cell.read() for cell in row.all("td"))
                if name is None or name in self.rated:
                    continue
                assert percent_in(all_) == self.figures[name], name
                for group, cell in zip(groups, cells, strict=True):
                    group["scores"].append(
                        {"kind": name[0], "key": name[1], "percent": percent_in(cell), "state": cell}
                    )
            found.append({"fact": fact, "groups": groups})
        return found

    def _name_of(self, label: str, themes: Mapping[str, str]) -> tuple[str, str] | None:
        number = label.split(" ", 1)[0]
        if number in self.framework.criteria:
            return "criterion", number
        if number in self.framework.sections:
            return "section", number
        return ("theme", themes[label]) if label in themes else None

    # --- Surveys -----------------------------------------------------------------------------

    def _surveys(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for key in self.framework.surveys:
            heading = self.ids.get(f"survey-{key}")
            if heading is None or heading.parent is None:
                continue
            at = heading.parent.children.index(heading)
            after = [one for one in heading.parent.children[at + 1 :] if isinstance(one, Node)]
            number = re.fullmatch(r"Responses: (.*)\.", after[0].read())
            assert number is not None
            items = {
                item: self._item(self.ids[f"item-{key}-{item}"])
                for item in self.framework.surveys[key].items
                if f"item-{key}-{item}" in self.ids
            }
            found[key] = {"responses": count_in(number[1]), "items": items}
            every = {n for item in items.values() for n in self._numbers(item)}
            for line in after[1].all("li"):
                for one in re.findall(r"\d+", line.read()):
                    assert int(one) in every or one in {"70", "100"}, line.text
            for line in after[2:3]:
                if "why" in line.classes:
                    line.read()
        return found

    def _item(self, table: Node) -> dict[str, Any]:
        asked, answered, _ = table.first("thead").all("th")
        rows = [
            (row.first("th").read(), *(cell.read() for cell in row.all("td")))
            for row in table.first("tbody").all("tr")
        ]
        where = re.search(r"asked only where “(.*)” is (yes|no)\)$", asked.read())
        return {
            "label": table.first("caption").read(),
            "where": None if where is None else (where[1], where[2]),
            "answered": count_in(answered.read()),
            "answers": {label: count_in(count) for label, count, _ in rows},
            "percents": {label: percent_in(percent) for label, _, percent in rows},
        }

    @staticmethod
    def _numbers(item: Mapping[str, Any]) -> Iterator[int]:
        for told in (item["answered"], *item["answers"].values(), *item["percents"].values()):
            if told is not None:
                yield told
                yield 100 - told
                yield (item["answered"] or 0) - told

    # --- All of it ---------------------------------------------------------------------------

    def _document(self) -> dict[str, Any]:
        scores: list[dict[str, Any]] = []

        def add(kind: str, key: str, label: str, **more: Any) -> None:
            if (kind, key) not in self.rated:
                told = {"percent": self.figures[kind, key], "state": self.states[kind, key]}
                scores.append({"kind": kind, "key": key, "label": label, **told, **more})

        for key, theme in self.framework.themes.items():
            add("theme", key, theme.label)
        for key, section in self.framework.sections.items():
            add("section", key, section.label)
            for number in section.criteria:
                add("criterion", number, self.framework.criteria[number].label)
                families: dict[str, list[str]] = {}
                for one in (one for one in self.questions.values() if one["criterion"] == number):
                    scores.append(one)
                    if one["family"]:
                        families.setdefault(one["family"], []).append(one["key"])
                for family, parts in families.items():
                    add("family", family, family, questions=parts)
        return {
            "public": {"threshold": 5},
            "cases": {"scored": self.cases},
            "scores": scores,
            "breakdowns": self.breakdowns,
        }

    def counts(self) -> Iterator[int]:
        """Every count that is told, and that is left where two are taken from each other."""
        for question in self.questions.values():
            good, counted = question["counts"]["sufficient"], question["counts"]["counted"]
            yield from (count for count in (good, counted) if count is not None)
            if good is not None and counted is not None:
                yield counted - good
            if self.cases is not None and counted is not None:
                yield self.cases - counted
        sizes = [size for groups in self.groups.values() for size in groups.values()]
        sizes += [group["cases"] for one in self.breakdowns for group in one["groups"]]
        yield from (size for size in sizes if size is not None)

    def left_over(self) -> list[str]:
        """Texts with figures that nothing above has read."""
        return [text for text in self.root.left() if re.search(r"\d", text)]


def attack_on(page: Published, *, bold: bool) -> tuple[Attack, list[tuple[str, ...]]]:
    """All that a page tells of the cases, with what its rules say, and the counts it withholds."""
    attack, withheld = on_document(page.document, bold=bold)
    names = dict.fromkeys(withheld)
    cases = attack.names["", "", "cases"]
    by_breakdown = {
        (one["fact"], group["label"]): group["cases"] for one in page.breakdowns for group in one["groups"]
    }
    for fact, sizes in page.groups.items():
        every: list[int] = []
        for label, of_chart in sizes.items():
            # Of a yes or no the chart tells yes and what is known, so that it withholds both where either is; a breakdown
            # tells how many are no all the same, which is nothing that anybody has to work out.
            of_breakdown = by_breakdown.get((fact, label))
            assert None in {of_chart, of_breakdown} or of_chart == of_breakdown, (fact, label)
            told = of_breakdown if of_chart is None else of_chart
            if told is None:
                names[fact, label, "cases"] = None
                # Of a fact of several words the groups that are listed are there.
                every.append(attack.unknown((fact, label, "cases"), int(f"chart-fact-{fact}" in page.ids)))
            else:
                every.append(attack.unknown((fact, label, "cases"), told, told))
        if any(fact == one["fact"] for one in page.breakdowns):
            continue
        if (
            f"chart-fact-{fact}" not in page.ids
        ):  # of those that are yes or no it is not told how many are neither
            every.append(attack.unknown((fact, "neither", "cases"), 0))
        attack.add_up({cases: 1}, every)
    _lists(attack, page)
    _rules(attack, page)
    return attack, list(names)


def _lists(attack: Attack, page: Published) -> None:
    """That a finding stands on a list tells on which side of 70% it is, unless somebody decided so."""
    for key, side in page.listed.items():
        if key in page.by_decision:
            continue
        good, bad = (attack.unknown(("", "", "question", key, w)) for w in ("sufficient", "not sufficient"))
        low, high = (0, float("inf")) if side == "Strengths" else (float("-inf"), -1)
        attack.rows.append(([good, bad], [200 - 139, -139], low, high))


def _rules(attack: Attack, page: Published) -> None:
    """Where by the rules a question cannot apply to a group, or to those in two groups at once, none of them is counted."""
    framework, space = page.framework, Space(page.framework)
    groups = _counted_groups(attack, framework)
    apply = frozenset(Outcome) - NOT_APPLICABLE
    two: dict[tuple[str, str], dict[str, list[tuple[str, str]]]] = {}
    for key in page.questions:
        rests_on = {
            one.key for one in recorded_beneath(framework, [*rules_of_question(framework.questions[key])])
        }
        facts = [fact for fact in groups if fact in rests_on]

        def cannot(*held: Holds, key: str = key) -> bool:
            return isinstance(space.find(AllOf((*held, Judged(key, apply)))), Never)

        for fact in facts:
            never = [(fact, label) for word, label in groups[fact].items() if cannot(Holds(fact, word))]
            if never:
                _none_of(attack, key, never)
        for one, other in combinations(facts, 2):
            places = product(groups[one], groups[other])
            ruled_out = [(a, b) for a, b in places if cannot(Holds(one, a), Holds(other, b))]
            if ruled_out:
                two.setdefault((one, other), {})[key] = ruled_out
    _all_within(attack, framework, space, groups)
    for facts, of in two.items():
        _none_of_both(attack, space, (facts, [groups[fact] for fact in facts]), of)


def _counted_groups(attack: Attack, framework: Framework) -> dict[str, dict[str, str]]:
    """The values of facts that cases are counted by, and the words for them."""
    found: dict[str, dict[str, str]] = {}
    for fact, label, *_ in [
        name for name in attack.names if len(name) == 3 and name[-1] == "cases" and name[0]
    ]:
        kind = framework.facts[fact].type
        for word in kind.names if isinstance(kind, Choice) else ():
            if group_label(framework, fact, word, exists=True) == label:
                found.setdefault(fact, {})[word] = label
    return found


def _all_within(
    attack: Attack, framework: Framework, space: Space, groups: Mapping[str, Mapping[str, str]]
) -> None:
    """Whoever is in a group of one fact is, by the rules, in that of a fact that follows from it."""
    for fact in dict.fromkeys(name[0] for name in attack.names if len(name) == 3 and name[-1] == "cases"):
        if not fact or not framework.facts[fact].worked_out:
            continue
        beneath = {one.key for one in recorded_beneath(framework, [*rules_of_fact(framework.facts[fact])])}
        for word, label in groups.get(fact, {}).items():
            for other in (other for other in groups if other in beneath):
                those = [
                    attack.names[other, of, "cases"]
                    for held, of in groups[other].items()
                    if isinstance(space.find(AllOf((Holds(other, held), Not(Holds(fact, word))))), Never)
                ]
                if those:
                    rest = attack.unknown((fact, label, "cases", "besides", other), 0)
                    attack.add_up({attack.names[fact, label, "cases"]: 1}, [*those, rest])


def _none_of_both(
    attack: Attack,
    space: Space,
    of_two: tuple[tuple[str, str], Sequence[Mapping[str, str]]],
    ruled_out: Mapping[str, Sequence[tuple[str, str]]],
) -> None:
    """How many are in two groups at once adds up to each, and is among what is not counted of a question that cannot apply."""
    facts, words = of_two
    sizes = [
        [name for name in attack.names if len(name) == 3 and name[0] == fact and name[-1] == "cases"]
        for fact in facts
    ]
    both: dict[tuple[str, str], int] = {}
    for first, second in product(*sizes):
        held = [
            next((word for word, label in known.items() if label == name[1]), None)
            for known, name in zip(words, (first, second), strict=True)
        ]
        claims = tuple(Holds(fact, word) for fact, word in zip(facts, held, strict=True) if word is not None)
        at_all = None in held or not isinstance(space.find(AllOf(claims)), Never)
        both[first[1], second[1]] = attack.unknown((*first, *second), 0, float("inf") if at_all else 0)
    for side in (0, 1):
        for name in sizes[side]:
            attack.add_up({attack.names[name]: 1}, [at for of, at in both.items() if of[side] == name[1]])
    for key, places in ruled_out.items():
        labels = [(words[0][a], words[1][b]) for a, b in places]
        for block in [("", ""), *((name[0], name[1]) for of in sizes for name in of)]:
            rest = (*block, "question", key, "not counted")
            those = [both[of] for of in labels if block in {("", ""), (facts[0], of[0]), (facts[1], of[1])}]
            if rest in attack.names and those:
                attack.add_up({attack.names[rest]: 1}, [attack.unknown((*rest, *facts), 0), *those])


def _none_of(attack: Attack, key: str, groups: Sequence[tuple[str, str]]) -> None:
    rest = attack.unknown(("", "", "question", key, "not counted"))
    more = attack.unknown(("", "", "question", key, "not counted", groups[0][0]), 0)
    attack.add_up({rest: 1}, [more, *(attack.names[*group, "cases"] for group in groups)])
    for group in groups:
        for which in ("sufficient", "not sufficient"):
            if (*group, "question", key, which) in attack.names:
                attack.unknown((*group, "question", key, which), 0, 0)


def attack_on_survey(
    survey: Mapping[str, Any], framework: Framework, name: str
) -> tuple[Attack, list[tuple[str, ...]]]:
    """All that a page tells of a survey, and the counts it withholds."""
    attack, withheld = Attack(), list[tuple[str, ...]]()

    def told(name: tuple[str, ...], count: int | None) -> int:
        if count is None:
            withheld.append(name)
            return attack.unknown(name, 0)
        return attack.unknown(name, count, count)

    responses = told(("responses",), survey["responses"])
    by_label = {item["label"]: key for key, item in survey["items"].items()}
    for key, item in survey["items"].items():
        answered = told((key, "answered"), item["answered"])
        attack.add_up({responses: 1}, [answered, attack.unknown((key, "not answered"), 0)])
        asked = framework.surveys[name].items[key]
        answers = [told((key, "answer", answer), count) for answer, count in item["answers"].items()]
        if isinstance(asked.answers, Choice):
            attack.add_up({answered: 1}, answers)
        else:
            for at, one in enumerate(answers):
                attack.add_up({answered: 1}, [one, attack.unknown((key, "without", str(at)), 0)])
    for key, item in survey["items"].items():
        if item["where"] is not None and item["where"][0] in by_label:
            first = (by_label[item["where"][0]], "answer", item["where"][1])
            besides = attack.unknown((key, "asked and silent"), 0)
            attack.add_up({attack.unknown(first): 1}, [attack.unknown((key, "answered")), besides])
    return attack, withheld
