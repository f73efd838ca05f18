"""The room that says what rules leave open: gaps and overlaps found by trying every combination."""
