"""What the benchmarks compare with the engine comes to the same as the engine, on cases of every kind."""

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import polars as pl
import pytest

import aboveline
from aboveline.columnar.frame import case_records
from aboveline.framework.model import Framework
from aboveline.reference.judge import judge
from benchmarks.agreement import (
    DisagreementError,
    Found,
    by_reference,
    check,
    check_by_hand,
    check_columnar,
    check_sql,
)
from benchmarks.case_files import FORMS, case_file
from benchmarks.command import process, run
from benchmarks.made_up import WRONG, made_up
from benchmarks.peers.measured import PEERS
from benchmarks.peers.peer import Peer, outcomes
from benchmarks.questions import QUESTIONS
from benchmarks.row import Limit, as_text, measured
from benchmarks.settings import Settings
from benchmarks.timing import CannotRunError, Took, in_turn


@pytest.fixture(scope="module")
def framework() -> Framework:
    return aboveline.load_framework("cci-2012")


@pytest.fixture(scope="module")
def cases(framework: Framework) -> pl.DataFrame:
    return made_up(framework, 200, odd=True).collect()


@pytest.fixture(scope="module")
def wanted(framework: Framework, cases: pl.DataFrame) -> Found:
    return by_reference(framework, cases)


@pytest.fixture
def settings(framework: Framework, tmp_path: Path) -> Settings:
    return Settings(
        framework=framework,
        folder=tmp_path,
        sizes=(20,),
        most_in_workbook=20,
        most_in_text=20,
        runs=1,
        seconds=60,
        large=False,
    )


def test_the_table_of_questions_has_every_question(framework: Framework) -> None:
    assert QUESTIONS.keys() == framework.questions.keys()


def test_the_cases_have_every_outcome_the_criteria_know(wanted: Found) -> None:
    assert {code for codes in wanted.values() for code in codes} == {0, 1, 2, 3, 5, 6}


def test_the_columnar_evaluator_agrees(framework: Framework, cases: pl.DataFrame, wanted: Found) -> None:
    check_columnar(framework, cases, wanted)


def test_polars_by_hand_agrees(cases: pl.DataFrame, wanted: Found) -> None:
    check_by_hand(cases, wanted)


def test_the_sql_agrees(cases: pl.DataFrame, wanted: Found, tmp_path: Path) -> None:
    check_sql(cases, tmp_path, wanted)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.distribution)
def test_a_peer_agrees(cases: pl.DataFrame, wanted: Found, peer: Peer) -> None:
    try:
        version(peer.distribution)
    except PackageNotFoundError:
        pytest.skip(f"{peer.distribution} comes with `make bench`")
    found = outcomes(peer, cases.head(peer.sample))
    check(peer.name, found, {key: codes[: peer.sample] for key, codes in wanted.items()})


def test_a_disagreement_is_named(wanted: Found) -> None:
    other = {**wanted, "rmp_done": [0] * len(wanted["rmp_done"])}
    with pytest.raises(DisagreementError, match="that way disagrees on rmp_done"):
        check("that way", other, wanted)


def test_cases_are_made_the_same_again_and_in_parts(framework: Framework) -> None:
    whole = made_up(framework, 30).collect()
    assert made_up(framework, 30).collect().equals(whole)
    assert made_up(framework, 10, start=20).collect().equals(whole.tail(10))
    assert not made_up(framework, 30, seed=1).collect().equals(whole)


def test_cases_give_no_findings_but_contradictions_unless_odd(framework: Framework) -> None:
    clean, odd = (
        {f.code for record in case_records(framework, cases) for f in judge(framework, record).findings}
        for cases in (made_up(framework, 20, odd=odd).collect() for odd in (False, True))
    )
    assert clean == {"check-contradicted"}
    assert {"answered-though-not-applicable", "mark-not-allowed"} <= odd


def test_the_share_of_wrong_records_is_as_asked(framework: Framework) -> None:
    rows = made_up(framework, 2_000, wrong=0.1).collect().rows()
    assert 150 < sum(WRONG in row for row in rows) < 250
    assert all(row.count(WRONG) <= 1 for row in rows)


def test_every_form_of_file_holds_the_same_cases(framework: Framework, settings: Settings) -> None:
    found = {
        form: [
            (record.case_id, record.values)
            for record in aboveline.read_cases(framework, case_file(settings, form, 20)).records
        ]
        for form in FORMS
    }
    assert len(found["Parquet"]) == 20
    assert [form for form, records in found.items() if records != found["Parquet"]] == []


def test_a_whole_process_is_timed_and_its_memory_told() -> None:
    took = run([sys.executable, "-c", "import time; held = b'x' * 50_000_000; time.sleep(0.1)"], 60)
    assert (took.seconds or 0) > 0.1
    assert 50 < (took.mebibytes or 0) < 100


def test_a_command_that_cannot_run_says_so_in_its_row() -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('there is no such thing')"]
    took = in_turn({"a": process(command, 60)}, 1)["a"]
    row = measured("part", ("a", 20), took, ("b", Took(1.0)), Limit(3))
    assert (row.seconds, row.ratio, row.met) == (None, None, None)
    assert "ended with 1: there is no such thing" in as_text([row])


def test_a_command_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(CannotRunError, match=r"stopped, as it would take more than 0\.1 s"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], 0.1)


@pytest.mark.parametrize(
    ("limit", "seconds", "told"),
    [(Limit(3), 2, "met"), (Limit(3), 4, "MISSED"), (Limit(3, at_least=True), 4, "met")],
)
def test_a_row_says_whether_a_limit_is_kept(limit: Limit, seconds: float, told: str) -> None:
    row = measured("part", ("a", 20), Took(seconds), ("b", Took(1.0)), limit)
    assert f"{limit} ({told})" in as_text([row])
