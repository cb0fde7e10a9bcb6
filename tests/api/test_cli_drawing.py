"""Many documents are drawn on two threads; Ctrl-C leaves whole files and says what is missing."""

from __future__ import annotations

import threading
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from api.cli import _drawing
from maps.document_kind import Document
from maps.selection import ALL, SelectionError


@dataclass
class Kind:
    """Draws files of its name; ``do`` is done before each."""

    name: str
    media_type: str
    do: Any = None
    group: str = ""
    drawn: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.name

    def draw(self, _context: object, chosen: object) -> Document | None:
        if self.do:
            self.do(chosen)
        self.drawn.append(threading.current_thread().name)
        return Document(name=f"{self.name}-{chosen}", media_type=self.media_type, content=b"whole")


class Context:
    def warm(self) -> None:
        """Nothing is needed by these documents."""


@pytest.fixture
def draw(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    def run(*pieces: tuple[Kind, object], second: Any = None) -> int:
        monkeypatch.setattr(_drawing, "pieces", lambda *_: iter(pieces))
        return _drawing.draw(Context(), [], ALL, tmp_path, second)  # type: ignore[arg-type]

    return run


def test_every_file_is_written_once(draw: Any, tmp_path: Path) -> None:
    kinds = Kind("pdf", "application/pdf"), Kind("html", "text/html")
    asked = [(kind, number) for kind in kinds for number in range(30)]
    assert draw(*asked) == 60
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(f"{k.name}-{n}" for k, n in asked)


def test_who_is_done_first_goes_on_with_what_is_left(draw: Any) -> None:
    """One PDF waits until another has been drawn, by the thread that had nothing else to do."""
    second = threading.Event()

    def wait_or_tell(number: object) -> None:
        if number == 0:
            assert second.wait(20)
        second.set()

    kind = Kind("pdf", "application/pdf", wait_or_tell)
    assert draw((kind, 0), (kind, 1)) == 2
    assert len(set(kind.drawn)) == 2


def test_what_a_second_process_leaves_when_it_is_killed_is_drawn_here(
    draw: Any, tmp_path: Path
) -> None:
    class Killed:
        def give(self, _context: object) -> None:
            """It is killed while it reads."""

        def draw(self, *_piece: object) -> list[Path]:
            raise BrokenProcessPool

    sheet = Kind("pdf", "application/pdf", group="sheets-pdf")
    asked = [(kind, number) for kind in (sheet, Kind("html", "text/html")) for number in range(9)]
    assert draw(*asked, second=Killed()) == 18
    assert len(list(tmp_path.iterdir())) == 18


def test_what_cannot_be_drawn_stops_the_rest(draw: Any) -> None:
    def refuse(_number: object) -> None:
        raise SelectionError("non")

    bad, good = Kind("pdf", "application/pdf", refuse), Kind("html", "text/html")
    with pytest.raises(SelectionError):
        draw((bad, 0), *((good, number) for number in range(1)))


def test_ctrl_c_ends_after_the_files_at_hand(
    draw: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun, pressed = threading.Barrier(3), threading.Event()

    def slowly(_number: object) -> None:
        begun.wait(20)
        assert pressed.wait(20)

    def press(_lanes: object) -> None:
        begun.wait(20)
        raise KeyboardInterrupt

    class Stop(threading.Event):
        def set(self) -> None:
            super().set()
            pressed.set()

    monkeypatch.setattr(_drawing, "_finish", press)
    monkeypatch.setattr(_drawing, "Event", Stop)
    kind = Kind("pdf", "application/pdf", slowly)
    with pytest.raises(SystemExit) as stopped:
        draw(*((kind, number) for number in range(10)))
    assert stopped.value.code == 130
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"whole"}
    assert len(list(tmp_path.iterdir())) == 2
    assert "2 fichiers" in capsys.readouterr().err
