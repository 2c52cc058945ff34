"""docs/notices.md, from what every `telling.py` says."""

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.declare import DECLARED
from hsb.notifications.recipients import SILENT, TELLINGS, Recipient

CHASING = """
## Chasing

Every standard has a ladder (docs/timescales.md): so many working days before or after the due day, somebody is reminded. A rung
falls on a working day always; what is due on a Saturday is chased on the Friday. The day begins at half past seven.

Who that is:

- **owner**: the one person whose move it is, where it is one person's; else who is on the record in that role, the worker allocated
  by name before the whole team.
- **manager**: who is on the record as manager of that service, by name before the whole team. For an agency without such a role:
  whom the partnership names there, else the social work managers on the record.
- **escalation**: whom the partnership names for that agency (People, *Who hears of late work*), if that agency is on the record. They
  need not be on it themselves, so they are told the reference, what is late, how late and whose move, and no child.

What holds:

- Each rung is sent once to each person. After a missed week everybody has the rung that is due now, and not those that were missed.
- A date that changes (a correction, a pause that ended, an extension) begins the ladder afresh; so does another owner.
- What is paused, done, no longer needed, only measured or only suggested is not chased.
- Of a private clock (a disagreement on its way) only whose move it is hears.
- Nobody hears of a record they may not see. Somebody away is stood in for by whoever acts for them.
- What nobody on the record holds is chased to its managers, who are asked to give it to somebody; where there is no manager either,
  the administrators are told which role nobody holds, once a day.

**E-mail.** One digest on the morning of a working day, only numbers: how much of one's own work is overdue, how much is due today,
how much late work of others was brought to one. None when there is nothing, none while one is away.
A time limit set by law or statutory guidance that has passed is not left to the next morning: who hears of it for the first time has
an e-mail at once, at most one a day, however many there are.
"""


def markdown() -> str:
    """Answer the page: what is said to whom when something happens, and what is said to nobody."""
    lines = [
        "# Who is told of what",
        "",
        "Only people who are on *that* child's record and may see it; never whoever did it; nobody twice. The e-mail says only that",
        "something is waiting, at most once a day until the person has looked. Of somebody who is away, whoever acts for them is told",
        "as well; on a person's quiet days, and while they are away, the e-mail waits for the morning after.",
        "",
        "| when | the notice says | who | by e-mail too |",
        "|---|---|---|---|",
    ]
    for code, telling in TELLINGS.items():
        told = [line for line in telling.recipients if not line.receipt]
        mailed = [_who(line) for line in told if line.mail]
        receipts = [f"{_who(line)}: receipt with the reference" for line in telling.recipients if line.receipt]
        lines.append(
            f"| {_title(code)} | {telling.says} | {'; '.join(map(_who, told))} | {'; '.join(mailed + receipts) or '–'} |"
        )
    lines += ["", "## Nobody is told", "", "It is seen on the case when somebody looks.", ""]
    lines += [f"- {_title(code)}" for code in sorted(SILENT)]
    lines += ["", *CHASING.strip().splitlines()]
    return "\n".join(lines) + "\n"


def _title(code: str) -> str:
    declared = DECLARED.get(code)
    return f"{declared.title} (`{code}`)" if declared else f"`{code}`"


def _who(line: Recipient) -> str:
    if line.called:
        return line.called
    parts = ", ".join(part.label for part in Part if part in line.parts)
    roles = ", ".join(role.label for role in Role if role in line.roles)
    if len(line.parts) > 2:
        return f"{roles} on the case"
    return f"{parts} ({roles})" if roles else parts
