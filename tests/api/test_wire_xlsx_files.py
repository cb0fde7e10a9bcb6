"""Files that are no workbook, or a dangerous one, are a clear fault and never a crash."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from api.wire.faults import InputFaults
from api.wire.programme_xlsx import read_programme_xlsx
from api.wire.template import write_template
from api.wire.xlsx import archive

shares = st.floats(0, 1, exclude_max=True)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("xlsx") / "modele.xlsx"
    write_template(path)
    return path.read_bytes()


def code_of(data: bytes, folder: Path, name: str = "fichier.xlsx") -> str:
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(InputFaults) as caught:
        read_programme_xlsx(path)
    return caught.value.faults[0].code


def with_parts(data: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """Return the archive with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in parts.items():
            new.writestr(name, text)
    return written.getvalue()


NO_WORKBOOKS: list[tuple[bytes, str]] = [
    (b"", "NOT_XLSX"),
    (b"nom;lieu\n", "NOT_XLSX"),
    (b"PK\x03\x04", "NOT_XLSX"),
    (b"PK\x05\x06" + bytes(18), "NOT_XLSX"),
    (OLE + bytes(600), "NOT_XLSX"),
    (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "ENCRYPTED"),
]


@pytest.mark.parametrize(("data", "code"), NO_WORKBOOKS)
def test_what_is_no_workbook(data: bytes, code: str, tmp_path: Path) -> None:
    assert code_of(data, tmp_path) == code


def test_an_extension_that_is_not_one_of_a_workbook(template: bytes, tmp_path: Path) -> None:
    assert code_of(template, tmp_path, "programme.ods") == "NOT_XLSX"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputFaults, match="existe pas"):
        read_programme_xlsx(tmp_path / "rien.xlsx")


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(end=shares, start=shares, noise=st.binary(max_size=40))
def test_a_damaged_workbook_is_a_fault_never_a_crash(
    template: bytes, tmp_path: Path, end: float, start: float, noise: bytes
) -> None:
    cut = int(end * len(template))
    place = int(start * cut)
    path = tmp_path / "abime.xlsx"
    path.write_bytes(template[:place] + noise + template[place + len(noise) : cut])
    with pytest.raises(InputFaults):
        read_programme_xlsx(path)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(part=shares, share=shares, end=st.sampled_from([b"", b"<", b"9", b"&x;"]))
def test_damaged_xml_is_a_fault_never_a_crash(
    template: bytes, tmp_path: Path, part: float, share: float, end: bytes
) -> None:
    def damage(parts: dict[str, bytes]) -> None:
        name = sorted(parts)[int(part * len(parts))]
        text = parts[name]
        parts[name] = text[: int(share * len(text))] + end

    path = tmp_path / "abime.xlsx"
    path.write_bytes(with_parts(template, damage))
    with pytest.raises(InputFaults):
        read_programme_xlsx(path)


def test_a_zip_bomb_is_refused_before_it_unfolds(template: bytes, tmp_path: Path) -> None:
    def swell(parts: dict[str, bytes]) -> None:
        parts["xl/media/vide.bin"] = bytes(archive.MAX_UNPACKED_BYTES + 1)

    data = with_parts(template, swell)
    assert len(data) < archive.MAX_FILE_BYTES
    assert code_of(data, tmp_path) == "TOO_LARGE"


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "gros.xlsx"
    with path.open("wb") as file:
        file.truncate(archive.MAX_FILE_BYTES + 1)
    with pytest.raises(InputFaults, match="dépasse 10"):
        read_programme_xlsx(path)


def test_xml_entities_are_refused(template: bytes, tmp_path: Path) -> None:
    def add(parts: dict[str, bytes]) -> None:
        bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]>'
        parts["xl/workbook.xml"] = bomb + parts["xl/workbook.xml"]

    assert code_of(with_parts(template, add), tmp_path) == "DANGEROUS"


def test_a_binary_workbook_is_named_as_such(template: bytes, tmp_path: Path) -> None:
    def rename(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.bin"] = parts.pop("xl/workbook.xml")

    assert code_of(with_parts(template, rename), tmp_path) == "NOT_XLSX"


def saved(workbook: Workbook) -> bytes:
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def test_a_cell_far_below_is_not_overlooked(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.create_sheet("Permanences")
    sheet.append(["Code", "Nom"])
    sheet.cell(1_000_000, 1).value = "RIANS"
    assert code_of(saved(workbook), tmp_path) == "TOO_LARGE"


def test_a_sheet_that_lies_about_its_size_is_read_whole(template: bytes, tmp_path: Path) -> None:
    def lie(parts: dict[str, bytes]) -> None:
        for name in parts:
            if name.startswith("xl/worksheets/sheet"):
                head, _, tail = parts[name].partition(b"<dimension ref=")
                parts[name] = head + b'<dimension ref="A1:A1"' + tail[tail.index(b" /") :]

    path = tmp_path / "menteur.xlsx"
    path.write_bytes(with_parts(template, lie))
    rows = {sheet.title: len(sheet.rows) for sheet in archive.read_sheets(path, "x")}
    assert rows["Programme"] > 10


def test_a_workbook_about_something_else(tmp_path: Path) -> None:
    assert code_of(saved(Workbook()), tmp_path) == "NOT_A_PROGRAMME"


ENDS = {
    "xl/worksheets/sheet4.xml": (b"</sheetData>", b"<row><c><v>1</v></c></row>" * 300_000),
    "xl/styles.xml": (b"</cellXfs>", b"<xf/>" * 100_001),
}


@pytest.mark.parametrize("part", ENDS)
def test_little_that_unpacks_to_much_is_refused_before_it_is_read(
    template: bytes, tmp_path: Path, part: str
) -> None:
    end, stuffing = ENDS[part]

    def stuff(parts: dict[str, bytes]) -> None:
        parts[part] = parts[part].replace(end, stuffing + end)

    data = with_parts(template, stuff)
    assert len(data) < 100_000
    assert code_of(data, tmp_path) == "TOO_LARGE"


def test_a_row_that_no_sheet_has_is_not_waited_for(template: bytes) -> None:
    def claim(parts: dict[str, bytes]) -> None:
        row = b'<row r="2000000000"><c r="A2000000000"><v>1</v></c></row></sheetData>'
        name = "xl/worksheets/sheet4.xml"
        parts[name] = parts[name].replace(b"</sheetData>", row)

    sheets = archive.read_sheets(with_parts(template, claim), "x")
    assert max(row.number for sheet in sheets for row in sheet.rows) < 1000


def test_too_many_sheets(tmp_path: Path) -> None:
    workbook = Workbook()
    for _ in range(archive.MAX_SHEETS):
        workbook.create_sheet()
    assert code_of(saved(workbook), tmp_path) == "TOO_LARGE"


def test_of_thousands_of_faults_the_first_are_told() -> None:
    workbook = Workbook()
    sheet = workbook.create_sheet("Permanences")
    sheet.append(["Code", "Nom"])
    for number in range(3000):
        sheet.append([f"P{number}", "Rians"])
    with pytest.raises(InputFaults) as caught:
        read_programme_xlsx(saved(workbook))
    *faults, more = caught.value.faults
    assert len(faults) == 1000
    assert more.code == "MORE"
