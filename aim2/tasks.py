"""What beat wakes: orders and licences that ran out, locks that ended. It may run twice, or not for a week."""

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


@shared_task(name="aim2.tasks.ask_to_complete")
def ask_to_complete() -> None:
    """Whoever wrote a report of which part was locked knows that it is open. A transaction each."""
    from aim2.assessments import queries, signing

    at = clock.now()
    with as_worker():
        found = queries.signed_with_a_lock()
    for assessment in found:
        with as_worker():
            signing.ask_to_complete(assessment=assessment, at=at)
