"""Shows, on a terminal, how far a run has come once it has taken longer than a second."""

import sys
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager

from aboveline.records.record import Record

#: Passes records on, watching them go by.
Watch = Callable[[Sequence[Record]], Iterable[Record]]

#: Nothing is shown for a run shorter than this, in seconds.
PATIENCE = 1.0


@contextmanager
def progress(doing: str) -> Generator[Watch]:
    """Show that something is being done; what it gives watches records go by, so that the share done can be shown."""
    if not sys.stderr.isatty():
        yield iter
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


class _Bar:
    """A bar that comes up late, from another thread, and follows a count."""

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self.done = 0
        self.total: int | None = None
        self.closed = False
        self.lock = threading.Lock()
        self.stop: Callable[[], None] = lambda: None
        self.update: Callable[[], None] = lambda: None

    def show(self) -> None:
        """Bring the bar up; rich draws it from here on."""
        from rich.console import Console  # noqa: PLC0415 (slow to import, seldom needed)
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        with self.lock:
            if self.closed:
                return
            columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
            shown = Progress(*columns, console=Console(stderr=True), transient=True)
            task = shown.add_task(self.doing, total=self.total, completed=self.done)
            shown.start()
            self.update = lambda: shown.update(task, total=self.total, completed=self.done)
            self.stop = shown.stop

    def watch(self, items: Sequence[Record]) -> Iterable[Record]:
        """The records, counted as they go by."""
        self.total = len(items)
        for item in items:
            yield item
            self.done += 1
            if self.done % 50 == 0:
                self.update()

    def close(self) -> None:
        """Take the bar away."""
        with self.lock:
            self.closed = True
            self.stop()
