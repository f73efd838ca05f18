"""Other engines, each given the same 151 questions in its own language."""
