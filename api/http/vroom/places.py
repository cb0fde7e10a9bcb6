"""Which row of the matrices each place of a request is."""

from __future__ import annotations

from api.http.vroom.problem import Spot
from api.http.vroom.refusal import Refusal
from api.http.vroom.request import Location, RequestModel, TaskModel
from routing.sentence import say


class Places:
    """Rows of places: the ones they name where matrices are given, else one a location.

    Raises
    ------
    Refusal
        When the matrices are not square or not of one size.
    """

    def __init__(self, request: RequestModel) -> None:
        self._given = _given_size(request)
        self._rows: dict[tuple[float, float], int] = {}
        self.located: dict[int, tuple[float, float]] = {}
        """Degrees of every row that has some."""

    @property
    def size(self) -> int:
        """Number of rows."""
        return self._given or len(self._rows)

    def of_task(self, task: TaskModel, record: str) -> Spot:
        """Return where a task is, which must be said."""
        spot = self.of(task.location, task.location_index, record, "location")
        if spot is None:
            field = "location_index" if self._given else "location"
            raise Refusal(
                say(
                    "{record} : ajoutez « {field} », qui est obligatoire.",
                    record=record,
                    field=field,
                )
            )
        return spot

    def of(
        self, location: Location | None, index: int | None, record: str, field: str
    ) -> Spot | None:
        """Return a place, ``None`` where none is given."""
        if location is None and index is None:
            return None
        name = "location_index" if field == "location" else f"{field}_index"
        degrees = None if location is None else (float(location[0]), float(location[1]))
        if self._given:
            row = self._checked(index, record, name)
        elif degrees is None:
            raise Refusal(
                say(
                    "{record} : sans matrice, indiquez « {field} » [lon, lat].",
                    record=record,
                    field=field,
                )
            )
        else:
            row = self._rows.setdefault(degrees, len(self._rows))
        if degrees is not None:
            self.located[row] = degrees
        return Spot(row, degrees, index)

    def _checked(self, index: int | None, record: str, name: str) -> int:
        if index is None:
            raise Refusal(
                say(
                    "{record} : avec une matrice, indiquez « {name} ».",
                    record=record,
                    name=name,
                )
            )
        if index >= self._given:
            last = self._given - 1
            raise Refusal(
                say(
                    "{record}, {name} = {index} : la matrice va de 0 à {last}.",
                    record=record,
                    name=name,
                    index=index,
                    last=last,
                )
            )
        return index


def _given_size(request: RequestModel) -> int:
    grids = {"matrix": request.matrix}
    for profile, given in request.matrices.items():
        for field in ("durations", "distances", "costs"):
            grids[f"matrices, {profile}, {field}"] = getattr(given, field)
    sizes = {name: len(rows) for name, rows in grids.items() if rows is not None}
    for name, rows in grids.items():
        if any(len(row) != len(rows or ()) for row in rows or ()):
            raise Refusal(say("{name} : la matrice doit être carrée.", name=name))
    if len(set(sizes.values())) > 1:
        shown = ", ".join(f"{name} : {size}" for name, size in sizes.items())
        raise Refusal(say("Donnez des matrices d’une même taille ({shown}).", shown=shown))
    if 0 in sizes.values():
        raise Refusal(say("Cette matrice est vide."))
    return next(iter(sizes.values()), 0)
