"""What VROOM answers when it cannot solve: a code for programs and a sentence for people."""

from __future__ import annotations

from pydantic import BaseModel, Field

INTERNAL, INPUT, ROUTING, TOO_LARGE = 1, 2, 3, 4
"""The codes of vroom-express; ``TOO_LARGE`` goes with status 413."""


class VroomRefusal(BaseModel):
    """A refusal as vroom-express writes it."""

    code: int = Field(description="1 internal, 2 input, 3 routing, 4 too large.", examples=[INPUT])
    error: str


class Refusal(Exception):  # noqa: N818 -- VROOM's word for it is a code, not an error
    """A request that cannot be solved, and the code that says what is in the way."""

    def __init__(self, message: str, *, code: int = INPUT, status: int = 400) -> None:
        self.message = message
        self.code = code
        self.status = status
        super().__init__(message)
