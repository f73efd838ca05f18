"""`frozen`: how every noun is declared here; attrs' frozen classes, with a repr made when asked for.

attrs writes and compiles a `__repr__` for each class when the class is defined. With some 150
classes that is a tenth of what a person waits for at every command, and hardly one is ever printed.
Everything else is as attrs makes it.
"""

from collections.abc import Callable
from typing import TypeVar, dataclass_transform, overload

import attrs

T = TypeVar("T")


@overload
def frozen(cls: type[T], /) -> type[T]: ...


@overload
def frozen(*, slots: bool = True) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(attrs.field,))
def frozen(cls: type[T] | None = None, /, *, slots: bool = True) -> type[T] | Callable[[type[T]], type[T]]:
    """The class made frozen by attrs, comparing by value; without `slots` it can hold cached properties."""

    def decorate(bare: type[T]) -> type[T]:
        bare.__repr__ = _repr
        return attrs.frozen(bare, repr=False, slots=slots)

    return decorate if cls is None else decorate(cls)


def _repr(self: object) -> str:
    """The class and its fields, as attrs would write them."""
    shown = (a.name for a in attrs.fields(type(self)) if a.repr)
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"
