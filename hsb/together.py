"""Several short lists by one statement.

A case page shows a few rows each of many kinds; asked one after the other, each is a wait for the database. Here each list stays a
queryset of its own app, which says what is asked and in which order, and becomes a sub-query that answers its rows as JSON. The
database lets through what it would have let through by itself: row-level security holds in sub-queries too.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models


def together(**lists: models.QuerySet[Any]) -> dict[str, list[Any]]:
    """Answer the rows of each of these querysets, by its name. One statement, however many they are; none for no queryset.

    A queryset of one model, without `select_related` and `annotate`: of whole rows, or by `values_list` of some columns, as tuples.
    """
    if not lists:
        return {}
    array, object_array = (
        ("json_agg", "json_build_array") if connection.vendor == "postgresql" else ("json_group_array", "json_array")
    )
    parts: list[str] = []
    given: list[Any] = []
    for rows in lists.values():
        columns = ", ".join(_as_json(field, column) for column, field in _columns(rows))
        try:
            sql, values = rows.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:  # asked for what cannot be, such as the cases of somebody who is on none
            parts.append("NULL")
            continue
        parts.append(f"(SELECT {array}({object_array}({columns})) FROM ({sql}) q)")  # noqa: S608
        given += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", given)
        found = cursor.fetchone()
    return {name: _rows(rows, one) for (name, rows), one in zip(lists.items(), found, strict=True)}


def _as_json(field: "models.Field[Any, Any]", name: str) -> str:
    """Answer a column as JSON can hold it: bytes as their digits; SQLite keeps JSON as text and must be told what it is."""
    column = f'q."{name}"'
    if isinstance(field, models.BinaryField):
        return f"encode({column}, 'hex')" if connection.vendor == "postgresql" else f"hex({column})"
    if isinstance(field, models.JSONField) and connection.vendor != "postgresql":
        return f"json({column})"
    return column


def _columns(rows: models.QuerySet[Any]) -> "list[tuple[str, models.Field[Any, Any]]]":
    """Answer what the statement of these rows calls each of its columns, and its field."""
    if some := rows.query.values_select:
        return [(name, rows.model._meta.get_field(name)) for name in some]
    return [(field.column, field) for field in rows.model._meta.concrete_fields]


def _rows(rows: models.QuerySet[Any], found: Any) -> list[Any]:
    fields = [field for _, field in _columns(rows)]
    names = [field.attname for field in fields]
    listed = json.loads(found) if isinstance(found, str) else found or []
    values = [tuple(_value(*pair) for pair in zip(fields, row, strict=True)) for row in listed]
    if rows.query.values_select:
        return values
    return [rows.model.from_db(connection.alias, names, row) for row in values]


def _value(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Answer what a column of this kind holds. SQLite's instants are UTC and do not say so."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return bytes.fromhex(value)
    if isinstance(field, models.DateTimeField):
        instant = datetime.fromisoformat(value)
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return field.to_python(value)
