"""The built wheel, in a bare environment and from another folder, does the main job."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, text=True)
    [wheel] = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    install = [python, "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel]
    subprocess.run(install, check=True, capture_output=True, text=True)
    return folder


@pytest.mark.slow
def test_an_installed_wheel_scores_the_bundled_framework_from_another_folder(installed, tmp_path):
    cases = tmp_path / "cases.csv"
    cases.write_bytes((ROOT / "examples" / "essex-2012" / "cases.csv").read_bytes())
    command = [installed / "env" / "bin" / "aboveline", "score", "cci-2012", "cases.csv", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    percent = {(s["kind"], s["key"]): s["percent"] for s in json.loads(done.stdout)["scores"]}
    assert percent["theme", "safeguarding"] == 73
    assert percent["section", "1"] == 72


@pytest.mark.slow
def test_an_installed_wheel_finds_its_schemas(installed, tmp_path):
    command = [installed / "env" / "bin" / "aboveline", "schema", "cci-2012"]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.slow
def test_an_installed_wheel_has_the_page_of_every_rule(installed, tmp_path):
    command = [installed / "env" / "bin" / "aboveline", "rule", "never-applies"]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout == (ROOT / "engine" / "aboveline" / "lint" / "pages" / "never-applies.md").read_text(
        "utf-8"
    )


@pytest.mark.slow
def test_an_installed_wheel_reports_in_welsh(installed, tmp_path):
    cases = str(ROOT / "examples" / "essex-2012" / "cases.csv")
    asked = ["report", "cci-2012", cases, "--without-cases", "--language", "cy", "--output", "r.html"]
    subprocess.run(
        [installed / "env" / "bin" / "aboveline", *asked], cwd=tmp_path, check=True, capture_output=True
    )
    assert "Meysydd i\u2019w gwella" in (tmp_path / "r.html").read_text(encoding="utf-8")
