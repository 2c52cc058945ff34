"""The two statements of the sweep, for both databases. Who is told of what is decided here; when, in `timeliness.ladder`.

A rung of `PAUSED` days or more is none of the ladder: a clock has stood still for weeks, and its owner is asked whether the reason
still holds.

Who is an owner, a manager, a contact:

owner       while all that is left is somebody's approval, those on the case in that role but the one who finished the work; before
            that the person the clock names; else those on the case in its role, at the one agency it names if it does: whoever is
            allocated by name before the whole team
manager     those on the case as manager of the owner's service, by name before the whole team; for an agency that has no manager
            role, whom the partnership names there (its contacts), else the CSWS managers on the case
escalation  whom the partnership names at the owner's agency, if that agency is on the case. They need not be on it: what they are
            told carries no case

Of a private clock only its owner hears. Nobody is told who may not see the case, or who is denied it. Somebody away is stood in
for by whoever acts for them. Where it comes to nobody, the managers are told that nobody holds it; where there are none, the
administrators, once a day and role.
"""

PAUSED = 1000
"""Higher than any rung: the pause (the event that began it) times this, and which asking it is."""

# The words of the partial index `timeliness_to_chase`. The case is held too (a shared lock): `record` holds it before it touches
# the clocks, so taking only clocks would wait for each other in a ring. What somebody is writing to now is left for the next turn.
TAKE = """
SELECT d.id, d.standard_code, d.standard_version, d.judged_on, d.next_chase_on
  FROM timeliness_deadline d JOIN cases_case c ON c.id = d.case_id
 WHERE d.next_chase_on IS NOT NULL AND d.next_chase_on <= %s AND d.judged_on <= %s
 ORDER BY d.next_chase_on, d.id LIMIT %s
"""

# Each clock and rung is written out, not joined by its dates: by the statistics of a date that thousands of clocks have just been
# moved to there are none with it, and a plan for none takes minutes for thousands.
STATEMENT = """
WITH due(id, told, days, late, urgent) AS (VALUES {due}),
moving AS (
  SELECT x.id, x.case_id, x.standard_code, x.root_event, x.action, x.judged_on, x.owner_kind, x.private,
         CASE x.approval_role WHEN '' THEN x.owner_role ELSE x.approval_role END AS owner_role,
         CASE x.approval_role WHEN '' THEN x.owner_person_id END AS owner_person_id,
         CASE x.approval_role WHEN '' THEN x.owner_agency_id END AS owner_agency_id,
         CASE x.approval_role WHEN '' THEN NULL ELSE x.finished_by_id END AS finished_by_id
    FROM timeliness_deadline x WHERE x.id IN (SELECT id FROM due)
),
taken AS MATERIALIZED (
  SELECT d.id, d.case_id, c.reference, d.standard_code AS code, d.root_event, d.action, d.judged_on, d.owner_kind, d.owner_role,
         d.owner_person_id, d.owner_agency_id, d.finished_by_id, d.private, u.told, u.days, u.late, u.urgent,
         CASE d.owner_kind WHEN 'yos' THEN 'yos' ELSE 'csws' END AS manager_kind,
         CASE d.owner_kind WHEN 'yos' THEN 'yos_manager' ELSE 'csws_manager' END AS manager_role,
         CASE WHEN u.told = 'manager' THEN CASE d.owner_kind WHEN 'yos' THEN 'yos' ELSE 'csws' END
              WHEN u.told = 'owner' AND d.owner_person_id IS NULL THEN d.owner_kind END AS kind,
         CASE WHEN u.told <> 'manager' THEN d.owner_role WHEN d.owner_kind = 'yos' THEN 'yos_manager' ELSE 'csws_manager' END AS role
    FROM due u
    JOIN moving d ON d.id = u.id
    JOIN cases_case c ON c.id = d.case_id
   WHERE u.told = 'owner' OR NOT d.private
),
denied AS MATERIALIZED (
  SELECT x.case_id, x.user_id FROM cases_casedenied x WHERE x.case_id IN (SELECT case_id FROM taken)
),
held AS MATERIALIZED (
  SELECT m.user_id, r.agency_id, a.kind, r.role, r.group_id AS team, u.personal_group_id AS person
    FROM agencies_membership m
    JOIN agencies_agencyrole r ON r.id = m.agency_role_id
    JOIN agencies_agency a ON a.id = r.agency_id
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
   WHERE m.from_on <= %s AND (m.until_on IS NULL OR m.until_on > %s)
),
seat AS MATERIALIZED (
  SELECT team AS group_id, user_id, agency_id, kind, role FROM held
   UNION ALL SELECT person, user_id, agency_id, kind, role FROM held
),
covered AS MATERIALIZED ({covered}),
contact AS MATERIALIZED (
  SELECT DISTINCT e.user_id, h.agency_id, h.kind
    FROM agencies_escalationcontact e JOIN held h ON h.user_id = e.user_id AND h.agency_id = e.agency_id
   WHERE e.from_on <= %s AND (e.until_on IS NULL OR e.until_on > %s)
),
part AS MATERIALIZED (
  SELECT i.case_id, i.group_id, i.role, i.part, CASE WHEN i.user_id IS NULL THEN 0 ELSE 1 END AS by_name
    FROM cases_involvement i
   WHERE i.case_id IN (SELECT case_id FROM taken) AND i.closed_at IS NULL AND i.part NOT IN ('referrer', 'break_glass')
     AND (i.expires_at IS NULL OR i.expires_at > %s)
),
candidate AS (
  SELECT t.id, t.told, t.case_id, s.user_id, 1 AS sees,
         CASE WHEN p.by_name = 1 AND (t.told = 'manager' OR p.part = 'allocated') THEN 1
              WHEN t.role = '' AND p.part = 'check' THEN 1 ELSE 2 END AS place
    FROM taken t
    JOIN part p ON p.case_id = t.case_id AND (t.role = '' OR p.role = t.role)
    JOIN seat s ON s.group_id = p.group_id AND s.role = p.role AND s.kind = t.kind
     AND (t.told <> 'owner' OR t.owner_agency_id IS NULL OR s.agency_id = t.owner_agency_id)
     AND (t.told <> 'owner' OR t.finished_by_id IS NULL OR s.user_id <> t.finished_by_id)
   UNION ALL
  SELECT t.id, t.told, t.case_id, t.owner_person_id, 1, 0
    FROM taken t
   WHERE t.owner_person_id IS NOT NULL AND t.told = 'owner' AND EXISTS (
         SELECT 1 FROM cases_caseaccess x JOIN seat s ON s.group_id = x.group_id AND s.user_id = t.owner_person_id
          WHERE x.content_object_id = t.case_id AND (x.expires_at IS NULL OR x.expires_at > %s))
   UNION ALL
  SELECT t.id, t.told, t.case_id, e.user_id, 0, 0
    FROM taken t JOIN contact e ON e.kind = t.owner_kind AND (t.owner_agency_id IS NULL OR e.agency_id = t.owner_agency_id)
   WHERE (t.told = 'escalation' OR t.told = 'manager' AND t.owner_kind <> t.manager_kind) AND EXISTS (
         SELECT 1 FROM part p JOIN seat s ON s.group_id = p.group_id AND s.role = p.role
          WHERE p.case_id = t.case_id AND s.agency_id = e.agency_id)
),
reachable AS MATERIALIZED (
  SELECT c.id, c.told, c.sees, COALESCE(v.acting_id, c.user_id) AS user_id,
         rank() OVER (PARTITION BY c.id, c.told ORDER BY c.place) AS choice
    FROM candidate c LEFT JOIN covered v ON v.person_id = c.user_id
   WHERE NOT EXISTS (SELECT 1 FROM denied x
          WHERE x.case_id = c.case_id AND x.user_id IN (c.user_id, COALESCE(v.acting_id, c.user_id)))
),
nobody AS MATERIALIZED (
  SELECT t.* FROM taken t WHERE NOT t.private AND NOT EXISTS (SELECT 1 FROM reachable r WHERE r.id = t.id AND r.told = t.told)
),
instead AS MATERIALIZED (
  SELECT n.id, n.told AS missed, CASE n.told WHEN 'owner' THEN 'unheld' ELSE 'manager' END AS told,
         COALESCE(v.acting_id, s.user_id) AS user_id
    FROM nobody n
    JOIN part p ON p.case_id = n.case_id AND p.role = n.manager_role
    JOIN seat s ON s.group_id = p.group_id AND s.role = p.role AND s.kind = n.manager_kind
    LEFT JOIN covered v ON v.person_id = s.user_id
   WHERE n.told <> 'manager' AND NOT EXISTS (SELECT 1 FROM denied x
          WHERE x.case_id = n.case_id AND x.user_id IN (s.user_id, COALESCE(v.acting_id, s.user_id)))
),
told AS (
  SELECT r.id, r.told AS rung, r.told, r.user_id, r.sees FROM reachable r WHERE r.choice = 1
   UNION ALL SELECT id, missed, told, user_id, 1 FROM instead
),
line AS (
  SELECT t.id, t.case_id, t.reference, t.code, t.root_event, t.action, t.judged_on, t.owner_kind, t.owner_role, t.days, t.late,
         t.urgent, w.user_id, max(w.sees) OVER (PARTITION BY t.id, w.user_id) AS sees,
         min(CASE w.told WHEN 'owner' THEN 1 WHEN 'unheld' THEN 2 WHEN 'manager' THEN 3 ELSE 4 END)
             OVER (PARTITION BY t.id, w.user_id) AS nearest,
         row_number() OVER (PARTITION BY t.id, w.user_id ORDER BY t.days DESC) AS place
    FROM told w JOIN taken t ON t.id = w.id AND t.told = w.rung
)
INSERT INTO notifications_notice (id, user_id, case_id, kind, at, facts, url_name, url_args, key)
SELECT {new_id}, n.user_id, n.case_id, n.kind, %s, n.facts, n.url_name, n.url_args, n.key FROM (
  SELECT user_id, CASE WHEN sees = 1 THEN case_id END AS case_id,
         CASE WHEN days >= {paused} THEN 'chase.paused' WHEN nearest = 1 THEN 'chase.owner' WHEN nearest = 2 THEN 'chase.unheld'
              WHEN nearest = 3 THEN 'chase.manager' ELSE 'chase.escalation' END AS kind,
         {object}('action', action, 'due', judged_on, 'late', late, 'kind', owner_kind, 'role', owner_role,
                  'reference', reference, 'urgent', urgent) AS facts,
         CASE WHEN sees = 0 THEN '' WHEN days >= {paused} THEN 'cases:clock' ELSE 'cases:step' END AS url_name,
         CASE WHEN sees = 0 THEN {nothing} WHEN days >= {paused} THEN {object}('reference', reference, 'pk', id)
              ELSE {object}('reference', reference, 'code', code) END AS url_args,
         'chase:' || code || ':' || root_event || ':' || COALESCE(CAST(judged_on AS text), '') || ':' || days || ':' || user_id AS key
    FROM line WHERE place = 1
   UNION ALL
  SELECT DISTINCT h.user_id, CAST(NULL AS uuid), 'chase.nobody',
         {object}('kind', n.kind, 'role', n.role, 'urgent', 0), '', {nothing},
         'chase:nobody:' || n.kind || ':' || n.role || ':' || CAST(%s AS text) || ':' || h.user_id
    FROM (SELECT CASE told WHEN 'owner' THEN owner_kind ELSE manager_kind END AS kind,
                 CASE told WHEN 'owner' THEN owner_role ELSE manager_role END AS role
            FROM nobody b
           WHERE NOT EXISTS (SELECT 1 FROM instead x WHERE x.id = b.id AND x.missed = b.told)) n
    JOIN held h ON h.role = 'administrator'
) n WHERE true ORDER BY n.key
    ON CONFLICT (key) DO NOTHING
RETURNING user_id, facts ->> 'urgent'
"""
