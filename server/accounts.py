"""``python -m server.accounts``: accounts, tokens and the audit log from the command line."""

from __future__ import annotations

import argparse
import getpass
import sys

from data.domain.errors import DecorError
from data.domain.people import Person, Role, acting
from data.service import People, open_people

CONSOLE = Person("console", Role.ADMIN, via="process")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 with a sentence when not."""
    parser = argparse.ArgumentParser(prog="python -m server.accounts", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="every account")
    add = commands.add_parser("add", help="make an account and print its one-time password")
    add.add_argument("name")
    add.add_argument("--role", required=True, choices=[role.value for role in Role if role is not Role.DEVICE])
    add.add_argument("--area", help="kelurahan or RW of an area officer")
    add.add_argument("--opd", help="office of an official")
    office = commands.add_parser("office", help="give an official another office, or none")
    office.add_argument("name")
    office.add_argument("opd", nargs="?", default="")
    for name, text in (("reset", "print a new one-time password"), ("password", "set a password (asked for)")):
        commands.add_parser(name, help=text).add_argument("name")
    for name, text in (("close", "close an account, end its sessions"), ("open", "open it again")):
        commands.add_parser(name, help=text).add_argument("name")
    token = commands.add_parser("token", help="make a device or API token and print it")
    token.add_argument("name")
    token.add_argument("--kind", choices=["device", "api"], default="api")
    token.add_argument("--role", required=True, choices=[role.value for role in Role])
    token.add_argument("--area")
    token.add_argument("--opd")
    token.add_argument("--days", type=int)
    revoke = commands.add_parser("revoke", help="end a token")
    revoke.add_argument("number", type=int)
    commands.add_parser("verify", help="check the chain of the audit log")
    options = parser.parse_args(arguments)
    try:
        with acting(CONSOLE):
            return _run(options)
    except DecorError as error:
        print(error, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    people = open_people()
    try:
        return _do(people, options)
    finally:
        people.close()


def _do(people: People, options: argparse.Namespace) -> int:
    match options.command:
        case "list":
            for row in people.overview().accounts:
                state = "" if row.active else "closed"
                print(f"{row.username:<32} {row.role!s:<14} {row.area or '':<20} {state}")
        case "add":
            print(people.make_account(options.name, options.role, options.area, opd=options.opd))
        case "office":
            people.set_opd(options.name, options.opd)
        case "reset":
            print(people.reset_password(options.name))
        case "password":
            people.set_password(options.name, getpass.getpass("New password: "))
        case "close" | "open":
            people.set_active(options.name, active=options.command == "open")
        case "token":
            scope = {"area": options.area, "opd": options.opd}
            print(people.make_token(options.name, options.kind, options.role, days=options.days, **scope))
        case "revoke":
            people.revoke_token(options.number)
        case "verify":
            count, broken, head = people.verify()
            print(f"{count} lines; the chain {'holds' if broken is None else f'is broken at line {broken}'}; {head}")
            return 0 if broken is None else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
