"""Scores inspection cases against practice criteria written in plain words, with a trail for every figure."""
