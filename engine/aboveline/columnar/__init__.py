"""The room of batches: a whole framework as one Polars query, agreeing with `reference/` on every judgement."""
