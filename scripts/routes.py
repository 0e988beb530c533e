"""Who may ask what: every route and callback that the application itself knows, asked as every role.

The walk starts from the server's own registry, so a route that nobody thought of is in it too.
``tests/integration/test_routes.py`` compares it with docs/routes.md; ``python -m scripts.routes``
prints it for the sample in the data folder.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app import ROOM, create_server
from data.domain.people import PROCESS, Person, Role, acting
from data.service import Services, open_services
from data.settings import from_environment
from server.public import assets

AREA = "32.76.02.1010"
SCREEN = "layar-jalan"
ROLES = ("nobody", "operator", "official", "steward", "admin", "council", "officer", "device")
EXAMPLES = {
    "number": "999999",
    "file": "999999",
    "code": "SOC-M1",
    "step": "check",
    "page": "covid",
    "panel": "trend",
    "kind": "csv",
    "filename": "css/10_base.css",
    "path": "covid",
    "slug": SCREEN,
    "package_name": "dash",
    "indicator": "covid-incidence-7d",
    "level": "rw",
    "key": "0000000000000000",
    "fingerprinted_path": "dash-renderer/build/dash_renderer.min.js",
}
BY_ENDPOINT = {
    "plotly": {"asked": "plotly-0.js"},
    "front_file": {"name": "css/00_tokens.css"},
    "dataset": {"name": "covid-daily"},
    "take_back": {"name": "covid-daily"},
    "withdraw_declaration": {"name": "nothing"},
    "programme_export_csv": {"name": "sakip"},
    "programme_export_xlsx": {"name": "sakip"},
    "rule": {"name": "covid-rw-cluster"},
    "rule_change": {"name": "covid-rw-cluster"},
    "public.rw": {"code": f"{AREA}.006"},
    "public.area": {"code": AREA},
    "public.dataset": {"name": "covid"},
    "public.download": {"name": "wilayah.csv"},
    "public.asset": {"digest": Path(assets()["public.css"]).parent.name, "name": "public.css"},
    "public.api_unknown": {"_rest": "nothing"},
}
A_SCREEN = {
    "name": "Layar uji",
    "profile": "public",
    "lang": "id",
    "playlist": [("stage", 20)],
    "inches": 55,
    "width_px": 1920,
    "height_px": 1080,
    "distance_m": 5,
}
VALUES = {"pathname": ROOM, "search": "", "className": "", "data": None}
# What ends a client's way comes last.
LAST = ("screen_removed", "sign_out")


@dataclass(frozen=True)
class Asked:
    """One route or callback: how it is named, and how it is asked."""

    name: str
    ask: Callable[[FlaskClient], Any]
    order: int = 0


def clients(web: Flask, services: Services) -> dict[str, FlaskClient]:
    """A client a role; accounts and tokens are made for the walk."""
    by_role = {"nobody": web.test_client()}
    mark = secrets.token_hex(3)
    with acting(Person("console", Role.ADMIN, via="process")):
        for role in ROLES[1:-1]:
            word = secrets.token_urlsafe(16)
            services.people.make_account(f"walk-{role}-{mark}", role, AREA if role == "officer" else None, word)
            by_role[role] = signed_in(web, f"walk-{role}-{mark}", word)
        if not any(state.screen.slug == SCREEN for state in services.wall.states()):
            services.wall.save(SCREEN, A_SCREEN, new=True)
        token = services.people.make_token(f"walk {mark}", "device", "device", None, None, SCREEN)
    device = web.test_client()
    device.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return by_role | {"device": device}


def signed_in(web: Flask, name: str, password: str) -> FlaskClient:
    """A client that has come in; it sends the token against cross-site calls with everything."""
    client = web.test_client()
    answer = client.post("/masuk", data={"username": name, "password": password})
    if answer.status_code != 303:
        raise PermissionError(answer.text)
    client.get(f"{ROOM}saya")
    cookie = client.get_cookie("_csrf_token")
    client.environ_base["HTTP_X_CSRFTOKEN"] = cookie.value if cookie else ""
    return client


def everything(web: Flask, services: Services) -> list[Asked]:
    """Every rule and method of the server, and every callback of the room."""
    questions = [question for rule in web.url_map.iter_rules() for question in _of_rule(rule, services)]
    room = web.extensions["decor-room"]
    questions += [_of_callback(key, callback) for key, callback in room.callback_map.items() if "callback" in callback]
    return sorted(questions, key=lambda question: (question.order, question.name))


def _of_rule(rule: Rule, services: Services) -> Iterable[Asked]:
    with acting(PROCESS):
        files = services.room.map_files()
    example = next((file.name for file in files.values()), "none")
    names: dict[str, str] = {"name": example, **EXAMPLES, **BY_ENDPOINT.get(rule.endpoint, {})}
    path = rule.rule
    for argument in rule.arguments:
        path = _filled(path, argument, names[argument])
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        headers = {"Accept": "text/html"} if method == "GET" else {}

        def ask(client: FlaskClient, path: str = path, method: str = method, headers: dict[str, str] = headers) -> Any:
            return client.open(path, method=method, headers=headers)

        yield Asked(f"{method} {rule.rule}", ask, LAST.index(rule.endpoint) + 1 if rule.endpoint in LAST else 0)


def _filled(path: str, argument: str, value: str) -> str:
    start = path.index(next(mark for mark in (f"<{argument}>", f":{argument}>") if mark in path))
    begin = path.rindex("<", 0, start + 1)
    return path[:begin] + value + path[path.index(">", begin) + 1 :]


def _of_callback(key: str, callback: dict[str, Any]) -> Asked:
    def with_value(dependency: dict[str, str]) -> dict[str, Any]:
        return {**dependency, "value": VALUES.get(dependency["property"])}

    outputs = key.strip(".").split("...") if key.startswith("..") else [key]
    parts = [dict(zip(("id", "property"), output.rsplit(".", 1), strict=True)) for output in outputs]
    body = {
        "output": key,
        "outputs": parts if key.startswith("..") else parts[0],
        "inputs": [with_value(dependency) for dependency in callback["inputs"]],
        "state": [with_value(dependency) for dependency in callback["state"]],
        "changedPropIds": [],
    }
    shown = ", ".join(f"{output['id']}.{output['property']}" for output in parts)
    return Asked(f"callback → {shown}", lambda client: client.post(f"{ROOM}_dash-update-component", json=body))


def may(answer: Any) -> str:
    """What an answer means: refused (–), led to the sign-in (→), or let in (yes)."""
    if answer.status_code in (301, 302) and "/masuk" in answer.headers.get("Location", ""):
        return "→"
    answer.close()
    if answer.request.path == "/masuk":
        return "yes"  # whatever it says to an empty form
    if answer.status_code in (401, 403):
        return "–"
    if answer.status_code >= 500:
        return f"error {answer.status_code}"
    return "yes"


def walk(web: Flask, services: Services) -> list[tuple[str, list[str]]]:
    """Every route and callback with what it means for every role."""
    people = clients(web, services)
    return [
        (question.name, [may(question.ask(people[role])) for role in ROLES]) for question in everything(web, services)
    ]


def markdown(rows: list[tuple[str, list[str]]]) -> str:
    """The walk as a page."""
    head = "| route or callback | " + " | ".join(ROLES) + " |\n|" + "---|" * (len(ROLES) + 1)
    lines = [f"| `{name}` | {' | '.join(answers)} |" for name, answers in rows]
    intro = (
        "<!-- Written by `python -m scripts.routes`; tests/integration/test_routes.py walks the same registry. -->\n\n"
        "# Who may ask what\n\n"
        "Every route and callback that the application itself knows, asked as every role. yes: let in (what is "
        "then not\n"
        "there is 404, what is missing 400); –: refused (401 without a sign-in, 403 for the role); →: led to the "
        "sign-in.\n"
        "The officer of Mekarsari sees Mekarsari only, in every answer. A device opens the pages of its own "
        "screen of the wall, and nothing else of the room.\n\n"
    )
    return intro + head + "\n" + "\n".join(lines) + "\n"


def main() -> None:
    """Print the table for the city in the data folder."""
    settings = from_environment()
    services = open_services(settings)
    text = markdown(walk(create_server(settings, services), services))
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
