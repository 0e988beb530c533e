"""Words of the smart-city action plan."""

from __future__ import annotations

DIMENSIONS = {
    "government": "Governance",
    "economy": "Economy",
    "living": "Living",
    "society": "Society",
    "environment": "Environment",
    "branding": "Branding",
}
"""Name by id of the six dimensions of the smart-city programme, in the order of the master plan."""
