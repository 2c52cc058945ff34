"""Rows in bulk, and a chronology told in bulk: as the actions would have left them, without the actions' time.

For what is invented only: the benchmarks' volume and the demonstration's past.
"""

import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

from hsb.accounts.models import User
from hsb.chronology import chain
from hsb.chronology.declare import DECLARED, Event, split
from hsb.chronology.models import CaseEvent, CaseEventWords
from hsb.timeliness import deadlines, fold
from hsb.timeliness.facts import Event as FoldedEvent
from hsb.timeliness.models import Breach, Deadline
from hsb.timeliness.queries import Book


class Table:
    """Rows of one model on their way to the database, by COPY where there is one."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.fields = {field.attname: field for field in model._meta.concrete_fields}
        self.defaults = {
            name: None if field.primary_key else field.get_default() for name, field in self.fields.items()
        }
        self.rows: list[dict[str, Any]] = []
        self.next_id = 0
        if isinstance(model._meta.pk, models.AutoField):
            self.next_id = (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1

    def add(self, **values: Any) -> Any:
        """Answer the key of the new row."""
        pk = self.model._meta.pk.attname
        if self.next_id:
            values[pk] = self.next_id
            self.next_id += 1
        self.rows.append(values)
        return values.get(pk)

    def write(self) -> None:
        """The rows are in the database."""
        if not self.rows:
            return
        names = ", ".join(f'"{field.column}"' for field in self.fields.values())
        table, rows = self.model._meta.db_table, self.rows
        lines = ([values.get(name, default) for name, default in self.defaults.items()] for values in rows)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                text = io.StringIO("".join("\t".join(map(_copied, line)) + "\n" for line in lines))
                cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', text)
            else:
                prepared = [
                    [
                        field.get_db_prep_save(value, connection)
                        for field, value in zip(self.fields.values(), line, strict=True)
                    ]
                    for line in lines
                ]
                places = ", ".join(["%s"] * len(self.fields))
                cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', prepared)  # noqa: S608
        self.rows = []

    def settle(self) -> None:
        """The next row anybody adds takes the next free number."""
        if self.next_id and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)",
                    [self.model._meta.db_table, self.next_id],
                )


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False).translate(_ESCAPED)
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    if isinstance(value, str):
        return value.translate(_ESCAPED)
    return str(value)


class Chronicle:
    """What happened on one case, told in the order it was recorded: chained, then folded into its clocks and breaches."""

    def __init__(self, tables: Mapping[type[models.Model], Table], case_id: UUID, *, agency: str) -> None:
        self.tables, self.case_id, self.agency = tables, case_id, agency
        self.previous, self.number = chain.GENESIS, 0
        self.folded: list[FoldedEvent] = []

    def add(self, event: Event, *, by: User, at: datetime, occurred: datetime | None = None, agency: str = "") -> None:
        """The event stands next in the chronology, recorded at `at`; it happened then unless `occurred` says earlier."""
        self.number += 1
        declared = DECLARED[event.code]  # type: ignore[attr-defined]
        facts, spoken = split(event)
        salt = f"{self.case_id.int >> 64:016x}{self.number:016x}" if spoken else ""
        words = chain.words_digest(spoken, salt)
        happened = occurred or at
        digest = chain.event_digest(
            previous=self.previous,
            case_id=str(self.case_id),
            number=self.number,
            code=declared.code,
            facts=facts,
            occurred_at=happened,
            recorded_at=at,
            by_id=by.pk,
            corrects_id=None,
            spoken=words,
        )
        pk = self.tables[CaseEvent].add(
            case_id=self.case_id,
            number=self.number,
            code=declared.code,
            version=declared.version,
            facts=facts,
            occurred_at=happened,
            recorded_at=at,
            by_id=by.pk,
            by_label=by.full_name,
            agency=agency or self.agency,
            words_digest=words,
            previous=self.previous,
            digest=digest,
        )
        if spoken:
            self.tables[CaseEventWords].add(event_id=pk, case_id=self.case_id, words=spoken, salt=salt)
        self.folded.append(FoldedEvent(pk, declared.code, facts, happened, at, declared.version))
        self.previous = digest

    def clocks(self, book: Book, *, kind: str) -> list[fold.Clock]:
        """Answer the clocks of what has been told so far."""
        ordered = sorted(self.folded, key=lambda event: (event.occurred_at, event.id))
        return fold.fold(ordered, book.for_kind(kind), book.holidays)

    def fold(self, book: Book, *, kind: str, at: datetime) -> None:
        """The clocks stand as told, and what had run out by `at` is a breach."""
        for running in self.clocks(book, kind=kind):
            broken = fold.fell_due(running, at)
            self.tables[Deadline].add(
                case_id=self.case_id,
                standard_code=running.code,
                root_event=running.root_event,
                broken_on=broken,
                next_chase_on=deadlines.first_chase(running, book),
                **deadlines.columns_of(running, book),
            )
            if broken:
                self.tables[Breach].add(
                    case_id=self.case_id,
                    standard_code=running.code,
                    standard_version=running.version,
                    root_event=running.root_event,
                    fell_due_on=broken,
                    kind=str(Breach.Kind.BREACH),
                    turn=1,
                    recorded_at=at,
                )
