"""The files of one report: written together, all of them or none, and nothing left lying beside them."""

from pathlib import Path

import pytest

from aboveline.cli import exits, faces
from aboveline.cli.output import replace_together
from small import CASES, write_small
from test_cli import said


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def refusing(monkeypatch, target):
    """Let no file be put in the place of one name."""
    move = Path.replace

    def replace(self, to):
        if Path(to).name == target and not self.name.endswith(".kept"):
            raise PermissionError(13, "Permission denied", str(to))
        return move(self, to)

    monkeypatch.setattr(Path, "replace", replace)


def test_files_are_replaced_together_or_not_at_all(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / name).write_text(f"old {name}")
    refusing(monkeypatch, "b")
    with pytest.raises(Exception, match=r"cannot be written: permission denied"):
        replace_together({tmp_path / name: b"new" for name in ("a", "c", "b", "d")})
    assert names(tmp_path) == ["a", "b"]
    assert [(tmp_path / name).read_text() for name in ("a", "b")] == ["old a", "old b"]


def test_a_link_that_could_not_be_replaced_is_a_link_again(tmp_path, monkeypatch):
    (tmp_path / "there").write_text("old")
    (tmp_path / "a").symlink_to("there")
    (tmp_path / "b").write_text("old")
    refusing(monkeypatch, "b")
    with pytest.raises(Exception, match="cannot be written"):
        replace_together({tmp_path / name: b"new" for name in ("a", "b")})
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "there").read_text() == "old"
    assert names(tmp_path) == ["a", "b", "there"]


def test_a_report_whose_one_file_cannot_be_placed_leaves_all_as_it_was(place, capsys, monkeypatch):
    (place / "r.html").write_text("old")
    before = names(place)
    refusing(monkeypatch, "r.xlsx")
    given = ("rules", "cases.csv", "--output", "r.html", "--workbook", "r.xlsx", "--case-pages", "pages")
    told = said(capsys, "report", *given, code=exits.WRONG_USAGE)
    assert "`r.xlsx` cannot be written" in " ".join(told.err.split())
    assert names(place) == before
    assert (place / "r.html").read_text() == "old"


def test_a_face_that_cannot_be_made_leaves_all_as_it_was(place, capsys, monkeypatch):
    def fails(_):
        raise RuntimeError("no face")

    monkeypatch.setattr(faces, "_workbook", lambda name: faces.Face("workbook", name, fails))
    before = names(place)
    given = ("rules", "cases.csv", "--output", "r.html", "--workbook", "r.xlsx", "--case-pages", "pages")
    told = said(capsys, "report", *given, code=exits.OUR_FAULT)
    assert "nothing was written" in told.err
    assert names(place) == before


WITH_PAGES = ("rules", "cases.csv", "--output", "r.html", "--case-pages", "pages")


def test_pages_of_cases_are_replaced_with_their_report(place, capsys):
    said(capsys, "report", *WITH_PAGES)
    (place / "cases.csv").write_text("\n".join(CASES.splitlines()[:4]) + "\n", "utf-8")
    said(capsys, "report", *WITH_PAGES, "--stage", "draft")
    assert names(place / "pages") == ["1.html", "2.html", "3.html"]
    assert "Draft" in (place / "pages" / "1.html").read_text("utf-8")
    said(capsys, "verify", "r.html")
    assert not [name for name in names(place) if name.startswith(".")]


@pytest.mark.parametrize("change", ["added", "changed", "gone", "no manifest", "another report", "a link"])
def test_what_is_not_just_the_pages_of_the_report_is_left_alone(place, capsys, change):
    said(capsys, "report", *WITH_PAGES)
    given = WITH_PAGES
    match change:
        case "added":
            (place / "pages" / "notes.txt").write_text("mine")
        case "changed":
            (place / "pages" / "2.html").write_text("mine")
        case "gone":
            (place / "pages" / "2.html").unlink()
        case "no manifest":
            (place / "r.manifest.json").unlink()
        case "another report":
            given = ("rules", "cases.csv", "--output", "n.html", "--case-pages", "pages")
        case _:
            (place / "pages").rename(place / "there")
            (place / "pages").symlink_to("there")
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    told = said(capsys, "report", *given, code=exits.WRONG_USAGE)
    assert "expected a new folder for the pages of the cases, found `pages`" in " ".join(told.err.split())
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


def test_pages_that_could_not_be_replaced_stand_as_they_stood(place, capsys, monkeypatch):
    said(capsys, "report", *WITH_PAGES)
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    refusing(monkeypatch, "r.manifest.json")
    told = said(capsys, "report", *WITH_PAGES, "--stage", "draft", code=exits.WRONG_USAGE)
    assert "`r.manifest.json` cannot be written" in " ".join(told.err.split())
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


def test_what_a_killed_process_left_of_pages_is_taken_away(place, capsys):
    (place / ".pages.next-pages").mkdir()
    (place / ".pages.next-pages" / "1.html").write_text("left")
    said(capsys, "report", *WITH_PAGES)
    assert "left" not in {path.read_text("utf-8") for path in (place / "pages").iterdir()}
    assert not [name for name in names(place) if name.startswith(".")]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (("--workbook", "r.csv"), "expected a workbook whose name ends in .xlsx, found `r.csv`"),
        (("--pdf", "r.pdf", "--output", "./r.pdf"), "found one named twice"),
        (("--workbook", "cases.csv"), "ends in .xlsx"),
        (("--population", "past.html", "--output", "past.html"), "which is to be read"),
    ],
)
@pytest.mark.usefixtures("place")
def test_what_cannot_be_written_is_said_first(capsys, more, expected):
    told = said(capsys, "report", "rules", "cases.csv", "--output", "r.html", *more, code=exits.WRONG_USAGE)
    assert expected in " ".join(told.err.split())
