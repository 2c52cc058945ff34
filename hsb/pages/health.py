"""Is the process alive, and may it be sent people? Two addresses for whatever supervises the deployment; they say nothing about cases."""

import os
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.timeliness import queries as timeliness

WAIT_SECONDS = 1

# True once this process has seen its own migrations applied: neither its code nor an applied migration goes away again.
_migrated = False


@require_safe
@never_cache
@login_not_required
def live(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as the process can answer at all."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when pages can be served, 503 when not. A broker that is away delays notices but stops nobody: degraded, as is a
    calendar that ends within a year."""
    database = _database()
    parts = {
        "database": database,
        "migrations": _migrations() if database == "ok" else "unknown",
        "broker": _broker(),
    }
    serving = parts["database"] == parts["migrations"] == "ok"
    parts["calendar"] = _calendar() if serving else "unknown"
    whole = parts["broker"] == parts["calendar"] == "ok"
    status = ("ready" if whole else "degraded") if serving else "not ready"
    return JsonResponse({"status": status, **parts}, status=200 if serving else 503)


# PrincipalsMiddleware opens no transaction for them, so that they can say that the database is away.
live.needs_no_database = ready.needs_no_database = True  # type: ignore[attr-defined]


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def _migrations() -> str:
    global _migrated
    if not _migrated:
        try:
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            return "unknown"
    return "ok" if _migrated else "waiting: run manage.py migrate"


def _calendar() -> str:
    """Answer whether due dates a year ahead can be counted; they are only marked provisional where not."""
    try:
        ends = timeliness.calendar_ends_soon(clock.today())
    except DatabaseError:
        return "unknown"
    return "ok" if ends is None else f"ends on {ends}: load more years under Working days"


def _broker() -> str:
    if settings.REDIS_URL:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=WAIT_SECONDS, socket_timeout=WAIT_SECONDS
        )
        try:
            client.ping()
        except redis.RedisError:
            return "unreachable: notices and reminders wait"
        finally:
            client.close()
        return "ok"
    folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
    return "ok" if os.access(folder, os.W_OK) else "unwritable: notices and reminders wait"
