"""A small framework with a bit of everything, some cases for it, and how to write both into a folder."""

from pathlib import Path

CRITERIA = """
framework small "Small <inspection>"
  version "3"
  calendar england_and_wales

theme roh "Risk & harm"
theme safe "Safeguarding"

bands by the rounded score
  good  "GOOD enough"       from 60%
  poor  "POOR, to improve"  otherwise

list phase: custody "custody", community "community"

fact sentence    "Type of sentence"          one of yro "Youth order", dto "Detention order"
fact signed_on   "Date the plan was signed"  date only where plan_made
fact sentenced_on "Date of sentence"         date
fact plan_due    "Plan due"                  yes or no
fact plan_made   "Plan made"                 yes or no
fact visits      "Visits"                    whole number from 0 to 99
fact age         "Age"                       whole number from 10 to 18
fact age_group   "Age group"                 one of younger, older
  worked out as
    younger  when age is at most 14
    older    otherwise

condition detained "the sentence was one of detention"
  where sentence is dto

condition planning "a plan was due, or one was made anyway"
  where plan_due or plan_made

section 1 "Planning"

criterion 1.1 "Plans"

question made "Was a plan made?"
  only where plan_due
  feeds roh
  finding "{n} of {N} plans were made ({percent}); {failed} were not ({failed_percent})"

question timely "Was the plan signed in time?"
  only where planning
  excluded where detained and age_group is younger
  sufficient when signed_on is no later than 15 working days after sentenced_on
  feeds roh
  guidance "Count from the day after sentence."

question seen "Was the young person seen in {phase}?"
  for each phase
  only where plan_due
  may be marked not applicable
  feeds safe

criterion 1.2 "Contact"

question enough "Were there enough visits?"
  sufficient when visits is at least 3
  excused where detained

question acted "Was something done about it?"
  only where any of (made, timely) are insufficient
  feeds safe

question aside "Was the file tidy?"
  reported only

example "a day late"
  given plan_due is yes
    and plan_made is yes
    and sentence is yro
    and sentenced_on is 2011-07-04
    and signed_on is 2011-07-26
  expect timely is insufficient

check seen_so_visited "Whoever is seen in custody has a visit"
  when seen of custody is yes
  expect visits is at least 1
"""

CASES = """case_id,sentence,sentenced_on,plan_due,plan_made,signed_on,visits,age,made,seen.custody,seen.community,acted,aside
A1,yro,2011-07-04,yes,yes,2011-07-25,3,15,yes,yes,n/a,,yes
A2,yro,2011-07-04,yes,yes,2011-07-26,2,15,yes,no,yes,no,no
A3,dto,2011-07-04,yes,no,,1,13,no,yes,yes,yes,
A4,yro,2011-07-04,no,no,,,16,yes,,,,yes
A5,yro,,yes,yes,2011-07-26,4,16,,yes,yes,,yes
"""


def write_small(folder: Path, criteria: str = CRITERIA, cases: str = CASES) -> tuple[str, str]:
    """The framework and its cases in a folder; the two names a command is given."""
    (folder / "rules").mkdir()
    (folder / "rules" / "all.criteria").write_text(criteria, encoding="utf-8")
    (folder / "cases.csv").write_text(cases, encoding="utf-8")
    return "rules", "cases.csv"
