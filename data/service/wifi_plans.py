"""What identifies a plan of sites."""

from __future__ import annotations

from data.domain.results import ResultKey
from data.domain.wifi import SiteQuestion
from data.service.city import City
from data.subjects.declaration import DerivedDocument

INPUTS = ("wifi-points", "wifi-outages", "wifi-candidates", "school-age")
METHOD = "data.results.wifi_sites:plan_of"


def plan_key(city: City, question: SiteQuestion) -> ResultKey:
    """A plan is of exactly these data, code and question."""
    declared = DerivedDocument(id=question.kind, method=METHOD, inputs=INPUTS, indicator="wifi-live")
    return city.document_key(declared)
