"""Turns what is wrong with a user's file into data: a code, a sentence, the places, and the remedy.

Messages are for inspectors: lower case, no full stop, the user's own words in backticks, never a
Python name. What was expected comes first, then what was found, then a suggestion if one is near.
Codes are permanent; `CODES` lists each with its meaning.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum

from attrs import field

from aboveline.frozen import frozen
from aboveline.source import Span
from aboveline.wording.message import message


class Severity(StrEnum):
    """How much a diagnostic matters: an error stops the work, a warning does not, a note is only worth a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


#: Every code with its meaning, in the order in which a file passes through the engine. A code is
#: never given another meaning; one that is no longer used is taken out and not used again.
CODES: Mapping[str, str] = {
    # Finding and reading the files of a framework.
    "no-such-framework": "no folder or built-in framework has this name",
    "not-a-framework": "what was named is not a folder of criteria",
    "no-criteria-files": "the folder holds no file whose name ends in .criteria",
    "no-such-file": "there is no file of this name",
    "cannot-read-file": "the computer refused to read the file",
    "wrong-encoding": "a criteria file is not UTF-8 text",
    # How criteria are written.
    "syntax": "something else should stand here",
    "text-before-declaration": "text before the first declaration of a file",
    "declaration-inside-line": "a declaration begins in the middle of a line",
    "text-after-end": "text after the end of a declaration that belongs to nothing",
    "misspelt-word": "a word of the language is misspelt",
    "misplaced-clause": "a clause stands in a declaration it is not for",
    "wrong-word": "a word of another language or notation stands for one of this one; in records, no allowed word",
    "capital-letters": "names and words of the language are written in small letters",
    "confusable-letters": "a letter of another alphabet looks like one of ours",
    "invisible-character": "a character that cannot be seen stands among the words",
    "reserved-word": "a word of the language is used as a name or as an answer word",
    "quoted-name": "a name stands in quotation marks",
    "name-form": "a name is not of small letters, digits and underscores",
    "number-form": "a number is written in a form that is not understood",
    "number-too-fine": "a number has more than six decimal places",
    "number-too-large": "a number is too large",
    "whole-number-needed": "a whole number should stand here",
    "date-form": "a date is not written year-month-day",
    "impossible-date": "there is no such day in the calendar",
    "curly-quotes": "typographic quotation marks where plain ones should stand",
    "single-quotes": "single quotation marks where double ones should stand",
    "missing-quotes": "words that people read stand without quotation marks",
    "unclosed-quote": "a quotation mark is never closed",
    "quote-inside-words": "a quotation mark stands among quoted words",
    "unclosed-bracket": "a bracket is never closed",
    "unopened-bracket": "a bracket is closed that was never opened",
    "symbol-for-word": "a sign such as `>=` stands where words should",
    "missing-comma": "two things of a list stand without a comma between them",
    "missing-is": "`is` is missing from a comparison",
    "nothing-compared": "a comparison has nothing on one side",
    "two-types": "a fact is given two types",
    "too-deeply-nested": "brackets stand too deep in one another",
    "too-many-slips": "a file has so many slips that reading stopped",
    # Names.
    "duplicate-name": "one name is declared for two things",
    "unknown-name": "nothing of this name is declared",
    "unknown-theme": "no theme of this name is declared",
    "unknown-list": "no list of this name is declared",
    "unknown-item": "a list, or a repeat, has no such item",
    "unknown-bands": "no set of bands of this name is declared",
    "unknown-step": "a set of bands has no such step",
    "unknown-part": "there is no section or criterion of this number",
    "unknown-calendar": "no calendar of this name is known",
    "unknown-placeholder": "braces hold something that is not filled in",
    "unpaired-brace": "a brace in words that people read stands without its other",
    "wrong-kind-of-name": "a name stands where only another kind of thing can",
    "word-is-a-name": "an answer word, an item or a step is also the name of something",
    "word-twice": "an answer word is listed twice",
    "item-twice": "an item is listed or picked twice",
    "step-twice": "two steps of a set of bands have one name",
    # The framework as a whole, its parts and its bands.
    "missing-framework": "no file declares the framework",
    "two-frameworks": "the framework is declared twice",
    "missing-version": "the framework has no version",
    "missing-calendar": "working days are counted, and no calendar says which days are holidays",
    "missing-label": "the words that people read are missing",
    "different-labels": "a section or criterion is given two different labels",
    "question-outside-criterion": "a question stands under no criterion",
    "criterion-outside-section": "a criterion stands under no section",
    "criterion-in-two-sections": "a criterion stands under two sections",
    "criterion-in-wrong-section": "a criterion stands under another section than its number says",
    "missing-bands": "scores are read in bands, and there are none",
    "duplicate-bands": "a set of bands is declared twice",
    "bands-without-steps": "a set of bands has no steps",
    "missing-otherwise": "no step takes the scores that are left",
    "two-otherwise": "two steps take the scores that are left",
    "bands-out-of-order": "the steps do not run from the best to the worst",
    "overlapping-bands": "two steps begin at the same figure",
    "mixed-thresholds": "some steps begin at percentages and some at points",
    "unnamed-bands-in-points": "the bands of every score are read from points",
    "threshold-out-of-range": "a step begins below 0% or above 100%",
    "strengths-out-of-range": "findings are said to be strengths from what is no whole percentage of 1 to 100",
    "unreachable-step": "no score ever falls into a step",
    "missing-worth": "some steps are worth points and some are not",
    "bands-do-not-fit": "a percentage is read in bands of points, or the other way round",
    # Texts in several languages.
    "unknown-language": "a text is given in a language that no code of ISO 639 names",
    "language-twice": "a text is given twice in one language",
    "own-language": "a text is translated into the language it is in",
    "empty-translation": "a translation has no words",
    "translation-first": "a translation stands where the words it translates should",
    "missing-language": "a second text does not say in what language it is",
    "misplaced-translation": "something is translated that people do not read",
    "no-such-text": "a list of translations names a text that the framework does not have",
    "text-has-changed": "a text is no longer in the words that were translated",
    # Clauses.
    "repeated-clause": "a clause that stands once is given twice",
    "contradictory-clauses": "two clauses cannot stand together",
    "missing-type": "a fact does not say what it can be",
    "missing-where": "a condition does not say when it holds",
    "missing-expect": "a check does not say what must be so",
    "missing-sufficient-when": "nothing says which answers are sufficient",
    "answer-words-joined": "answer words are joined with `or` or `and` instead of commas",
    "feeds-though-not-scored": "a worked-out question feeds a theme though it is not scored",
    "theme-fed-twice": "a question feeds a theme twice",
    "list-twice": "something is repeated twice for one list",
    "empty-column": "`in data` names no column",
    "column-needs-item": "the items of a repeat share a column",
    "rows-needed": "answer words are worked out from one expression instead of rows",
    "rows-not-allowed": "a number is worked out from rows instead of a sum",
    "cannot-be-worked-out": "a date or a text is worked out",
    "item-outside-survey": "an item stands under no survey",
    "asked-too-early": "whom an item is asked of rests on an item that is asked later",
    "positive-does-not-fit": "positive answers are given as words of a scale, or as figures of words",
    "threshold-off-scale": "the positive answers begin at a figure that is not on the scale",
    "nothing-positive": "a sentence counts positive answers, and no answer is said to be positive",
    "text-not-tallied": "a sentence is to tell of a text, which is never tallied",
    "range-backwards": "the higher end of a range stands first",
    # Expressions.
    "mixed-and-or": "`and` and `or` are mixed without brackets",
    "negated-question": "`not` stands before a statement about a question",
    "bare-question": "a question stands where something that is yes or no should",
    "bare-answer-word": "an answer word stands alone inside an expression",
    "yes-or-no-needed": "a value stands where something that is yes or no should",
    "value-needed": "something that is yes or no stands where a value should",
    "fact-needed": "something that is neither a fact nor an answer is called missing or known",
    "question-needed": "something that is no question is said to apply or to be sufficient",
    "question-compared": "something is compared with a whole question",
    "condition-compared": "a condition is compared with a value",
    "not-judged": "a question that is not judged is said to be sufficient, or to have a score",
    "wrong-type": "two values that cannot be compared or combined",
    "value-outside": "a value that a fact or an answer can never have",
    "quoted-word": "an answer word stands in quotation marks",
    "unquoted-text": "a text stands without quotation marks",
    "within-of": "`within … of` does not say on which side of the date",
    "count-below-zero": "a number of days or weeks is below zero",
    "count-too-high": "`at least n of` fewer than n things",
    "count-too-low": "`at least 0 of` some things",
    "no-answer-here": "`the answer` stands where there is none, or where it cannot be used",
    "score-in-case-expression": "a score stands in a clause about one case",
    "own-name": "a clause of a question names the question itself",
    "of-a-case": "something of each case stands where all cases are one",
    "whole-repeat": "the bare name of a repeat stands where one of it should",
    "not-repeated": "an item is picked of something that is not repeated",
    "wrong-number-of-items": "a repeat for several lists needs an item of each",
    "no-item-at-hand": "a list stands for its item outside a repeat",
    # Ratings.
    "rating-of-nothing": "a rating does not say what it is worked out from",
    "score-needed": "something without a score stands where a score should",
    "part-not-scored": "the score of a section or criterion that is not scored",
    "one-score-needed": "`score of` several things",
    "no-percentage": "a score that is no percentage is used as one",
    "no-points": "points are added up of something worth none",
    "percentage-needed": "a score is compared with something that is no percentage",
    "part-named-twice": "a part stands twice in one rating",
    "only-for-totals": "a rule for totals of points stands in another rating",
    "bands-needed": "a rating without bands is capped, judged or asked for its step",
    "negated-score": "`not` stands before a statement about a score",
    "place-taken": "two ratings print in the place of one part",
    # Examples.
    "given-twice": "one thing is given two values",
    "given-though-worked-out": "a value is given for something that is worked out",
    "mark-on-a-fact": "a fact is marked not applicable",
    "not-to-be-expected": "an example expects what its subject can never come to",
    "example-expects-nothing": "an example says nothing of what must come of it",
    # The framework seen together.
    "built-too-deep": "a rule rests on too long a chain of others",
    "circular-definition": "a definition rests on itself",
    "counted-twice": "a worked-out question is scored beside its own parts",
    "named-twice": "one thing stands twice in a list",
    "date-never-made": "nothing is said for the case where a date was never made",
    "unused-fact": "no rule uses a fact",
    "unused-condition": "no rule uses a condition",
    "unused-list": "nothing is repeated for a list",
    "unused-bands": "nothing is read in a set of bands",
    "theme-without-questions": "no question feeds a theme",
    "criterion-without-questions": "a criterion has no questions",
    "section-without-criteria": "a section has no criteria",
    "survey-without-items": "nothing is asked in a survey",
    "always-positive": "every answer to an item counts as positive",
    "duplicate-column": "two things stand in one column of the data",
    "reserved-column": "something stands in the column of the case's own name",
    "row-after-otherwise": "a row stands after `otherwise`",
    "row-never-reached": "no case reaches a row",
    "rows-leave-a-gap": "no row fits some cases",
    "rows-overlap": "two rows fit the same case",
    "rows-not-shown": "the rows rest on too much to show that they fit every case",
    "word-never-given": "no row gives an answer word",
    # Findings of method, which `aboveline lint` looks for besides some of the above.
    "never-applies": "a question can never apply",
    "contradicts-what-it-inherits": "where a question applies contradicts what its criterion or section says",
    "repeats-what-it-inherits": "a clause repeats what the criterion or section says already",
    "clause-never-bites": "a clause rules no case out, excludes none, or excuses none",
    "answer-cannot-matter": "what is answered to a question cannot matter",
    "never-sufficient": "a question can never be sufficient",
    "never-insufficient": "a question can never fall short",
    "identical-applicability": "questions apply to the same cases and say so in different words",
    "complementary-applicability": "a question applies just where another does not, and does not say so",
    "condition-never-yes": "a condition is never yes",
    "condition-never-no": "a condition is never no",
    "equivalent-conditions": "two conditions say the same",
    "opposite-conditions": "a condition says the opposite of another",
    "redundant-part": "a part of a rule never matters",
    "label-says-otherwise": "the words of a condition and its rule say opposite things",
    "denominator-always-empty": "a theme, criterion, section or share can never have a score",
    "feeds-no-theme": "a question feeds no theme, though most beside it do",
    "check-never-contradicted": "no case can contradict a check",
    "check-always-contradicted": "every case a check is for contradicts it",
    "cap-never-bites": "a cap never changes its rating",
    "examples-contradict": "two examples are given the same and expect different things",
    "example-repeats-another": "an example says nothing that another does not say",
    "lacks-a-language": "a text has no words in a language in which the others are given",
    "allowance-not-understood": "a comment that should allow a finding cannot be read",
    "allowance-without-reason": "an allowance gives no reason",
    "allowance-of-nothing": "an allowance allows nothing",
    # Files of case records.
    "empty-file": "a file has nothing in it",
    "wrong-kind-of-file": "a file is not what its name says",
    "another-kind-of-file": "a file plainly holds something else than what it was given for",
    "not-utf-8": "a file of records is not UTF-8 text",
    "nul-byte": "a file holds a byte that no text has",
    "wrong-delimiter": "the columns are not parted by commas",
    "no-header": "the first line does not name the columns",
    "column-without-name": "a column has no name",
    "unknown-column": "a column names nothing the framework knows",
    "missing-column": "a column is missing",
    "no-case-id-column": "no column holds the cases' own names",
    "merged-cells": "cells of a sheet are merged, so that one value stands for several",
    "cell-with-error": "a formula of a sheet came to an error",
    "cell-not-worked-out": "a formula of a sheet was never worked out",
    "value-far-out": "a value of a sheet stands far away from all others",
    "several-sheets": "more than one sheet of a workbook could be meant",
    "no-such-sheet": "a workbook has no sheet that could be meant",
    "repeated-header": "the column names stand again among the rows",
    "damaged-file": "a file is of the right kind and cannot be read",
    "cell-too-long": "a cell is longer than any cell should be",
    "text-after-quote": "text follows a closing quotation mark in a cell",
    "too-few-cells": "a row has fewer cells than there are columns",
    "too-many-cells": "a row has more cells than there are columns",
    "columns-not-there": "a file of cases has no column for some of what can be known",
    "nothing-known": "a record holds nothing but its case id",
    "no-cases": "a file holds no case",
    "no-question": "a row of answers does not say to which question",
    "no-known-question": "no row of answers names a question the framework knows",
    "json-syntax": "a JSON file cannot be read",
    "wrong-top-level": "a JSON file is not an array of records, or one record",
    "record-not-object": "a record is not an object in braces",
    "nested-too-deep": "objects stand too deep in one another",
    "duplicate-key": "an object has one name twice",
    "unknown-key": "an object has a name the framework does not know",
    "several-inspections": "more than one record of the inspection is given",
    # Case records.
    "no-case-id": "a case has no name of its own",
    "wrong-case-id": "the name of a case is no text or whole number",
    "duplicate-case": "two records have one case id, and where assessors count one assessor",
    "similar-case-ids": "two case ids differ only in capitals or spaces",
    "similar-assessors": "two names of assessors differ only in capitals or spaces",
    "no-such-assessor": "an assessor who is preferred made no assessment",
    "missing-value": "a required fact is missing",
    "mark-not-understood": '"not applicable" stands where it has no meaning',
    "wrong-date": "a value is no date, or not written year-month-day",
    "wrong-number": "a value is no number, or outside its range",
    "wrong-text": "a value is no text",
    # Files of overrides.
    "overridden-twice": "one judgement is overridden twice",
    # Files of past headline scores.
    "wrong-population": "past headline scores are not in the form their schema says",
    "duplicate-inspection": "an inspection, or a theme of a summary, stands twice among past headline scores",
    "no-such-inspection": "no one run or past inspection has this name",
    "unclear-inspection": "a run could be several of the past inspections",
    # Materials of a report.
    "header-form": "the header of a material is not lines of a name, a colon and a text",
    "text-encoding": "a material is not UTF-8 text",
    "text-missing": "a material has no text",
    "unknown-kind": "there is no such kind of material",
    "unknown-entry": "the header of a material has a name that its kind does not know",
    "entry-missing": "the header of a material lacks something its kind needs",
    "entry-twice": "the header of a material has one name twice",
    "material-language": "a material says no language, or two",
    "translation-differs": "a material stands elsewhere in one language than in another",
    "material-twice": "there are two materials of which there can be but one",
    "case-named": "a text for a public edition names a case",
    "recommendation-without-criterion": "a recommendation names no general criterion",
    "quotation-names": "a quotation is attributed in words that could name somebody",
    "quotation-without-place": "a quotation names no item of a survey and no general criterion",
    "remark-without-finding": "a remark is on a question of which the report says nothing",
    "criterion-without-recommendation": "work of a criterion needs to improve and no recommendation says how",
    # Sealed runs.
    "not-a-run": "a folder is no sealed run, or one of a later form",
    "changed-file": "a file of a run is not as it was sealed, or one of a report not as it was written",
    "file-gone": "a file of a run or of a report is not there",
    "file-added": "a run holds something that was not sealed, or the case pages of a report one that is not of it",
    "broken-seal": "the manifest of a run and its seal do not fit each other",
    "another-seal": "a run or a report has another seal than was expected",
    "records-not-kept": "a run was sealed without its records, and they are needed",
    "other-records": "a file is not one that a run was made from",
    "not-worked-out-again": "the criteria or records of a run can no longer be read",
    "judgement-differs": "a judgement of a run comes out otherwise when it is worked out again",
    "score-differs": "a score of a run comes out otherwise when it is worked out again",
    "finding-differs": "the findings of a run come out otherwise when they are worked out again",
    "survey-differs": "the counts of a survey of a run come out otherwise when its responses are counted again",
    "override-differs": "the overrides of a run come out otherwise when they are worked out again",
    # Reports that were written.
    "not-a-report": "a file is no manifest of a report, or one of a later form",
    "open-unsealed": "a final report would rest on files that were not sealed",
    "open-left-out": "a final report would leave out records that have errors",
    "open-text-findings": "a final report would have findings on its texts open",
    # What is noticed when judgements are overridden; never an error.
    "override-of-unknown-case": "an override names a case that was not scored",
    "override-of-unknown-question": "an override names something that is no judged question",
    "override-changes-nothing": "an override repeats the judgement as it is",
    # What is noticed when cases are judged; never an error.
    "answered-though-not-applicable": "an answer to a question that does not apply",
    "mark-not-allowed": 'a mark "not applicable" that the question does not allow',
    "value-for-worked-out": "a value for something that is worked out",
    "value-where-none-exists": "a value for something that does not exist for the case",
    "no-row-fits": "no row of `worked out as` fits a case",
    "more-than-one-row-fits": "more than one row fits, where exactly one should",
    "check-contradicted": "a case contradicts a check of the criteria",
    # What the report of findings looks for besides, in all cases together; in no scores and no sealed run.
    "rare-value": "a value so far from all others, or so much rarer, that it may be a slip",
}


@frozen
class Place:
    """Where in a file of case records something stands.

    `line` is the line of the text, counted from 1 (the header of a CSV file is line 1); for JSON
    it is the line on which the record begins, for a workbook the row of its sheet. `field` is the
    column or key, `row` the number of the record among the records of its file, counted from 1.
    `cell` is the cell of a workbook, such as `Cases!C7`. `noun` says what `case_id` is the id of.
    """

    file: str
    line: int | None = None
    row: int | None = None
    case_id: str | None = None
    field: str | None = None
    cell: str | None = None
    noun: str = "case"

    @property
    def spot(self) -> str | None:
        """Where in its file, as people say it: `cell Cases!C7`, `line 7`, or `row 7` of a table that has no lines."""
        if self.cell is not None:
            return message("cell {cell}", cell=self.cell)
        if self.line is not None:
            return message("line {number}", number=self.line)
        return None if self.row is None else message("row {number}", number=self.row)


@frozen
class Label:
    """A place, and what is to be said of it. The first label of a diagnostic is the primary one."""

    at: Span | Place
    message: str = ""


@frozen
class Diagnostic:
    """One thing wrong with a user's file, or worth a warning, as data."""

    code: str
    message: str
    labels: tuple[Label, ...] = ()
    help: str | None = None
    severity: Severity = Severity.ERROR
    suggestion: str | None = field(default=None)

    @property
    def is_error(self) -> bool:
        """Whether this stops the work."""
        return self.severity is Severity.ERROR


Diagnostics = tuple[Diagnostic, ...]


def nearest(word: str, known: "list[str] | tuple[str, ...] | set[str] | dict[str, object]") -> str | None:
    """The known word a person most likely meant by `word`, or None if none is near."""
    found = get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.7)
    return found[0] if found else None


def has_errors(diagnostics: "list[Diagnostic] | Diagnostics") -> bool:
    """Whether any of the diagnostics is an error."""
    return any(d.is_error for d in diagnostics)
