"""Numbers as people's files write them: read one way, or refused."""

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.contracts import contract
from data.ingest.check import check_table
from data.ingest.load import allowed
from data.ingest.numbers import NumberForm, exact, number_form, number_of, two_ways
from data.ingest.parse import Known
from data.ingest.personal import PersonalDataError, refuse_personal_data, refuse_personal_names
from data.ingest.read import RawTable, read_xlsx

LICENSING = contract("licensing")
KNOWN = Known({"32.76.06": 1}, {}, date(2022, 2, 16))


def licensing(*applied: str) -> RawTable:
    cells = pd.DataFrame({column.name: ["0"] * len(applied) for column in LICENSING.columns}, dtype=str)
    numbers = [column.name for column in LICENSING.columns if column.type in ("count", "amount", "number")]
    for name in numbers:
        cells[name] = list(applied)
    return RawTable(cells, list(range(2, len(applied) + 2)))


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        (["850.000", "1.250.000"], NumberForm.THOUSANDS),
        (["850.000", "12,5"], NumberForm.THOUSANDS),
        (["1.105", "0.75"], NumberForm.DECIMALS),
        (["1.105", "1234.5"], NumberForm.DECIMALS),
        (["850.000", "12"], NumberForm.OPEN),
        (["850.000", "12,5", "12.5"], NumberForm.OPEN),
        (["", "–", "abc"], NumberForm.OPEN),
    ],
)
def test_the_form_is_the_whole_files(cells: list[str], form: NumberForm) -> None:
    assert number_form(cells) is form


def test_eight_hundred_and_fifty_thousand_is_never_eight_hundred_and_fifty_by_silence() -> None:
    assert number_of("850.000", NumberForm.THOUSANDS) == 850_000
    assert number_of("850.000", NumberForm.DECIMALS) == 850
    assert number_of("850.000", NumberForm.OPEN) is None and two_ways("850.000", NumberForm.OPEN)


def test_cells_that_can_be_read_in_two_ways_are_refused_with_both_readings() -> None:
    checked = check_table(licensing("850.000", "12"), LICENSING, KNOWN)
    reasons = [str(line.reason) for line in checked.rejected if line.value == "850.000"]
    assert reasons and all("850000" in reason and "two ways" in reason for reason in reasons)


def test_the_dry_run_says_how_points_were_read_and_what_is_greatest() -> None:
    checked = check_table(licensing("850.000", "1.250.000"), LICENSING, KNOWN)
    said = [str(words) for words in checked.numbers]
    assert any("separators of thousands" in words and "1.250.000" in words for words in said)
    assert any(words.startswith("Largest value of") and "1,250,000" in words for words in said)


@given(st.floats(0, 1e9, allow_nan=False).map(lambda value: round(value, 3)))
def test_a_number_of_a_workbook_comes_back_as_it_was(value: float) -> None:
    text = exact(f"{value:.3f}".rstrip("0").rstrip("."))
    assert number_of(text, NumberForm.OPEN) == pytest.approx(value, abs=1e-9)


def test_a_workbook_keeps_its_numbers_and_says_what_was_not_used(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["area", "planned", "note"], ["a", 1.105, "x"], ["b", 0.00001, "y"], ["c", 850000, "z"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.merge_cells("A5:A6")
    book.create_sheet("16 Feb").append(["area", "planned"])
    book.save(tmp_path / "x.xlsx")
    table = read_xlsx(tmp_path / "x.xlsx", ("area", "planned"))
    assert [number_of(text, NumberForm.OPEN) for text in table.cells["planned"]] == [1.105, 0.00001, 850_000]
    said = " ".join(map(str, table.notes))
    assert "16 Feb" in said and "1 hidden rows" in said and "A5:A6" in said


@pytest.mark.parametrize("text", ["33.33333333333333", "106.8210345678901", "-6.394210987654321"])
def test_a_mean_and_a_coordinate_with_sixteen_digits_are_nobodys(text: str) -> None:
    cells = pd.DataFrame({"planned": [text], "lon": [text], "remark": [text]}, dtype=str)
    refuse_personal_data(cells, contract("action-progress"))


@pytest.mark.parametrize(
    "text", ["3276012345670001", "3276 0123 4567 0001", "327601.2345670001", "3276.0123.4567.0001"]
)
def test_sixteen_digits_of_a_person_are_still_found(text: str) -> None:
    with pytest.raises(PersonalDataError):
        refuse_personal_data(pd.DataFrame({"remark": [text]}, dtype=str), contract("action-progress"))


def test_the_name_of_a_place_is_no_name_of_a_person() -> None:
    refuse_personal_names(["Nama Kelurahan", "nama_rw", "Kecamatan Nama"])
    with pytest.raises(PersonalDataError):
        refuse_personal_names(["Nama Warga"])


def test_a_file_that_is_mostly_wrong_is_refused() -> None:
    assert allowed(0.02, 6) < 5, "five of six"
    assert allowed(0.02, 3) >= 2 and 20 <= allowed(0.02, 1_000) < 21
    assert allowed(0.0, 100) == 0
