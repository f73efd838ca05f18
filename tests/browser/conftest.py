"""The browser that the tests of this folder drive, and the pages that it opens."""

import os
import shutil
from pathlib import Path

import attrs
import pytest

from aboveline.cli import exits
from aboveline.cli.program import run
from machine import lacking
from small import CASES, CRITERIA

ROOT = Path(__file__).resolve().parents[2]
ESSEX = ROOT / "examples" / "essex-2012"

#: By these names Chromium and its like are found.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: Nothing is looked up on the network, and nothing needs a graphics card.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests; where there is none they are skipped, but for a run that must have one."""
    path = next((found for found in map(shutil.which, NAMES) if found), None)
    if path is None:
        lacking(f"no browser is installed: none of {', '.join(NAMES)} is on the PATH")
    from playwright.sync_api import sync_playwright

    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=path, args=[*FLAGS, *(["--no-sandbox"] if is_root else [])]
        )
        yield found
        found.close()


@attrs.frozen
class Opened:
    """A page in the browser, and everything that it did which it should not have."""

    page: object
    #: What it asked for beyond itself, the dialogs it opened, what it complained of.
    noticed: list[str]

    def eval(self, script, given=None):
        """What a script of the test, not of the page, finds."""
        return self.page.evaluate(script, given)


@pytest.fixture
def opened(browser):
    """Opens a file in a window of its own; at the end of the test the page must have asked for nothing and complained of nothing."""
    contexts, all_noticed = [], []

    def open_(file, anchor="", size=(1280, 900), **more):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
        contexts.append(context)
        context.set_default_timeout(20_000)
        page, noticed = context.new_page(), list[str]()
        all_noticed.append(noticed)
        folder = Path(file).parent.as_uri()
        context.on(
            "request", lambda one: one.url.startswith(folder) or noticed.append(f"asked for {one.url}")
        )
        context.on("dialog", lambda one: (noticed.append(f"dialog {one.message}"), one.dismiss()))
        context.on("console", lambda one: noticed.append(f"console {one.text}"))
        context.on("weberror", lambda one: noticed.append(f"error {one.error}"))
        context.on("page", lambda one: one == page or noticed.append(f"opened {one.url}"))
        page.goto(Path(file).as_uri() + anchor)
        return Opened(page, noticed)

    yield open_
    for context in contexts:
        context.close()
    assert [one for noticed in all_noticed for one in noticed] == []


def written(*arguments):
    """What a command writes: it must end well."""
    assert run([str(one) for one in arguments]) == exits.FINE


WHOLE = (
    *("--materials", ESSEX / "materials", "--population", ESSEX / "foreword.csv", "--by", "sentence"),
    *(
        "--survey",
        f"young_people={ESSEX / 'young-people.csv'}",
        "--survey",
        f"victims={ESSEX / 'victims.csv'}",
    ),
)


@pytest.fixture(scope="session")
def essex(tmp_path_factory):
    """The whole report of the Essex example, in one file."""
    file = tmp_path_factory.mktemp("essex") / "report.html"
    written("report", ROOT / "criteria" / "cci-2012", ESSEX / "cases.csv", *WHOLE, "--output", file)
    return file


@pytest.fixture(scope="session")
def essex_in_folder(tmp_path_factory):
    """The same with the first five cases alone, in pages of their own."""
    folder = tmp_path_factory.mktemp("folder")
    with (ESSEX / "cases.csv").open(encoding="utf-8") as file:
        (folder / "cases.csv").write_text(
            "".join(line for line, _ in zip(file, range(6), strict=False)), "utf-8"
        )
    file = folder / "report.html"
    pages = ("--case-pages", folder / "cases", "--stage", "draft")
    written(
        "report", ROOT / "criteria" / "cci-2012", folder / "cases.csv", *WHOLE[:2], *pages, "--output", file
    )
    return file


@attrs.frozen
class Pages:
    """Every kind of page there is, of a small inspection with a bit of everything."""

    report: Path
    in_folder: Path
    case: Path
    summary: Path
    welsh: Path
    public: Path


MATERIALS = {
    "cover": ("title: A small inspection\ndate: March 2012", ""),
    "foreword": ("signed: Chief Inspector", "We looked at *five* cases."),
    "recommendation": ("criteria: 1.1\nresponsible: Head", "Make plans, as in [1.1](#criterion-1.1)."),
    "practice": ("criteria: 1.1\ntitle: A good plan", "> It helped.\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
    "commentary": ("section: 1", "# What we saw\n\n1. this\n2. `that`"),
    "glossary": ("", "**YRO**: an order."),
}
OVERRIDES = "case_id,question,outcome,reason,by,date\nA2,timely,sufficient,The court sat late.,R,2012-02-01\n"
PAST = "theme,lowest,highest,average\nroh,10,90,50\nsafe,20,80,40\n"
SURVEY = """
survey voices "What young people say"
item why "Did you know why you came?" finding "{n} of {N} knew why they came ({percent})"
item liked "How much did it help?" answers one of a_lot "A lot", little "A little"
"""


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """The pages of the small inspection."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "rules").mkdir()
    (folder / "rules" / "all.criteria").write_text(CRITERIA + SURVEY, "utf-8")
    (folder / "texts").mkdir()
    for kind, (header, text) in MATERIALS.items():
        (folder / "texts" / f"{kind}.md").write_text(f"---\nkind: {kind}\n{header}\n---\n{text}\n", "utf-8")
    head, *rows = CASES.splitlines()
    files = {
        "cases.csv": "".join(CASES.splitlines(keepends=True)[:4]),
        "many.csv": "\n".join((head, *(f"{time}{row}" for time in range(20) for row in rows))),
        "overrides.csv": OVERRIDES,
        "past.csv": PAST,
        "voices.csv": "response_id,why,liked\n1,yes,a_lot\n2,no,little\n3,yes,\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    given = (
        folder / "rules",
        folder / "cases.csv",
        "--by",
        "sentence",
        "--overrides",
        folder / "overrides.csv",
    )
    whole = (
        *("--materials", folder / "texts", "--population", folder / "past.csv"),
        *("--survey", f"voices={folder / 'voices.csv'}"),
    )
    names = ("report", "in-folder", "cases/2", "summary", "welsh", "public")
    pages = Pages(*(folder / f"{name}.html" for name in names))
    written("report", *given, *whole, "--output", pages.report)
    written("report", *given, *whole, "--output", pages.in_folder, "--case-pages", folder / "cases")
    written("score", *given, "--intervals", "--format", "html", "--output", pages.summary)
    written("report", *given, *whole, "--output", pages.welsh, "--language", "cy")
    many = (folder / "rules", folder / "many.csv", "--by", "sentence")
    written("report", *many, *whole, "--output", pages.public, "--public")
    return pages
