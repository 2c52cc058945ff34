"""The servers that tests are given: found or started, private when a test kills them, and gone afterwards."""

import os
from pathlib import Path

import pytest

from tests import services

psycopg2 = pytest.importorskip("psycopg2")


def count(url: str, statement: str = "") -> int:
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS written (n int)")
        if statement:
            cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM written")
        (answer,) = cursor.fetchone()
    connection.close()
    return answer


@pytest.mark.services
def test_a_private_postgres_keeps_what_was_committed_when_it_is_killed() -> None:
    server = services.Postgres()
    server.start()
    folder: Path = server.folder
    try:
        assert count(server.url, "INSERT INTO written VALUES (1)") == 1

        server.kill()
        server.restart()

        assert count(server.url) == 1
    finally:
        server.remove()
    assert not services.answers(server.port)
    assert not folder.exists()


@pytest.mark.services
@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to give its rights away")
def test_postgres_never_runs_as_root() -> None:
    server = services.Postgres()
    server.start()
    try:
        assert server.process is not None
        assert Path(f"/proc/{server.process.pid}").stat().st_uid != 0
    finally:
        server.remove()


@pytest.mark.services
def test_a_private_redis_keeps_what_was_written_when_it_is_killed() -> None:
    redis = pytest.importorskip("redis")
    server = services.Redis()
    server.start()
    try:
        client = redis.Redis.from_url(server.url)
        client.set("written", "yes")

        server.kill()
        server.restart()

        assert redis.Redis.from_url(server.url).get("written") == b"yes"
    finally:
        server.remove()
    assert not services.answers(server.port)


def test_given_addresses_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://given/one")
    monkeypatch.setenv("REDIS_URL", "redis://given/1")

    with services.postgres() as database, services.redis() as broker:
        assert (database, broker) == ("postgres://given/one", "redis://given/1")
    assert services.postgres_within_reach()
    assert services.redis_within_reach()


def test_what_is_missing_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "postgres_program", lambda name: None)
    monkeypatch.setattr(services, "redis_program", lambda: None)

    with pytest.raises(services.ServiceMissing, match="PostgreSQL is not installed"):
        services.Postgres()
    with pytest.raises(services.ServiceMissing, match="Redis is not installed"):
        services.Redis()
