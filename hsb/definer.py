"""The narrow ways through the second wall: functions of the database that run with other rights than whoever calls them.

PostgreSQL looks for a table or a type in `pg_temp` first unless it is told otherwise, and the web login once put a view of its own
there. So each names every table with its schema, looks in `pg_catalog` before `pg_temp` and nowhere else, and belongs to a role
that can do nothing but what these functions need: no login, no way round row security, the columns each function names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection

from hsb.database import DEFINER_ROLE

SEARCH_PATH = "search_path=pg_catalog, pg_temp"
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Definer:
    """A function that runs as `hsb_definer`. `body` names its tables bare; `reads` says which, and which columns of each.

    `writes` has, by table, the columns it inserts; it deletes rows of those tables too.
    """

    name: str
    arguments: str
    returns: str
    body: str
    callers: tuple[str, ...]
    reads: Mapping[str, tuple[str, ...]]
    writes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = "sql"
    stable: bool = True

    @property
    def tables(self) -> tuple[str, ...]:
        """Answer every table it touches, in order."""
        return tuple(sorted({*self.reads, *self.writes}))

    @property
    def signature(self) -> str:
        """Answer how the function is told from others of its name: the name and the types of its arguments."""
        types = ", ".join(one.split(maxsplit=1)[1] for one in self.arguments.split(", "))
        return f"public.{self.name}({types})"

    def create(self) -> str:
        """Answer the statement that makes it."""
        return (
            f"CREATE FUNCTION public.{self.name}({self.arguments}) RETURNS {self.returns} LANGUAGE {self.language}"
            f" {'STABLE' if self.stable else 'VOLATILE'} SECURITY DEFINER SET {SEARCH_PATH.replace('=', ' = ')}"
            f" AS $body$ {with_schema(self.body, self.tables)} $body$"
        )


def with_schema(body: str, tables: Iterable[str]) -> str:
    """Answer the SQL with each of these tables under the name of its schema."""
    names = "|".join(sorted(map(re.escape, tables), key=len, reverse=True))
    return re.sub(rf"(?<![\w.])({names})\b", r"public.\1", body)


def grants_sql(functions: Iterable[Definer]) -> Iterator[str]:
    """Answer the statements after which the role has exactly what these functions need. As the owner of the tables."""
    reads, writes = _needs(functions)
    yield f"GRANT USAGE ON SCHEMA public TO {DEFINER_ROLE}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {DEFINER_ROLE}"
    for table, columns in sorted(reads.items()):
        yield f"GRANT SELECT ({', '.join(sorted(columns))}) ON public.{table} TO {DEFINER_ROLE}"
    for table, columns in sorted(writes.items()):
        yield f"GRANT INSERT ({', '.join(sorted(columns))}), DELETE ON public.{table} TO {DEFINER_ROLE}"


def policies_sql(functions: Iterable[Definer]) -> Iterator[str]:
    """Answer the statements after which row security lets the role see and write what these functions need, each table at once:
    without a policy of its own a function would find, and change, nothing, and say nothing."""
    reads, writes = _needs(functions)
    for table in sorted({*reads, *writes}):
        wanted = {"SELECT": table in reads, "INSERT": table in writes, "DELETE": table in writes}
        statements = [f"DROP POLICY IF EXISTS definer_{verb.lower()} ON public.{table}" for verb in VERBS]
        for verb, is_wanted in wanted.items():
            clause = "WITH CHECK (true)" if verb == "INSERT" else "USING (true)"
            if is_wanted:
                statements.append(
                    f"CREATE POLICY definer_{verb.lower()} ON public.{table} FOR {verb} TO {DEFINER_ROLE} {clause}"
                )
        yield "; ".join(statements)


def functions_sql(functions: Iterable[Definer]) -> Iterator[str]:
    """Answer the statements that make the functions, as the role itself: it alone then owns them."""
    for one in functions:
        yield one.create()
        yield f"REVOKE ALL ON FUNCTION {one.signature} FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION {one.signature} TO {', '.join(one.callers)}"


def _needs(functions: Iterable[Definer]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    reads: dict[str, set[str]] = {}
    writes: dict[str, set[str]] = {}
    for one in functions:
        for table, columns in one.reads.items():
            reads.setdefault(table, set()).update(columns)
        for table, columns in one.writes.items():
            writes.setdefault(table, set()).update(columns)
    return reads, writes


# Every function of this database that runs as its owner, outside what PostgreSQL itself brings.
_STANDING = """
    SELECT p.oid::pg_catalog.regprocedure::text, n.nspname || '.' || p.proname, r.rolname, r.rolsuper OR r.rolbypassrls OR r.rolcanlogin,
      coalesce(p.proconfig, ARRAY[]::text[]),
      ARRAY(SELECT coalesce(g.rolname, 'PUBLIC') FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
        WHERE a.privilege_type = 'EXECUTE' AND a.grantee <> p.proowner)::text[]
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_catalog.pg_roles r ON r.oid = p.proowner
    WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    ORDER BY 1
"""


def standing() -> list[tuple[str, str, str, bool, list[str], list[str]]]:
    """Answer every SECURITY DEFINER function there is: signature, name, owner, whether that owner could do more than it should,
    its settings, and who may call it."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING)
        return [(row[0], row[1], row[2], row[3], list(row[4]), list(row[5])) for row in cursor.fetchall()]


def wrong(functions: Iterable[Definer]) -> list[str]:
    """Answer, in sentences, what is not as it must be with the SECURITY DEFINER functions of this database."""
    wanted = {f"public.{one.name}": one for one in functions}
    found = []
    seen = set()
    for signature, name, owner, owner_may_more, config, callers in standing():
        seen.add(name)
        if name not in wanted:
            found.append(f"{signature} runs as {owner} and is none of ours.")
            continue
        if owner != DEFINER_ROLE or owner_may_more:
            found.append(f"{signature} belongs to {owner}, which may do more than {DEFINER_ROLE} should.")
        if config != [SEARCH_PATH]:
            found.append(f"{signature} has the settings {config}, not {SEARCH_PATH}.")
        if sorted(callers) != sorted(wanted[name].callers):
            found.append(f"{signature} may be called by {sorted(callers)}, not {sorted(wanted[name].callers)}.")
    found += [f"{name} is missing." for name in sorted(set(wanted) - seen)]
    return found
