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
from data.ingest.numbers import NumberForm, OpenNumber, exact, form_within, forms_of, number_form, number_of, two_ways
from data.ingest.parse import Known
from data.ingest.personal import PersonalDataError, refuse_personal_data, refuse_personal_names
from data.ingest.read import RawTable, read_xlsx
from data.text import say

LICENSING = contract("licensing")
KNOWN = Known({"32.76.06.1001": 1}, {}, date(2022, 2, 16))


def licensing(*applied: str) -> RawTable:
    cells = pd.DataFrame({column.name: ["0"] * len(applied) for column in LICENSING.columns}, dtype=str)
    numbers = [column.name for column in LICENSING.columns if column.type in ("count", "amount", "number")]
    for name in numbers:
        cells[name] = list(applied)
    cells["area"] = "32.76.06.1001"
    cells["date"] = [f"2021-12-{day:02d}" for day in range(1, len(applied) + 1)]
    cells["measure"] = "issued"
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


def test_decimals_of_one_column_say_nothing_about_another() -> None:
    progress = contract("action-progress")
    cells = pd.DataFrame({column.name: ["0", "0"] for column in progress.columns}, dtype=str)
    cells["actual"], cells["spent_rp"] = ["12.5", "45.5"], ["850.000", "12"]
    checked = check_table(RawTable(cells, [2, 3]), progress, KNOWN)
    assert [line.value for line in checked.rejected if line.column == "spent_rp"] == ["850.000"]
    cells["actual"] = ["12,5", "45,5"]
    checked = check_table(RawTable(cells, [2, 3]), progress, KNOWN)
    assert checked.columns["spent_rp"].tolist() == [850_000.0, 12.0], "a decimal comma tells what points are"


def test_a_count_is_never_read_with_a_decimal_point() -> None:
    checked = check_table(licensing("1.500", "0.5"), LICENSING, KNOWN)
    counts = {column.name for column in LICENSING.columns if column.type == "count"}
    assert counts <= {line.column for line in checked.rejected if line.value == "1.500"}


def test_eight_hundred_and_fifty_thousand_is_never_eight_hundred_and_fifty_by_silence() -> None:
    assert number_of("850.000", NumberForm.THOUSANDS) == 850_000
    assert number_of("850.000", NumberForm.DECIMALS) == 850
    assert number_of("850.000", NumberForm.OPEN) is None and two_ways("850.000", NumberForm.OPEN)


def test_cells_that_can_be_read_in_two_ways_are_refused_with_both_readings() -> None:
    checked = check_table(licensing("850.000", "12"), LICENSING, KNOWN)
    reasons = [str(line.reason) for line in checked.rejected if line.value == "850.000"]
    assert reasons and all("850000" in reason and "two ways" in reason for reason in reasons)


@pytest.mark.parametrize(("answer", "value"), [(NumberForm.THOUSANDS, 850_000), (NumberForm.DECIMALS, 850)])
def test_an_answer_holds_where_the_file_leaves_it_open_and_nowhere_else(answer: NumberForm, value: int) -> None:
    checked = check_table(licensing("850.000", "12"), LICENSING, KNOWN, answer)
    amounts = {column.target for column in LICENSING.columns if column.type == "amount"}
    assert checked.open_number is None and {checked.columns[name][0] for name in amounts} == {value}
    assert check_table(licensing("−850.000", "12"), LICENSING, KNOWN).open_number == OpenNumber(
        "−850.000", "value", -850_000, -850
    )
    other = check_table(licensing("850.000", "12,5"), LICENSING, KNOWN, answer)
    assert {other.columns[name][0] for name in amounts} == {850_000}, "the file says it itself"


COVID = contract("covid-daily")


def test_a_column_of_whole_numbers_is_asked_about_one_reading_only_whatever_was_said_of_decimals() -> None:
    row = {column.name: "" for column in COVID.columns} | {"recovered": "0", "deaths": "0", "confirmed": "1.834"}
    row |= {"area": "32.76.06.1001.001", "date": "2021-12-01", "reported_on": "2021-12-02"}
    table = RawTable(pd.DataFrame([row], dtype=str), [2])
    known = Known({"32.76.06.1001.001": 1}, {}, date(2022, 2, 16))
    for said in (NumberForm.OPEN, NumberForm.DECIMALS):
        assert check_table(table, COVID, known, said).open_number == OpenNumber("1.834", "confirmed", 1_834, None)
    read = check_table(table, COVID, known, NumberForm.THOUSANDS)
    assert read.good.all() and read.columns["confirmed"][0] == 1_834


def test_the_dry_run_says_how_points_were_read_and_what_is_greatest() -> None:
    checked = check_table(licensing("850.000", "1.250.000"), LICENSING, KNOWN)
    said = [say(words, "en") for words in checked.numbers]
    assert any("separators of thousands" in words and "1.250.000" in words for words in said)
    assert any(words.startswith("Largest value of") and "1,250,000, that is 1.25 million" in words for words in said)


@given(st.floats(0, 1e9, allow_nan=False).map(lambda value: round(value, 3)))
def test_a_number_of_a_workbook_comes_back_as_it_was(value: float) -> None:
    text = exact(f"{value:.3f}".rstrip("0").rstrip("."))
    assert number_of(text, NumberForm.OPEN) == pytest.approx(value, abs=1e-9)


def test_a_workbook_keeps_its_numbers_and_says_what_was_not_used(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["area", "planned", "note"], ["a", 1.105, "x"], ["b", 0.00001, "y"], ["c", 850000, "z"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[9].hidden = True
    sheet.merge_cells("A5:A6")
    book.create_sheet("16 Feb").append(["area", "planned"])
    book.save(tmp_path / "x.xlsx")
    table = read_xlsx(tmp_path / "x.xlsx", ("area", "planned"))
    assert table.cells["planned"].tolist() == ["1.105", "0.00001", "850000"], "as it is written: it may be a code"
    assert table.exact is not None and table.exact["planned"].tolist() == [True, True, True]
    progress = contract("action-progress")
    cells = pd.DataFrame({column.name: ["0"] for column in progress.columns}, dtype=str)
    cells["actual"] = ["1.105"]
    plain, native = (
        check_table(RawTable(cells, [2], exact=mask), progress, KNOWN)
        for mask in (None, pd.DataFrame({name: [True] for name in cells}))
    )
    assert any(line.column == "actual" for line in plain.rejected)
    assert native.columns["actual"].tolist() == [1.105]
    said = " ".join(map(str, table.notes))
    assert "16 Feb" in said and "1 hidden rows" in said and "A5:A6" in said and "Sheet" not in said


@pytest.mark.parametrize("text", ["33.33333333333333", "106.8210345678901", "-6.394210987654321"])
def test_a_mean_and_a_coordinate_with_sixteen_digits_are_nobodys(text: str) -> None:
    refuse_personal_data(pd.DataFrame({"actual": [text]}, dtype=str), contract("action-progress"))
    refuse_personal_data(pd.DataFrame({"lon": [text]}, dtype=str), contract("wifi-points"))


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


@pytest.mark.parametrize(
    ("cells", "limits", "form"),
    [
        (["106.871"], (106.6, 107.0), NumberForm.DECIMALS),
        (["-6.360", "-6.4"], (-6.6, -6.2), NumberForm.DECIMALS),
        (["10.500", "12.000"], (1_000.0, 90_000.0), NumberForm.THOUSANDS),
        (["1.105"], (0.0, 5_000.0), NumberForm.OPEN),
        (["106.871", "850.000"], (106.6, 107.0), NumberForm.OPEN),
        (["12.5"], (0.0, 20.0), NumberForm.OPEN),
    ],
)
def test_limits_decide_where_a_single_reading_lies_between_them(
    cells: list[str], limits: tuple[float, float], form: NumberForm
) -> None:
    assert form_within(cells, *limits) is form
    beside = {"lon": cells, "cost": ["850.000"]}
    if form is not NumberForm.OPEN:
        assert forms_of(beside, limits={"lon": limits}) == {"lon": form, "cost": NumberForm.OPEN}
