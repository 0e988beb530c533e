"""Every page of the whole city in Bahasa Indonesia, without a sentence that has no wording."""

import pytest

import data.text
from data.domain.areas import Level
from data.domain.filters import FilterState
from data.service import RoomService
from data.subjects import registry
from layouts.components.table import table
from tests.drawing import draw_page, panel_names

pytestmark = pytest.mark.integration
# Names and official terms that are the same in both languages.
SAME = {"{words}", "ODP", "PDP", "OTG", "Suspek", "Probable", "Kontak erat"}


class Listening(dict[str, str]):
    """A catalogue that notes what it was asked for and did not have."""

    def __init__(self, known: dict[str, str]) -> None:
        super().__init__(known)
        self.missing: set[str] = set()

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        if key not in self:
            self.missing.add(key)
        return super().get(key, default)


def test_nothing_on_the_screen_lacks_its_words(service: RoomService, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Listening(data.text.catalogue("id"))
    monkeypatch.setattr(data.text, "catalogue", lambda _lang: heard)
    names = {service.city().name(code) for code in service.city().areas}
    for indicator in registry().indicators.values():
        for level, areas in (
            (Level.RW, ()),
            (Level.KECAMATAN, ("32.76.06",)),
            (Level.KELURAHAN, ("32.76.02.1010.006",)),
        ):
            state = FilterState(indicator=indicator.id, level=level, areas=areas)
            for subject in ("", indicator.subject):
                draw_page(service, subject, state)
            table(service.table(state, "map", indicator.subject), "id")
    state = FilterState(level=Level.KECAMATAN)
    for panel in panel_names():
        table(service.table(state, panel), "id")
    assert {words for words in heard.missing if words not in names | SAME} == set()
