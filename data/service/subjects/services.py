"""One Stop Service: what must hold between the counts of its datasets."""

from __future__ import annotations

from data.domain.errors import msg
from data.service.checks import ordered
from data.service.own_views import OwnViews

OWN = OwnViews(
    checks={
        "licensing": (
            ordered("licensing", "issued_on_time", "issued", msg("Months where “on time” is within “issued”")),
            ordered("licensing", "issued", "applied", msg("Months where “issued” is within “applied”")),
            ordered("licensing", "overdue", "pending", msg("Months where “overdue” is within “pending”")),
        ),
        "budget": (
            ordered("budget", "realised_rp", "allocated_rp", msg("Months where spending is within the budget")),
        ),
        "city-tax": (ordered("city-tax", "paid_online", "paid", msg("Months where “on line” is within “paid”")),),
        "civil-registration": (
            ordered("civil-registration", "births_on_time", "births", msg("Months where “on time” is within births")),
        ),
    },
)
