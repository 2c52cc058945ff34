"""Rights are said once for each class of record; what nobody says opens nothing."""

import pytest

from hsb.agencies.permissions import PERMISSIONS, WITH_RIGHTS, Level, RecordClass, Role, rights


def test_somebody_has_said_of_every_class_who_may() -> None:
    missing = sorted(set(RecordClass) - WITH_RIGHTS)

    assert missing == [], "say in a rights.py how far each role goes with these"


def test_every_role_has_a_level_for_every_class() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert all(list(levels) == list(RecordClass) for levels in PERMISSIONS.values())


def test_a_role_that_no_block_names_goes_nowhere() -> None:
    assert PERMISSIONS[Role.DSL][RecordClass.NOTES] == Level.NONE
    assert set(PERMISSIONS[Role.ADMINISTRATOR].values()) == {Level.NONE}


def test_saying_it_twice_is_refused_and_changes_nothing() -> None:
    before = {role: dict(levels) for role, levels in PERMISSIONS.items()}

    with pytest.raises(ValueError, match="said twice"):
        rights(RecordClass.NOTES, {Role.DSL: Level.APPROVE})

    assert before == PERMISSIONS
