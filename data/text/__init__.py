"""Every visible word: gettext catalogues (Bahasa Indonesia first), numbers and dates through Babel.

The English template is the key; ``id.po`` holds the Indonesian wording and ``en.po`` any English
wording that differs from its key.
"""

from __future__ import annotations

import importlib.util
import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal

from data.domain.errors import Message, Num, Span, Words
from data.settings import subject_modules

HERE = Path(__file__).parent
LOCALES = {"id": "id_ID", "en": "en_GB"}
MINUS = "\u2212"


@lru_cache
def catalogue(lang: str) -> dict[str, str]:
    """Template → wording; empty translations are left out. Added subjects bring ``<module>.<lang>.po`` beside them."""
    wordings: dict[str, str] = {}
    for path in (*(path.with_suffix(f".{lang}.po") for path in _added_modules()), HERE / f"{lang}.po"):
        if path.exists():
            with path.open("rb") as file:
                entries = read_po(file, locale=LOCALES[lang])
            wordings |= {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string}
    return wordings


def _added_modules() -> list[Path]:
    specs = [importlib.util.find_spec(name) for name in subject_modules()]
    return [Path(spec.origin) for spec in specs if spec is not None and spec.origin]


def say(message: Message | str, lang: str) -> str:
    """Word a message in ``lang`` ("id" or "en"); unknown templates, and such as cannot be filled, stay in English."""
    if isinstance(message, str):
        return catalogue(lang).get(message, message)
    values = {name: show(value, lang) for name, value in message.params.items()}
    try:
        return catalogue(lang).get(message.text, message.text).format(**values)
    except (KeyError, IndexError, ValueError):
        return message.text.format_map(_Unfilled(values))


class _Unfilled(dict[str, str]):
    """A place without a value shows its name: a sentence that is not right must not cost the page."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def show(value: Any, lang: str) -> str:
    """Write one parameter: Message, Num, Span, Words, date-time, date, or plain text."""
    match value:
        case Message():
            return say(value, lang)
        case Words():
            return value.id if lang == "id" else value.en
        case Num(words=True):
            return size(value.value, lang)
        case Num():
            return number(value.value, lang, value.decimals, signed=value.signed)
        case Span():
            return span(value.first, value.last, lang)
        case datetime():
            return moment(value, lang)
        case date():
            return day(value, lang)
        case int() | float():
            return number(value, lang, 0)
    return str(value)


def size(value: float, lang: str) -> str:
    """A large number as one reads it aloud, to two decimals.

    Examples
    --------
    >>> size(850_000, "id"), size(1_234_567, "en")
    ('850 ribu', '1.23 million')
    >>> size(999_999, "en")
    '1 million'
    """
    # Rounded first, so that what rounds up to the next unit is written in it.
    shown = float(f"{value:.5g}") if value < 1e15 else value
    return str(format_compact_decimal(shown, format_type="long", locale=LOCALES[lang], fraction_digits=2))


@lru_cache(maxsize=8192)
def number(value: float, lang: str, decimals: int = 0, *, signed: bool = False) -> str:
    """1.834 or 75,0 in Indonesian; halves away from zero; a true minus; a plus only when ``signed``.

    The scripts and the charts round in the same way (`tests/vectors/numbers.json`).
    """
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    written = str(format_decimal(abs(rounded), format=pattern, locale=LOCALES[lang]))
    sign = MINUS if rounded < 0 else ("+" if signed and rounded > 0 else "")
    return sign + written


def trimmed(value: float, lang: str, decimals: int = 1, *, signed: bool = False) -> str:
    """A number with ``decimals``, or with none where it is whole.

    Examples
    --------
    >>> trimmed(2.0, "en"), trimmed(2.5, "en")
    ('2', '2.5')
    """
    return number(value, lang, 0 if float(value).is_integer() else decimals, signed=signed)


def percent(share: float, lang: str, decimals: int = 0, *, down: bool = False) -> str:
    """A share (0 to 1) as the number before the percent sign; ``down`` never rounds up, so that 100 is all.

    Examples
    --------
    >>> percent(0.9996, "en", 1), percent(0.9996, "en", 1, down=True)
    ('100.0', '99.9')
    """
    shown = math.floor(share * 10 ** (2 + decimals)) / 10**decimals if down else share * 100
    return number(shown, lang, decimals)


def kilobytes(size: int, lang: str) -> str:
    """Bytes as a number of kB."""
    return number(size / 1_000, lang)


@lru_cache(maxsize=4096)
def day(value: date, lang: str, pattern: str = "d MMM y") -> str:
    """11 Feb 2022."""
    return str(format_date(value, pattern, locale=LOCALES[lang]))


def time_of_day(value: datetime, lang: str) -> str:
    """09.12; clock times are written with a full stop in Indonesian."""
    return value.strftime("%H.%M" if lang == "id" else "%H:%M")


def moment(value: datetime, lang: str) -> str:
    """16 Feb 09.12 (Indonesian clock times are written with a full stop)."""
    return f"{day(value.date(), lang, 'd MMM')} {time_of_day(value, lang)}"


def calendar_names(lang: str) -> dict[str, list[str]]:
    """Names of days (from Sunday) and months as a chart's library wants them: long and short."""
    locale = Locale.parse(lang)
    days, months = locale.days["format"], locale.months["format"]
    week = (6, 0, 1, 2, 3, 4, 5)
    return {
        "days": [days["wide"][n] for n in week],
        "shortDays": [days["abbreviated"][n] for n in week],
        "months": [months["wide"][n] for n in range(1, 13)],
        "shortMonths": [months["abbreviated"][n] for n in range(1, 13)],
    }


def span(first: date, last: date, lang: str) -> str:
    """5–11 Feb 2022, leaving out what both ends share."""
    if first == last:
        return day(last, lang)
    if first.year != last.year:
        return f"{day(first, lang)}–{day(last, lang)}"
    pattern = "d" if first.month == last.month else "d MMM"
    return f"{day(first, lang, pattern)}–{day(last, lang)}"


def cadence(hours: float, lang: str) -> str:
    """How often a dataset comes, in words; ``hours`` between two deliveries."""
    for limit, word in ((1.5, "hourly"), (30, "daily"), (200, "weekly"), (800, "monthly"), (9_000, "yearly")):
        if hours <= limit:
            return say(word, lang)
    return say("when it changes", lang)


def age(hours: float | None, lang: str) -> str:
    """Age of a feed in the largest sensible unit."""
    if hours is None:
        return say("never received", lang)
    if hours < 1:
        return say(Message("{n} min", {"n": max(0, int(hours * 60))}), lang)
    if hours < 48:
        return say(Message("{n} hours", {"n": int(hours)}), lang)
    return say(Message("{n} days", {"n": int(hours // 24)}), lang)
