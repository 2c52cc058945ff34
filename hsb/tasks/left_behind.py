"""What somebody leaves behind who leaves, or holds a role no longer: whoever gives work on is told at once, and no open case is on
nobody's list."""

from datetime import datetime

from django.db.models import Q

from hsb import clock
from hsb.cases import holding
from hsb.notifications import actions as notifications
from hsb.tasks import queries


def see_to(*, user_id: int, since: datetime, at: datetime) -> None:
    """Whoever gives work on has a notice of the cases and tasks this person left behind. What no manager here would be shown,
    of this person's or because the last manager of a service went, is given to the managers of the MASH, who are told of it too."""
    on = clock.local_date(at)
    every = holding.every_open()
    given = holding.give_to_mash_managers(
        also=every.filter(pk__in=queries.left_to_mash(every, on).values("case")), at=at
    )
    behind = holding.left_behind(on).filter(user=user_id).values("case")
    asked = queries.nobodys(every, on).filter(to_person=user_id).values("case")
    left = every.filter(Q(pk__in=behind) | Q(pk__in=asked))
    notifications.tell_who_gives_on(
        user_id=user_id, occasion=f"{user_id}:{since.isoformat()}", cases=[*left, *given], at=at
    )
