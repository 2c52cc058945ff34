"""Who reads notes kept close, and a child's own words (docs/permissions.md). A role not named goes nowhere."""

from hsb.agencies.permissions import Level, RecordClass, Role, rights

_WORKS_WITH_THE_CHILD = {
    Role.CSWS_MANAGER: Level.WRITE,
    Role.SOCIAL_WORKER: Level.WRITE,
    Role.IRO: Level.WRITE,
    Role.YOS_MANAGER: Level.WRITE,
    Role.YOS_OFFICER: Level.WRITE,
    Role.VICTIM_WORKER: Level.WRITE,
}

rights(
    RecordClass.CLOSE_NOTES, {**_WORKS_WITH_THE_CHILD, Role.SECURE_WORKER: Level.WRITE, Role.AIM_SUPERVISOR: Level.READ}
)

rights(
    RecordClass.CHILD_WORDS,
    {role: level for role, level in _WORKS_WITH_THE_CHILD.items() if role is not Role.YOS_MANAGER},
)
