"""What VROOM answers when it cannot solve: a code for programs and a sentence for people."""

from __future__ import annotations

INPUT, ROUTING = 2, 3


class Refusal(Exception):  # noqa: N818 -- VROOM's word for it is a code, not an error
    """A request that cannot be solved: ``INPUT`` is to be corrected, or a road is missing."""

    def __init__(self, message: str, *, code: int = INPUT, status: int = 400) -> None:
        self.message = message
        self.code = code
        self.status = status
        super().__init__(message)
