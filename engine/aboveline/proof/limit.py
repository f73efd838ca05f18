"""A limit of a date: so many units from another, which it is to be no later or no earlier than."""

from datetime import date

from aboveline.calendars import Unit
from aboveline.frozen import frozen
from aboveline.reference.operations import day_from


@frozen
class Limit:
    """That a date is no later, or no earlier, than so many units after another; before it, if negative."""

    count: int
    unit: Unit
    calendar: str | None
    no_later: bool

    def day(self, ordinal: int) -> int:
        """The day the limit stands at for an anchor, both as ordinals."""
        return day_from(self.calendar, date.fromordinal(ordinal), self.count, self.unit).toordinal()
