"""Reads files of cases both ways, whole and part by part, and puts what came of each side by side."""

from aboveline.records import csv_parts, frame_parts, ndjson_parts, read_parts, screen
from aboveline.records.case_frame import case_frame, case_records
from aboveline.records.raw import Input
from aboveline.records.read import read_cases
from aboveline.records.read_parts import FILE, LINE, RECORD, ROW, BeginAgain, PartsReading
from records_room import SHAPE, written


def tiny(monkeypatch, size=40, rows=2):
    """Blocks so small that every file has many."""
    monkeypatch.setattr(csv_parts, "BLOCK", size)
    monkeypatch.setattr(ndjson_parts, "BLOCK", size)
    monkeypatch.setattr(frame_parts, "_ROWS", rows)
    monkeypatch.setattr(read_parts, "_ROWS", rows)
    monkeypatch.setattr(read_parts, "SMALL", 0)
    monkeypatch.setattr(screen, "_MANY", rows)


def read_whole(inputs, shape=SHAPE):
    """What the reader of small files makes of some files."""
    reading = read_cases(inputs, shape)
    columns = case_records(shape, case_frame(shape, reading.records))
    places = [(one.place.file, one.place.line, one.place.row, one.place.cell) for one in reading.records]
    return _told(reading, columns, places)


def read_in_parts(inputs, shape=SHAPE, size=3):
    """What reading part by part makes of them."""
    whole, without = {}, frozenset()
    while True:
        reader = PartsReading(inputs, shape, whole=whole, without=without, size=size)
        try:
            parts = list(reader)
        except BeginAgain as found:
            if found.file in whole:
                raise
            whole[found.file] = found.faults
            continue
        if reader.repeated() == without:
            break
        without = reader.repeated()
    assert all(part.frame.height == size for part in parts[:-1])
    records = [record for part in parts for record in case_records(shape, part.frame)]
    return _told(reader.reading(), records, [place for part in parts for place in _places(part, inputs)])


#: Sizes of blocks, in bytes; the blocks of tables have as many rows as is its place here.
SIZES = (1, 24, 150, 1 << 20)


def agree(monkeypatch, *inputs, shape=SHAPE, sizes=SIZES):
    """What came of some files, having asserted that reading them part by part comes to what reading them whole comes to."""
    whole = read_whole(inputs, shape)
    for number, size in enumerate(sizes, 1):
        tiny(monkeypatch, size, number)
        assert read_in_parts(inputs, shape, size=number + 1) == whole
    return whole


def csv(*lines, name="a.csv", end="\n"):
    """A CSV file of some lines."""
    return Input(name, (end.join(lines) + end).encode())


def _places(part, inputs):
    for file, line, row, kept in part.frame.select(FILE, LINE, ROW, RECORD).iter_rows():
        if kept is None:
            cells = part.sheets.get(file)
            yield inputs[file].name, line, row, cells and cells.cell("", line)
        else:
            place = part.records[kept].place
            yield place.file, place.line, place.row, place.cell


def _told(reading, records, places):
    return {
        "diagnostics": [written(one) for one in reading.diagnostics],
        "suggestions": [one.suggestion for one in reading.diagnostics],
        "notes": [written(one) for one in reading.notes],
        "invalid": reading.invalid,
        "read": reading.read,
        "fatal": reading.fatal,
        "untold": reading.untold,
        "cases": [(one.case_id, dict(one.values)) for one in records],
        "places": places,
    }
