"""Every code of a diagnostic or finding is in the table, is used, and is shown by a test."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import get_args

import aboveline
from aboveline import files, workspace
from aboveline.diagnostic_codes import CODES
from aboveline.diagnostics import Diagnostic
from aboveline.judgement import FindingCode

TESTS = Path(__file__).parent
ENGINE = Path(aboveline.__file__).parent

_KEBAB = re.compile(r"[a-z]+(-[a-z0-9]+)+")

#: What looks like a code and is none.
OTHER_WORDS = frozenset(
    {"utf-8", "utf-8-sig", "utf-16-le", "long-csv", "test-results", "data-findings", "python-calamine"}
    | {"cat-file", "ls-tree", "rev-parse", "re-ruled"}
    | {"left-out", "text-findings", "report-verification"}
    # Libraries, and what elements of a page are called by.
    | {"python-docx", "resvg-py", "aria-labelledby", "data-chart"}
    | {"not-needed", "of-section", "what-it-rests-on", "on-paper"}
)

#: The only code of one word.
ONE_WORD = frozenset({"syntax"})


@cache
def _texts_in(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    )


def _said_by_the_engine() -> frozenset[str]:
    """Every text of the engine that looks like a code, the table itself left aside."""
    files = [file for file in ENGINE.rglob("*.py") if file != ENGINE / "diagnostic_codes.py"]
    texts = frozenset[str]().union(*map(_texts_in, files))
    return frozenset(text for text in texts if _KEBAB.fullmatch(text) or text in ONE_WORD)


def test_every_code_is_in_the_table():
    assert sorted(_said_by_the_engine() - CODES.keys() - OTHER_WORDS) == []


def test_no_code_of_the_table_is_dead():
    assert sorted(CODES.keys() - _said_by_the_engine()) == []


def test_every_code_has_a_test():
    files = [f for f in TESTS.rglob("*") if f.suffix in {".md", ".py"} and f != Path(__file__)]
    shown = set(
        re.findall(
            r"(?<![\w-])[a-z]+(?:-[a-z0-9]+)*(?![\w-])", "\n".join(f.read_text("utf-8") for f in files)
        )
    )
    below = frozenset(_texts_in(Path(__file__)))
    assert sorted(CODES.keys() - shown - below) == []


def test_findings_are_in_the_table():
    assert set(get_args(FindingCode)) <= CODES.keys()


def test_codes_are_kebab_case_and_their_meanings_plain():
    for code, meaning in CODES.items():
        assert _KEBAB.fullmatch(code) or code in ONE_WORD
        assert meaning
        assert not meaning.endswith(".")


# --- What is wrong with a folder of criteria as files ----------------------------------------


def _only(loaded: workspace.Workspace) -> Diagnostic:
    (found,) = loaded.diagnostics
    assert loaded.framework is None
    return found


def test_a_folder_that_is_not_there(tmp_path: Path):
    (tmp_path / "criteria").mkdir()
    found = _only(workspace.load(tmp_path / "critera"))
    assert found.code == "no-such-framework"
    assert found.help == f"did you mean `{tmp_path.as_posix()}/criteria`?"


def test_a_file_in_place_of_a_folder(tmp_path: Path):
    file = tmp_path / "page.criteria"
    file.write_text("")
    found = _only(workspace.load(file))
    assert found.code == "not-a-framework"
    assert found.message == f"expected a folder of criteria files, found the file `{file}`"


def test_a_folder_without_criteria(tmp_path: Path):
    (tmp_path / "cci").mkdir()
    (tmp_path / "cci" / "page.criteria").write_text("")
    found = _only(workspace.load(tmp_path))
    assert found.code == "no-criteria-files"
    assert found.help == f"did you mean the folder `{tmp_path.as_posix()}/cci` inside it?"


def test_criteria_in_another_encoding(tmp_path: Path):
    (tmp_path / "a.criteria").write_bytes('# café\nframework a "A"\n'.encode("latin-1"))
    (tmp_path / "b.criteria").write_bytes('theme b "B"\n'.encode("utf-16"))
    messages = [d.message for d in workspace.load(tmp_path).diagnostics if d.code == "wrong-encoding"]
    assert messages == [
        "expected UTF-8 text, found a character of another encoding on line 1",
        "expected UTF-8 text, found UTF-16 (some programs call it “Unicode”)",
    ]


def test_a_file_of_cases_that_is_not_there(tmp_path: Path):
    (tmp_path / "cases.csv").write_text("case_id\n")
    found, wrong = files.read(str(tmp_path / "case.csv"))
    assert found is None
    assert [d.code for d in wrong] == ["no-such-file"]
    assert wrong[0].help == f"did you mean `{tmp_path.as_posix()}/cases.csv`?"


def test_a_file_of_cases_that_cannot_be_read(tmp_path: Path):
    loop = tmp_path / "cases.csv"
    loop.symlink_to(loop)
    found, wrong = files.read(str(loop))
    assert found is None
    assert [d.code for d in wrong] == ["cannot-read-file"]
