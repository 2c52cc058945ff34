"""docs/notices.md, from the table itself."""

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.declare import DECLARED
from hsb.notifications.recipients import RECIPIENTS, SILENT, Recipient
from hsb.notifications.wording import SENTENCES


def markdown() -> str:
    """Answer the page: what is said to whom when something happens, and what is said to nobody."""
    lines = [
        "# Who is told of what",
        "",
        "Only people who are on *that* child's record and may see it; never whoever did it; nobody twice. The e-mail says only that",
        "something is waiting, at most once a day until the person has looked.",
        "",
        "| when | the notice says | who | by e-mail too |",
        "|---|---|---|---|",
    ]
    for code, recipients in RECIPIENTS.items():
        told = [line for line in recipients if not line.receipt]
        mailed = [_who(line) for line in told if line.mail]
        receipts = [f"{_who(line)}: receipt with the reference" for line in recipients if line.receipt]
        lines.append(
            f"| {_title(code)} | {SENTENCES[code]} | {'; '.join(map(_who, told))} | {'; '.join(mailed + receipts) or '–'} |"
        )
    lines += ["", "## Nobody is told", "", "It is seen on the case when somebody looks.", ""]
    lines += [f"- {_title(code)}" for code in sorted(SILENT)]
    return "\n".join(lines) + "\n"


def _title(code: str) -> str:
    declared = DECLARED.get(code)
    return f"{declared.title} (`{code}`)" if declared else f"`{code}`"


def _who(line: Recipient) -> str:
    parts = ", ".join(part.label for part in Part if part in line.parts)
    roles = ", ".join(role.label for role in Role if role in line.roles)
    if len(line.parts) > 2:
        return f"{roles} on the case"
    return f"{parts} ({roles})" if roles else parts
