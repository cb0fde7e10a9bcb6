"""Files of the Base Adresse Nationale, whole and broken."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from routing.roads.gazetteer import GazetteerFileError, HouseNumber, read_addresses

HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;"
    "code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;"
    "libelle_acheminement;nom_afnor;source_position;source_nom_voie;certification_commune;cad_parcelles"
)


def line(
    numero: str = "12", rep: str = "", voie: str = "Rue Haute", insee: str = "83023",
    lon: str = "6.06", lat: str = "43.40",
) -> str:  # fmt: skip
    return (
        f"83023_0001_00012;83023_0001;{numero};{rep};{voie};83170;{insee};Brignoles;;;950000.1;"
        f"6260000.2;{lon};{lat};entrée;;;BRIGNOLES;RUE HAUTE;commune;commune;1;"
    )


def file(folder: Path, *lines: str, header: str = HEADER, newline: str = "\n") -> Path:
    path = folder / "adresses-83.csv"
    path.write_bytes((newline.join([header, *lines]) + newline).encode())
    return path


ROWS = (line(), line("12", "BIS", lon="6.0601"), line("14"), line("5", insee="13055", lat="x"))


def test_a_file_is_read_for_some_communes(tmp_path: Path) -> None:
    read = read_addresses(file(tmp_path, *ROWS), {"83023"})
    assert (read.names, read.insee, read.number.tolist()) == (
        ("Rue Haute",),
        ("83023",),
        [12, 12, 14],
    )
    spot = read.find(0, 12, "bis")
    assert spot is not None
    assert (spot.lon, spot.number) == (6.0601, HouseNumber.EXACT)
    assert read.meta["source"] == "adresses-83.csv"


def test_gzip_byte_order_mark_and_other_line_ends_are_read_alike(tmp_path: Path) -> None:
    plain = file(tmp_path, *ROWS)
    wanted = read_addresses(plain, {"83023"})
    packed = tmp_path / "adresses-83.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    marked = tmp_path / "bom.csv"
    marked.write_bytes(b"\xef\xbb\xbf" + plain.read_bytes().replace(b"\n", b"\r\n"))
    commas = tmp_path / "virgules.csv"
    commas.write_bytes(plain.read_bytes().replace(b";", b","))
    for other in (packed, marked, commas):
        read = read_addresses(other, {"83023"})
        assert (read.names, read.number.tolist()) == (wanted.names, wanted.number.tolist())
        assert read.lon.tolist() == wanted.lon.tolist()


def test_the_first_of_two_positions_counts(tmp_path: Path) -> None:
    read = read_addresses(file(tmp_path, line(lon="6.1"), line(lon="6.2")), {"83023"})
    assert read.lon.tolist() == [6_100_000]


def test_a_lieu_dit_without_numbers_keeps_its_point(tmp_path: Path) -> None:
    read = read_addresses(file(tmp_path, line("99999", voie="Le Clos")), {"83023"})
    assert (read.names, read.number.tolist()) == (("Le Clos",), [0])


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([line(), line(numero="douze")], "ligne 3, colonne numero : « douze »"),
        ([line(lon="")], "ligne 2, colonne lon : «  »"),
        ([line(lat="434")], "ligne 2, colonne lat : « 434 »"),
        ([line(lat="nan")], "ligne 2, colonne lat : « nan »"),
        ([line(voie=" ")], "ligne 2, colonne nom_voie"),
        ([line() + ";"], "ligne 2 : 24 colonnes au lieu de 23"),
        ([line(insee="13055")], "est-ce le fichier du bon département"),
        ([], "est-ce le fichier du bon département"),
    ],
)
def test_faults_have_their_line_and_column(tmp_path: Path, lines: list[str], told: str) -> None:
    with pytest.raises(GazetteerFileError, match=r"adresses-83\.csv") as caught:
        read_addresses(file(tmp_path, *lines), {"83023"})
    assert told in str(caught.value)


def test_several_faults_are_told_at_once_but_not_thousands(tmp_path: Path) -> None:
    with pytest.raises(GazetteerFileError) as caught:
        read_addresses(file(tmp_path, *[line(lat="x")] * 5000), {"83023"})
    assert 2 <= str(caught.value).count("ligne") <= 20


def test_missing_columns_are_told(tmp_path: Path) -> None:
    header = HEADER.replace("code_insee;", "insee;").replace(";lat;", ";latitude;")
    with pytest.raises(GazetteerFileError) as caught:
        read_addresses(file(tmp_path, line(), header=header), {"83023"})
    assert "la colonne « code_insee » manque" in str(caught.value)
    assert "la colonne « lat » manque" in str(caught.value)


def test_archives_and_encodings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    whole = gzip.compress(file(tmp_path, *[line(str(n)) for n in range(3000)]).read_bytes())
    cut = tmp_path / "coupé.csv.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(GazetteerFileError, match="abîmée ou incomplète"):
        read_addresses(cut, {"83023"})
    latin = tmp_path / "latin.csv"
    latin.write_bytes(file(tmp_path, line(voie="Rue de l'Église")).read_text().encode("cp1252"))
    with pytest.raises(GazetteerFileError, match="UTF-8"):
        read_addresses(latin, {"83023"})
    with pytest.raises(GazetteerFileError, match=r"absent\.csv"):
        read_addresses(tmp_path / "absent.csv", {"83023"})
