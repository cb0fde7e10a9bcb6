"""What is written reads back as the same, for any programme and any plan."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from api.wire.faults import Fault, InputFaults
from api.wire.plan_json import load_plan, plan_text
from api.wire.programme_json import (
    dump_programme,
    load_programme,
    programme_digest,
    programme_text,
    validate,
)
from api.wire.programme_xlsx import programme_xlsx, read_programme_xlsx, write_programme_xlsx
from routing.planning.plans import (
    Plan,
)
from routing.planning.programme import (
    Programme,
)
from tests.api.any_plan import plans
from tests.api.any_programme import programmes


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(programmes())
def test_programme_json_round_trip(programme: Programme) -> None:
    text = programme_text(programme)
    again = load_programme(text.encode())
    assert again == programme
    assert programme_text(again) == text
    assert programme_digest(again) == programme_digest(programme)
    assert validate(programme) == []


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(programmes())
def test_programme_xlsx_round_trip(programme: Programme) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "programme.xlsx"
        write_programme_xlsx(programme, path)
        assert read_programme_xlsx(path) == programme
        content = path.read_bytes()
    again = read_programme_xlsx(content)
    assert programme_digest(again) == programme_digest(programme)
    assert programme_xlsx(again) == content


def _faults_of(document: dict[str, object]) -> tuple[Fault, ...] | None:
    try:
        load_programme(document)
    except InputFaults as found:
        return found.faults
    return None


json_values: SearchStrategy[object] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 50)
    | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(programmes(), st.data())
def test_any_damage_is_a_fault_or_a_programme_never_a_crash(
    programme: Programme, data: st.DataObject
) -> None:
    document = dump_programme(programme)
    here: object = document
    for _ in range(data.draw(st.integers(0, 5))):
        if isinstance(here, dict) and here:
            here = here[data.draw(st.sampled_from(sorted(here)))]
        elif isinstance(here, list) and here:
            here = data.draw(st.sampled_from(here))
    if isinstance(here, dict) and here:
        here[data.draw(st.sampled_from(sorted(here)))] = data.draw(json_values)
    elif isinstance(here, list):
        here.append(data.draw(json_values))
    faults = _faults_of(document)
    assert faults is None or (faults and "Input should be" not in " ".join(map(str, faults)))
    assert "INVALID_RECORD" not in {fault.code for fault in faults or ()}  # core errors stay inside


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_plan_round_trip(plan: Plan) -> None:
    text = plan_text(plan)
    again = load_plan(text.encode())
    assert again == plan
    assert plan_text(again) == text
