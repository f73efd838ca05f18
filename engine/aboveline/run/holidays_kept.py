"""The public holidays a run rested on, as a file of the run and back, so that no later list can change a result."""

import json
from datetime import date
from typing import Any

from aboveline.calendars import HolidaysByYear
from aboveline.report.documents import document_bytes
from aboveline.run.manifest import FORM


def holidays_file(calendar: str | None, looked_up: HolidaysByYear) -> bytes:
    """The calendar of the criteria, and the days of each year that was asked for."""
    years = {str(year): [day.isoformat() for day in sorted(days)] for year, days in sorted(looked_up.items())}
    return document_bytes({"version": FORM, "kind": "holidays", "calendar": calendar, "years": years})


def holidays_in(data: bytes) -> tuple[str | None, HolidaysByYear]:
    """The calendar and the days a file of a run holds."""
    document: dict[str, Any] = json.loads(data)
    years: dict[str, list[str]] = document["years"]
    found = {int(year): frozenset(map(date.fromisoformat, days)) for year, days in years.items()}
    return document["calendar"], found
