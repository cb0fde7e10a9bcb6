"""Reads PDFs as people and machines do: their text, their properties and their pixels."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pypdf
import pypdfium2
import pytest
from numpy.typing import NDArray

from maps.plan_context import PlanContext

_MM = 25.4


@dataclass(frozen=True)
class Printed:
    """A PDF, opened."""

    content: bytes

    @property
    def reader(self) -> pypdf.PdfReader:
        return pypdf.PdfReader(io.BytesIO(self.content))

    @property
    def pages(self) -> int:
        return len(self.reader.pages)

    @cached_property
    def text(self) -> str:
        """All that it says, with plain spaces."""
        document = pypdfium2.PdfDocument(self.content)
        said = " ".join(page.get_textpage().get_text_range() for page in document)
        return " ".join(said.replace("\N{NO-BREAK SPACE}", " ").split())

    @property
    def properties(self) -> str:
        """All that its metadata say."""
        reader = self.reader
        xmp = reader.xmp_metadata
        return f"{dict(reader.metadata or {})} {xmp.stream.get_data().decode() if xmp else ''}"

    def pixels(self, page: int = 0, dpi: int = 72) -> NDArray[np.uint8]:
        """Return a page in grey, 0 black."""
        document = pypdfium2.PdfDocument(self.content)
        image = document[page].render(scale=dpi / 72, grayscale=True).to_numpy()
        return np.asarray(image, np.uint8).reshape(image.shape[:2])

    def ink(self, margin_mm: float = 0, page: int = 0) -> tuple[float, bool]:
        """Return the share of dark pixels, and whether some are within the margin."""
        pixels = self.pixels(page)
        edge = int(margin_mm * 72 / _MM)
        inside = pixels[edge:-edge, edge:-edge] if edge else pixels
        dark = pixels < 200
        return float(dark.mean()), bool(dark.sum() > (inside < 200).sum())


@pytest.fixture
def context(rides) -> PlanContext:
    """A plan with a round and three drivers' trips."""
    plan, programme, territory, network = rides.arguments
    return PlanContext(plan=plan, programme=programme, territory=territory, network=network)


@pytest.fixture
def printed():
    """Open what a writer made."""

    def opened(content: bytes | None) -> Printed:
        assert content is not None
        assert content.startswith(b"%PDF")
        return Printed(content)

    return opened
