"""What OSRM answers when it cannot: a code for programs and a sentence for people."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import BaseModel

Code: TypeAlias = Literal[
    "InvalidUrl",
    "InvalidQuery",
    "InvalidValue",
    "InvalidOptions",
    "NotImplemented",
    "NoSegment",
    "NoRoute",
    "NoTable",
    "TooBig",
]


class RefusalModel(BaseModel):
    """A refusal as OSRM writes it."""

    code: Code
    message: str


class Refusal(Exception):  # noqa: N818 -- OSRM's word for it is a code, not an error
    """A question that gets no answer; always status 400, as from OSRM."""

    def __init__(self, code: Code, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(code, message)
