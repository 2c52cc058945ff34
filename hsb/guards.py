"""What the database itself refuses: SQL that can be applied any number of times, after every migration.

- append-only tables refuse UPDATE and DELETE by trigger, on both databases (Django's table rebuild on SQLite drops triggers
  silently, so they are put back each time);
- on PostgreSQL, the web role sees and writes only rows of cases its principals were granted, and only the verbs it needs.

Models say what they are by a class attribute: `append_only = True`; `web_verbs = "select insert update delete"` where it
differs from the default; `row_policy = "<sql>"` where a table's own rule stands in for the case rule (`{case_rule}` in it is
that rule); `narrow_parts_too = True` where those may read who are on the case for one matter only (`cases.models.NARROW_PARTS`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from hsb import definer
from hsb.database import NOW, REPORT_ROLE, WEB_ROLE, WORKER_ROLE
from hsb.definer import Definer
from hsb.open_tables import OPEN_TABLES


class GuardsFailed(Exception):
    """A guard of the database does not stand; the sentences say which."""


# The rule of a case-bearing row. The scalar sub-selects are evaluated once a statement; a function in their place would be
# called once a row and cost seconds (targets.md, row-level security). What is only lent (somebody acts for somebody who is
# away) opens no record that its owner may not see, and none that its owner sees for some hours only (emergency access).
MATTER_RULE = f"""(
  (EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.content_object_id = {{column}}
      AND a.group_id = ANY ((SELECT nullif(current_setting('app.principals', true), ''))::int[])
      AND (a.expires_at IS NULL OR a.expires_at > {NOW})
      AND (array_position((SELECT nullif(current_setting('app.lent_groups', true), ''))::int[], a.group_id) IS NULL
        OR a.expires_at IS NULL AND EXISTS (SELECT 1 FROM unnest((SELECT nullif(current_setting('app.lent_groups', true), ''))::int[],
              (SELECT nullif(current_setting('app.lent_by', true), ''))::bigint[]) lent (group_id, person_id)
            WHERE lent.group_id = a.group_id AND NOT EXISTS (SELECT 1 FROM cases_casedenied o
              WHERE o.case_id = a.content_object_id AND o.user_id = lent.person_id))))
   AND NOT EXISTS (SELECT 1 FROM cases_casedenied d WHERE d.case_id = {{column}}
      AND d.user_id = (SELECT nullif(current_setting('app.user', true), ''))::bigint))
  OR {{column}} = ANY ((SELECT nullif(current_setting('app.opening', true), ''))::uuid[])
)"""  # noqa: S608
# The same without those who were let in for one matter only: they read the tables of that matter.
CASE_RULE = MATTER_RULE.replace("= {column}\n", "= {column} AND NOT a.narrow\n", 1)


def called_too(table: str) -> str:
    """Answer the `row_policy` of a table that those called to a meeting about the child may read too (`cases.models.Part.MEETING`)."""
    called = (
        f"i.case_id = {table}.case_id AND i.part = 'meeting' AND i.closed_at IS NULL"
        " AND (i.expires_at IS NULL OR i.expires_at > now())"
    )
    return f"({{case_rule}} OR EXISTS (SELECT 1 FROM cases_involvement i WHERE {called}))"  # noqa: S608


def project_models() -> Iterator[type[models.Model]]:
    """Answer every model of ours whose table is there, in a stable order (an app's may still be to come)."""
    tables = set(connection.introspection.table_names())
    for model in apps.get_models():
        if model.__module__.split(".")[0] in settings.OUR_PACKAGES:
            if model._meta.db_table in tables:
                yield model


def case_column(model: type[models.Model]) -> str | None:
    """Answer the column by which a table's rows belong to a case; None when they do not."""
    if model._meta.label == "cases.Case":
        return f"{model._meta.db_table}.id"
    if getattr(model, "row_policy", None) is not None:
        return None
    for field in model._meta.local_fields:
        if isinstance(field, models.ForeignKey) and field.name == "case":
            return f"{model._meta.db_table}.{field.column}"
    return None


def row_rule(model: type[models.Model]) -> str | None:
    """Answer the SQL condition under which the web role may see or write a row; None where the table is open to it."""
    own = getattr(model, "row_policy", None)
    if own is not None:
        return str(own).replace("{case_rule}", CASE_RULE.format(column=f"{model._meta.db_table}.case_id"))
    column = case_column(model)
    rule = MATTER_RULE if getattr(model, "narrow_parts_too", False) else CASE_RULE
    return rule.format(column=column) if column else None


def append_only_sql(vendor: str) -> Iterator[str]:
    """Answer the statements that make the append-only tables so."""
    if vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION hsb_append_only() RETURNS trigger LANGUAGE plpgsql"
            " SET search_path = pg_catalog, pg_temp AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for model in project_models():
        if not getattr(model, "append_only", False):
            continue
        table = model._meta.db_table
        if vendor == "postgresql":
            yield f"DROP TRIGGER IF EXISTS append_only ON {table}"
            yield (
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION hsb_append_only()"
            )
            yield f"DROP TRIGGER IF EXISTS append_only_truncate ON {table}"
            yield (
                f"CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION hsb_append_only()"
            )
        else:
            for verb in ("UPDATE", "DELETE"):
                yield f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}"
                yield (
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                    f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )


@contextmanager
def rows_may_be_sealed_again(model: type[models.Model]) -> Iterator[None]:
    """Inside, the owner of the tables may write this append-only table: only for `reseal`, which changes no word. Within a
    transaction; the guard stands again when it ends, whichever way."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # No table is altered that waits for a check: what was written in this transaction is checked now.
            connection.check_constraints()
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
            yield
            connection.check_constraints()
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")
            return
        cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
        yield
        for statement in append_only_sql("sqlite"):
            if f"{table}_no_update" in statement:
                cursor.execute(statement)


AUDIT_TRANSACTION = (
    """CREATE OR REPLACE FUNCTION hsb_audit_transaction() RETURNS trigger LANGUAGE plpgsql
       SET search_path = pg_catalog, pg_temp AS $$ BEGIN NEW.written_in := pg_current_xact_id()::text::bigint; RETURN NEW; END $$""",
    "DROP TRIGGER IF EXISTS audit_transaction ON audit_auditevent",
    """CREATE TRIGGER audit_transaction BEFORE INSERT ON audit_auditevent
       FOR EACH ROW EXECUTE FUNCTION hsb_audit_transaction()""",
)


def row_security_sql() -> Iterator[str]:
    """Answer the grants and policies of the three roles. PostgreSQL only; the roles must exist (`database prepare`)."""
    yield f"GRANT USAGE ON SCHEMA public TO {WEB_ROLE}, {WORKER_ROLE}, {REPORT_ROLE}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {WEB_ROLE}, {WORKER_ROLE}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {REPORT_ROLE}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB_ROLE}, {WORKER_ROLE}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {WEB_ROLE}, {WORKER_ROLE}"
    there = set(connection.introspection.table_names())
    for table, (verbs, _) in OPEN_TABLES.items():
        if table in there:
            yield f"REVOKE ALL ON {table} FROM {WEB_ROLE}"
            yield f"GRANT {verbs} ON {table} TO {WEB_ROLE}"
    for model in project_models():
        table = model._meta.db_table
        if getattr(model, "append_only", False):
            yield f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {WEB_ROLE}, {WORKER_ROLE}"
        verbs = getattr(model, "web_verbs", None)
        if verbs is not None:
            yield f"REVOKE ALL ON {table} FROM {WEB_ROLE}"
            yield f"GRANT {', '.join(verbs.upper().split())} ON {table} TO {WEB_ROLE}"
        rule = row_rule(model)
        if rule is None:
            continue
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        for name in ("web", "worker", "report", "web_insert"):
            yield f"DROP POLICY IF EXISTS {name} ON {table}"
        insert_rule = getattr(model, "row_insert_policy", None)
        if insert_rule is None:
            yield f"CREATE POLICY web ON {table} TO {WEB_ROLE} USING ({rule}) WITH CHECK ({rule})"
        else:
            yield f"CREATE POLICY web ON {table} TO {WEB_ROLE} USING ({rule}) WITH CHECK ({rule})"
            yield f"CREATE POLICY web_insert ON {table} FOR INSERT TO {WEB_ROLE} WITH CHECK ({insert_rule})"
        yield f"CREATE POLICY worker ON {table} TO {WORKER_ROLE} USING (true) WITH CHECK (true)"
        yield f"CREATE POLICY report ON {table} FOR SELECT TO {REPORT_ROLE} USING (true)"


def definer_functions() -> list[Definer]:
    """Answer the SECURITY DEFINER functions the apps ask for: the only narrow ways through the second wall (hsb/definer.py)."""
    return [one for config in apps.get_app_configs() for one in getattr(config, "definer_functions", ())]


def apply() -> None:
    """Every guard stands as the models say, whatever stood before. Called by our `migrate` after each run.

    Raises GuardsFailed where a function that runs as its owner is not as `hsb/definer.py` wants it.
    """
    vendor = connection.vendor
    with connection.cursor() as cursor:
        for statement in append_only_sql(vendor):
            cursor.execute(statement)
        if vendor != "postgresql":
            return
        functions = definer_functions()
        for statement in (
            *AUDIT_TRANSACTION,
            *row_security_sql(),
            *definer.grants_sql(functions),
            *definer.policies_sql(functions),
        ):
            cursor.execute(statement)
    _make_definer_functions(functions)
    if problems := definer.wrong(functions):
        raise GuardsFailed(" ".join(problems))


def _make_definer_functions(functions: list[Definer]) -> None:
    """Every function that runs as its owner is ours and made under the role for it; what stood before is gone, all in one step."""
    role = definer.DEFINER_ROLE
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (us,) = cursor.fetchone()
        for signature, name, owner, *_ in definer.standing():
            if name.startswith("public.hsb_"):
                cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(role if owner == role else us)}")
                cursor.execute(f"DROP FUNCTION {signature}")
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(us)}")
        cursor.execute(f"GRANT CREATE ON SCHEMA public TO {role}")
        cursor.execute(f"SET LOCAL ROLE {role}")
        for statement in definer.functions_sql(functions):
            cursor.execute(statement)
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(us)}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM {role}")
