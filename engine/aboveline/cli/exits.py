"""The exit codes, each with what it means."""

FINE = 0
INPUT_HAS_ERRORS = 1
WRONG_USAGE = 2
OUR_FAULT = 70
INTERRUPTED = 130
READER_WENT_AWAY = 141

MEANINGS: dict[int, str] = {
    FINE: "all is well",
    INPUT_HAS_ERRORS: "criteria, cases or examples have errors or findings, which were shown",
    WRONG_USAGE: "the command was not understood, or names something that is not there",
    OUR_FAULT: "a fault in Aboveline itself",
    INTERRUPTED: "you stopped it",
}
