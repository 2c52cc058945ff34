"""Whose part ends, and which actions must go somewhere, when a strand closes. Pure."""

from collections.abc import Iterable, Sequence

from aim2.closures.states import LEAVE, STAY
from hsb.agencies.permissions import Role
from hsb.cases.models import NARROW_PARTS, Case, Involvement, Part
from hsb.cases.states import OPEN_STATES, Strand
from hsb.tasks.models import Task

NO_LONGER = "no_longer"
"""Where an action goes that nobody needs any more."""


def is_last(case: Case, strand: Strand) -> bool:
    """Answer whether nothing else runs on this record."""
    return not any(getattr(case, one.value) in OPEN_STATES[one] for one in Strand if one is not strand)


def leaving(on_it: Iterable[Involvement], strand: Strand, *, last: bool) -> list[Involvement]:
    """Answer whose part ends: those of the strand; with the last one everybody's but those who decide and who sent the referral."""
    return [
        one
        for one in on_it
        if one.part not in NARROW_PARTS
        and one.part not in (Part.REFERRER, Part.BREAK_GLASS)
        and (one.role in LEAVE[strand] or (last and one.role not in STAY))
    ]


def to_rehome(
    tasks: Sequence[Task], on_it: Sequence[Involvement], gone: Sequence[Involvement], *, last: bool
) -> list[Task]:
    """Answer the open actions that must go somewhere: those of people and agencies whose part ends, with the last strand all."""
    if last:
        return list(tasks)
    still = [one for one in on_it if one not in gone]
    people = {one.user_id for one in gone if one.user_id} - {one.user_id for one in still}
    agencies = {one.agency_id for one in gone if one.agency_id} - {one.agency_id for one in still}
    return [
        task
        for task in tasks
        if task.to_person_id in people or (task.to_person_id is None and task.to_agency_id in agencies)
    ]


def roles_said(roles: Iterable[Role]) -> str:
    """Answer roles as a sentence names them."""
    return ", ".join(sorted(role.label for role in roles))
