"""How every JSON document is laid out, so that the same document is the same bytes wherever it is written."""

import json
from collections.abc import Mapping
from typing import Any


def document_text(document: Mapping[str, Any]) -> str:
    """A document as text, without a line end after it."""
    return json.dumps(document, indent=2, ensure_ascii=False)


def document_bytes(document: Mapping[str, Any]) -> bytes:
    """A document as the bytes of a file."""
    return f"{document_text(document)}\n".encode()
