"""An address finder that knows a few answers, in place of the one of the territory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    label: str
    lon: float
    lat: float
    insee: str
    number: str | None = None


@dataclass(frozen=True)
class Answer:
    best: Candidate | None
    candidates: tuple[Candidate, ...]


MISTRAL = Candidate("Avenue Frédéric Mistral, Brignoles", 6.07, 43.41, "83023")
OTHER = Candidate("Rue Mistral, Barjols", 6.01, 43.56, "83012")


class Book:
    """An address finder that knows a few answers and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def find(self, text: str) -> Answer:
        self.asked.append(text)
        if "12 avenue" in text:
            return Answer(MISTRAL, (MISTRAL, OTHER))
        return Answer(None, (MISTRAL, OTHER) if "mistral" in text else ())
