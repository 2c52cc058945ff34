"""What beat wakes: orders and licences that ran out. It may run twice, or not for a week."""

from celery import shared_task

from hsb import clock
from hsb.database import as_worker


@shared_task(name="aim2.tasks.let_orders_run_out")
def let_orders_run_out() -> None:
    """Every record on which an order ran out shows what is still open. A transaction each, so that none waits for the others."""
    from aim2.proceedings import actions, queries

    at = clock.now()
    with as_worker():
        found = queries.with_order_run_out(clock.local_date(at))
    for case in found:
        with as_worker():
            actions.move_on(case=case, at=at)
