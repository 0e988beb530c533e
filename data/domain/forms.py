"""Forms as models: what is asked, in which limits, and what is wrong with what was sent, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Annotated, Any, BinaryIO, Generic, Literal, TypeVar

from annotated_types import MaxLen, MinLen
from pydantic import BaseModel, BeforeValidator, ConfigDict, InstanceOf, StringConstraints, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from data.domain.errors import Message, Num, msg

Control = Literal["text", "password", "long", "code", "number", "date", "choice", "check", "file", "hidden"]
Options = Mapping[str, Sequence[tuple[str, str]]]
"""Field → values and words that may be chosen, in the reader's language."""
UNSEEN: frozenset[str] = frozenset({"password", "file"})
"""Controls whose text is never sent back."""


@dataclass(frozen=True)
class SentFile:
    """A file of a form, while it is being received."""

    name: str
    stream: BinaryIO

    def chunks(self, size: int = 1 << 16) -> Iterator[bytes]:
        """Its bytes, piece by piece."""
        while piece := self.stream.read(size):
            yield piece


File = InstanceOf[SentFile]


class Form(BaseModel):
    """What a form asks for; each field is annotated with its `Input` and its limits."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, frozen=True)


F = TypeVar("F", bound=Form)


@dataclass(frozen=True, kw_only=True)
class Input:
    """How a field is shown.

    Attributes
    ----------
    help : Message or None
        Stands below the field and is read with it.
    autocomplete : str
        What the browser may fill in; "" for nothing of the kind.
    accept : str
        Endings of files that may be chosen; "" for any.
    """

    label: Message
    control: Control = "text"
    help: Message | None = None
    autocomplete: str = ""
    placeholder: str = ""
    accept: str = ""


@dataclass(frozen=True)
class FormField:
    """A field with its limits, as a page draws it."""

    name: str
    input: Input
    required: bool
    shortest: int | None
    longest: int | None
    default: str


def plain_number(value: object) -> object:
    """A number as people write it: with a decimal comma, a minus that is none."""
    return value.strip().replace("−", "-").replace(",", ".") if isinstance(value, str) else value


TWO_WAYS = re.compile(r"^[1-9]\d{0,2}\.\d{3}$")
GROUPED = re.compile(r"^\d{1,3}(\.\d{3}){2,}(,\d+)?$|^\d{1,3}\.\d{3},\d+$")


def plain_amount(value: object) -> object:
    """A large number as people write it: points between thousands, a decimal comma.

    Raises
    ------
    PydanticCustomError
        For "1.834", which is a thousand to one reader and a little more than one to another.
    """
    if not isinstance(value, str):
        return value
    text = value.strip()
    if TWO_WAYS.match(text):
        raise PydanticCustomError("two_ways", "two ways")
    return plain_number(text.replace(".", "") if GROUPED.match(text) else text)


Secret = Annotated[str, StringConstraints(strip_whitespace=False)]
"""A password: a space at its end belongs to it."""
Number = Annotated[float, BeforeValidator(plain_number)]
Amount = Annotated[float, BeforeValidator(plain_amount)]
Whole = Annotated[int, BeforeValidator(plain_number)]


def fields_of(model: type[Form]) -> tuple[FormField, ...]:
    """The fields of a form, in their order.

    Raises
    ------
    TypeError
        For a field without an `Input`.
    """
    return tuple(_field(name, info) for name, info in model.model_fields.items())


def _field(name: str, info: FieldInfo) -> FormField:
    shown = _of(info, Input)
    if shown is None:
        raise TypeError(f"the field {name} has no Input")
    shortest, longest = _of(info, MinLen), _of(info, MaxLen)
    required = info.is_required() and (info.annotation is not str or shortest is not None)
    return FormField(
        name,
        shown,
        required,
        None if shortest is None else shortest.min_length,
        None if longest is None else longest.max_length,
        "" if info.is_required() or info.default is None else str(info.default),
    )


T = TypeVar("T")


def _of(info: FieldInfo, kind: type[T]) -> T | None:
    return next((constraint for constraint in info.metadata if isinstance(constraint, kind)), None)


@dataclass(frozen=True)
class Filled(Generic[F]):
    """A form as somebody filled it in.

    Attributes
    ----------
    values : mapping
        What is in the fields, as texts; what was typed stays although it was wrong.
    errors : mapping
        Field → what is wrong with it.
    form : Form or None
        The values, understood; None where something is wrong.
    number : str
        Tells a form that is sent twice from two forms.
    """

    model: type[F]
    values: Mapping[str, str]
    errors: Mapping[str, Message] = field(default_factory=dict)
    form: F | None = None
    number: str = field(default_factory=lambda: token_hex(12))


def empty(model: type[F], **values: object) -> Filled[F]:
    """A form that nobody has filled in yet; ``values`` stand in it."""
    defaults = {column.name: column.default for column in fields_of(model)}
    return Filled(model, {**defaults, **{name: str(value) for name, value in values.items()}})


def read_form(model: type[F], sent: Mapping[str, str], files: Mapping[str, SentFile] | None = None) -> Filled[F]:
    """What was sent, with a sentence for every field that cannot be understood.

    Parameters
    ----------
    files : mapping, optional
        Files by field; a field of the browser that nobody chose a file for is none of them.
    """
    fields, files = fields_of(model), files or {}
    texts = {column.name: sent.get(column.name, "") for column in fields}
    texts |= {column.name: files[column.name].name for column in fields if column.name in files}
    kept = {column.name: texts[column.name] for column in fields if column.input.control not in UNSEEN}
    given: dict[str, Any] = {}
    for column in fields:
        if column.input.control == "check":
            given[column.name] = column.name in sent
        elif column.input.control == "file":
            given |= {column.name: files[column.name]} if column.name in files else {}
        elif texts[column.name].strip() or column.required:
            given[column.name] = texts[column.name]
    missing = {column.name for column in fields if column.required and not texts[column.name].strip()}
    try:
        form = model.model_validate(given)
    except ValidationError as error:
        wrong = {str(entry["loc"][0]): _sentence(dict(entry)) for entry in error.errors() if entry["loc"]}
        return Filled(model, kept, {**wrong, **dict.fromkeys(missing, NEEDED)})
    if missing:
        return Filled(model, kept, dict.fromkeys(missing, NEEDED))
    return Filled(model, kept, {}, form)


NEEDED = msg("This is needed.")


def _sentence(wrong: dict[str, Any]) -> Message:
    """What a person can do about it."""
    limits = wrong.get("ctx", {})
    match wrong["type"]:
        case "missing":
            return NEEDED
        case "string_too_short":
            return msg("At least {n} characters.", n=Num(limits["min_length"]))
        case "string_too_long":
            return msg("At most {n} characters.", n=Num(limits["max_length"]))
        case "greater_than_equal":
            return msg("At least {n}.", n=Num(limits["ge"], _decimals(limits["ge"])))
        case "less_than_equal":
            return msg("At most {n}.", n=Num(limits["le"], _decimals(limits["le"])))
        case "float_parsing" | "int_parsing" | "int_from_float" | "finite_number":
            return msg("“{text}” is not a number.", text=str(wrong["input"])[:20])
        case "date_from_datetime_parsing" | "date_parsing" | "date_from_datetime_inexact":
            return msg("Write the date as YYYY-MM-DD.")
        case "two_ways":
            text = str(wrong["input"]).strip()
            words = "“{text}” can be read in two ways; write {whole} or {decimal}."
            return msg(words, text=text, whole=text.replace(".", ""), decimal=text.replace(".", ","))
        case "literal_error" | "enum":
            return msg("Choose one of the list.")
    return msg("This cannot be understood.")


def _decimals(limit: float) -> int:
    return 0 if float(limit).is_integer() else 2
