"""A language that leaves out every word of ours: what it says is what was given, and what was not written as a Message."""

from string import Formatter

from aboveline.wording.language import Language


class Silent(Language):
    """Says of a text what fills its blanks alone, each in a stretch of its own."""

    code = tag = "xx"

    #: What stands between two stretches.
    BLANK = "\N{SYMBOL FOR NULL}"

    def pattern(self, text):
        blanks = [
            f"{{{name}:{spec}}}" for _, name, spec, _ in Formatter().parse(super().pattern(text)) if name
        ]
        return self.BLANK + self.BLANK.join(blanks) + self.BLANK

    def day(self, day):
        return day.isoformat()
