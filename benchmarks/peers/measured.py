"""Other engines beside the columnar evaluator, each checked to agree on every question before it is timed."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import polars as pl

from aboveline.columnar.judge import batch, judgements
from aboveline.columnar.plan import collected
from benchmarks.agreement import by_reference, check
from benchmarks.evaluators import COLUMNAR
from benchmarks.made_up import made_up
from benchmarks.peers.cel import CEL
from benchmarks.peers.json_logic import JSON_LOGIC
from benchmarks.peers.openfisca import OPENFISCA
from benchmarks.peers.peer import Peer, outcomes
from benchmarks.peers.rule_engine import RULE_ENGINE
from benchmarks.peers.zen import ZEN
from benchmarks.row import Row
from benchmarks.settings import Settings
from benchmarks.timing import Took, in_turn, timed

PART = "peers"

PEERS: tuple[Peer, ...] = (OPENFISCA, JSON_LOGIC, ZEN, *CEL, RULE_ENGINE)

#: A peer is given as many cases as it can judge in about so many seconds.
_SECONDS = 2.0

_FEWEST = 20

#: After so many seconds it is not run again.
_MOST_SECONDS = 15.0


def rows(settings: Settings) -> Iterator[Row]:
    """Every peer that is installed. Raises DisagreementError where one does not agree."""
    framework, most = settings.framework, settings.sizes[-1]
    sample = made_up(framework, max(peer.sample for peer in PEERS), odd=True).collect()
    wanted = by_reference(framework, sample)
    cases = made_up(framework, most).collect()
    judged = judgements(batch(framework, cases.lazy()))
    ours = timed(lambda: collected(judged))
    yield Row(PART, COLUMNAR, most, in_turn({COLUMNAR: ours}, settings.runs)[COLUMNAR].seconds)
    for peer in PEERS:
        try:
            named = _named(peer)
            found = outcomes(peer, sample.head(peer.sample))
        except (ImportError, PackageNotFoundError):
            yield Row(PART, peer.name, note=f"{peer.distribution} is not installed")
            continue
        check(peer.name, found, {key: codes[: peer.sample] for key, codes in wanted.items()})
        size = _enough(peer, cases)
        ways = {COLUMNAR: ours, named: timed(peer.ready(cases.head(size)))}
        took = in_turn(ways, settings.runs, budget=_MOST_SECONDS)
        yield _row((named, size), took[named], (most, took[COLUMNAR]), peer.form)


def _named(peer: Peer) -> str:
    """A peer with the version that is here. Raises PackageNotFoundError where none is."""
    is_named_so = peer.name == peer.distribution
    its_version = version(peer.distribution)
    return f"{peer.name} {its_version}" if is_named_so else f"{peer.name} ({peer.distribution} {its_version})"


def _enough(peer: Peer, cases: pl.DataFrame) -> int:
    """How many of the cases a peer can judge in about a second or two; one that works in columns has most of its cost once."""
    size = min(_FEWEST, cases.height)
    while True:
        took = in_turn({"": timed(peer.ready(cases.head(size)))}, 0)[""].seconds or _SECONDS
        if took >= _SECONDS / 2 or size == cases.height:
            return size
        size = min(cases.height, max(2 * size, int(size * _SECONDS / took / 4)))


def _row(what: tuple[str, int], took: Took, ours: tuple[int, Took], form: str) -> Row:
    """A row; the ratio is of the times for one case."""
    most, our_time = ours
    times = (took.seconds or 0) / what[1] / ((our_time.seconds or 0) / most)
    return Row(PART, *what, took.seconds, None, times, COLUMNAR, note=form)
