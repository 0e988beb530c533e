"""Words of the smart-city action plan."""

from __future__ import annotations

from data.domain.errors import msg

DIMENSIONS = {
    "government": "Governance",
    "economy": "Economy",
    "living": "Living",
    "society": "Society",
    "environment": "Environment",
    "branding": "Branding",
}
"""Name by id of the six dimensions of the smart-city programme, in the order of the master plan."""
DIMENSION_NAMES = {
    "government": msg("Governance"),
    "economy": msg("Economy"),
    "living": msg("Living"),
    "society": msg("Society"),
    "environment": msg("Environment"),
    "branding": msg("Branding"),
}
TERM_NAMES = {"short": msg("Short term"), "medium": msg("Medium term"), "long": msg("Long term")}
TERM_WORDS = {"short": msg("short term"), "medium": msg("medium term"), "long": msg("long term")}
PARTNER_NAMES = {
    "academia": msg("academia"),
    "business": msg("business"),
    "community": msg("community"),
    "government": msg("government"),
    "media": msg("media"),
}
COUNT_KINDS = {
    "cumulative": msg("cumulative count"),
    "level": msg("level at the day"),
    "share": msg("share, with numerator and denominator"),
}
COMPONENTS = {
    "baseline": msg("baseline"),
    "output": msg("output"),
    "outcome": msg("outcome"),
    "impact": msg("impact"),
    "quick_win": msg("quick win"),
}
"""What an action brings, by the ministry's evaluation of smart cities."""
OBSTACLES = {
    "none": msg("none"),
    "procurement": msg("procurement"),
    "land": msg("land"),
    "pandemic": msg("pandemic"),
    "staff": msg("staff"),
    "refusal": msg("refusal by residents"),
    "network": msg("network"),
    "rule": msg("a rule"),
    "money": msg("money"),
}
EVIDENCE = {
    "none": msg("none"),
    "document": msg("document"),
    "measured": msg("measured"),
    "audited": msg("audited"),
}
"""Levels of evidence, 0 to 3 in this order."""
CONFIDENCE = {
    "1": msg("will not be done"),
    "2": msg("doubtful"),
    "3": msg("feasible with changes"),
    "4": msg("likely"),
    "5": msg("as good as done"),
}
"""Levels of confidence that an action will be delivered, the lowest first."""
SIDES = {"owner": msg("its own office"), "reviewer": msg("another office"), "bappeda": msg("a review office")}
"""Who is asked for his confidence, each by himself."""
LIGHTS = {
    "held": msg("held"),
    "watch": msg("watch"),
    "silent": msg("no report"),
    "on_plan": msg("on plan"),
}
"""States of an action by the written rule, the worst first."""

SYSTEM_STATES = {
    "planned": msg("planned"),
    "developing": msg("being developed"),
    "running": msg("running"),
    "stopped": msg("stopped"),
}
"""States of a system, as its sources have them."""


def evidence_level(name: str) -> int:
    """Place of a level of evidence among them, from 0.

    Examples
    --------
    >>> evidence_level("none"), evidence_level("audited")
    (0, 3)
    """
    return list(EVIDENCE).index(name)
