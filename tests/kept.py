"""Something dear that the tests of one process share: made for the first that asks, inside a transaction that is rolled back."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any


class Kept:
    """What `tests.security.matrix_world` builds. `tests/conftest.py` lets it go before a test that has nothing to do with it."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._made: Any = None
        self._is_in_use = False

    @contextmanager
    def lend(self, make: AbstractContextManager[Any]) -> Iterator[Any]:
        """What was made, and made now if nothing is kept; it is not let go meanwhile."""
        if self._made is None:
            self._made = self._open.enter_context(make)
        self._is_in_use = True
        try:
            yield self._made
        finally:
            self._is_in_use = False

    @property
    def is_idle(self) -> bool:
        return self._made is not None and not self._is_in_use

    def let_go(self) -> None:
        """Nothing of it is left."""
        self._made = None
        self._open.close()


KEPT = Kept()
