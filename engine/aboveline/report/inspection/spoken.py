"""The language of a report, and what of its criteria has no words in it."""

from attrs import field

from aboveline.framework.texts import USUAL_LANGUAGE, ReadText
from aboveline.frozen import frozen
from aboveline.wording.language import ENGLISH, Language


@frozen
class Spoken:
    """The language a report is in, the code of that its criteria were written in, and their texts that stayed in that."""

    language: Language = ENGLISH
    written_in: str = USUAL_LANGUAGE
    untranslated: tuple[ReadText, ...] = field(default=(), repr=False)

    def of_finding(self, question: str) -> str:
        """The code of the language that the finding of a question is in; the instances of a repeat share one."""
        return self._of_finding("question", question.partition(".")[0])

    def of_item_finding(self, survey: str, item: str) -> str:
        """The code of the language that the finding of an item of a survey is in."""
        return self._of_finding("item", f"{survey}.{item}")

    def _of_finding(self, kind: str, name: str) -> str:
        stayed = any(
            (text.kind, text.name, text.own) == (kind, name, "finding") for text in self.untranslated
        )
        return self.written_in if stayed else self.language.code
