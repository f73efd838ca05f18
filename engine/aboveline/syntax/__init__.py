"""The first room: the text of a criteria file becomes a Tree."""
