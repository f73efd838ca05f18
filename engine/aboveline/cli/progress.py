"""Shows, on a terminal, how far a batch has come once it has taken longer than a second: a bar, the rate, the time left."""

import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager

from aboveline.records.record import Record

#: Is told how many records are done, of about how many.
Watch = Callable[[int, int], None]

#: Nothing is shown for what takes shorter than this, in seconds.
PATIENCE = 1.0

#: So many more cases are done before the bar moves.
_AT_LEAST = 50


@contextmanager
def progress(doing: str) -> Generator[Watch]:
    """Show that something is being done; what it gives is to be told how far that has come."""
    if not sys.stderr.isatty():
        yield _unseen
        return
    bar = _Bar(doing)
    timer = threading.Timer(PATIENCE, bar.show)
    timer.daemon = True
    timer.start()
    try:
        yield bar.watch
    finally:
        timer.cancel()
        bar.close()


def watched(watch: Watch) -> Callable[[Sequence[Record]], Iterable[Record]]:
    """Passes records on, telling how many went by."""

    def through(records: Sequence[Record]) -> Iterator[Record]:
        for number, record in enumerate(records):
            watch(number, len(records))
            yield record

    return through


def _unseen(done: int, expected: int) -> None:
    """Nobody looks."""


class _Bar:
    """A bar that comes up late, from another thread, and follows a count."""

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self.done = self.told = 0
        self.total: int | None = None
        self.closed = False
        self.lock = threading.Lock()
        self.stop: Callable[[], None] = lambda: None
        self.update: Callable[[], None] = lambda: None

    def show(self) -> None:
        """Bring the bar up; rich draws it from here on."""
        from rich import progress as rich  # noqa: PLC0415 (slow to import, seldom needed)
        from rich.console import Console  # noqa: PLC0415

        with self.lock:
            if self.closed:
                return
            shown = rich.Progress(
                rich.TextColumn("{task.description}"),
                rich.BarColumn(),
                rich.TextColumn("{task.fields[words]}"),
                rich.TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            task = shown.add_task(self.doing, total=None, words="")
            shown.start()

            def update() -> None:
                speed = shown.tasks[0].speed
                words = f"{self.done:,} of about {self.total or 0:,}"
                words += f", {speed:,.0f} cases a second" if speed else ""
                shown.update(task, total=self.total, completed=self.done, words=words)

            if self.total is not None:
                update()
            self.update, self.stop = update, shown.stop

    def watch(self, done: int, expected: int) -> None:
        """So many records are done, of about so many."""
        self.done, self.total = done, max(done, expected)
        if done - self.told >= _AT_LEAST or done >= expected or done < self.told:
            self.told = done
            self.update()

    def close(self) -> None:
        """Take the bar away."""
        with self.lock:
            self.closed = True
            self.stop()
