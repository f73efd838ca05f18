"""What records that are wrong cost the good ones: the same cases, with a share of them spoilt, whole processes."""

from collections.abc import Iterator

from benchmarks.case_files import case_file
from benchmarks.command import columnar_if_offered, process, score
from benchmarks.row import Row, measured
from benchmarks.settings import Settings
from benchmarks.timing import in_turn

PART = "screening"

SHARES = (0.0, 0.001, 0.01, 0.1)

_FORMS = ("CSV", "Parquet of texts")


def rows(settings: Settings) -> Iterator[Row]:
    """Scored with the wrong records left out and told of, at the largest size that is no more than text is measured at."""
    size = max((size for size in settings.sizes if size <= settings.most_in_text), default=settings.sizes[0])
    for form in _FORMS:
        commands = {
            f"{form}, {share:.1%} of the records wrong": (
                *score(case_file(settings, form, size, share), evaluator=columnar_if_offered()),
                "--leave-out-invalid",
            )
            for share in SHARES
        }
        took = in_turn({n: process(c, settings.seconds) for n, c in commands.items()}, settings.runs)
        none_wrong = next(iter(took))
        for name, its_time in took.items():
            yield measured(PART, (name, size), its_time, (none_wrong, took[none_wrong]))
