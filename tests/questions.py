"""What the browser sends to the room's callbacks."""

from typing import Any

from flask import Flask

from app import ROOM
from layouts.ids import answer_id


def callback_body(web: Flask, fragment: str) -> dict[str, Any]:
    """A right body for the callback with an output that contains a text; every value is empty."""
    known = web.extensions["decor-room"].callback_map
    output = next(name for name in known if fragment in name)
    entry = known[output]
    names = output.strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    return {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": [{**dependency, "value": ""} for dependency in entry["inputs"]],
        "state": [
            {**dependency, "value": f"{ROOM}covid" if dependency["property"] == "pathname" else None}
            for dependency in entry["state"]
        ],
        "changedPropIds": [],
    }


def page_question(web: Flask, subject: str, question: object) -> dict[str, Any]:
    """A body for a page's callback with a question in it."""
    body = callback_body(web, f"{answer_id(subject)}.data")
    body["inputs"][0]["value"] = question
    return body
