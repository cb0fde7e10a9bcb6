"""What is said of a file that does not keep its format."""

from __future__ import annotations

from pathlib import Path


class FormatError(ValueError):
    """A line of an instance file is not what its format demands.

    Parameters
    ----------
    path, line
        Where; lines are counted from 1.
    found, expected
        What stands there, and what should.
    """

    def __init__(self, path: Path, line: int, found: str, expected: str) -> None:
        self.path, self.line, self.found, self.expected = path, line, found, expected
        super().__init__(f"{path}, line {line}: found {found}, expected {expected}")
