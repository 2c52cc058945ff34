"""What somebody was typing and sending when the web went away (targets.md S12): no word lost, nothing half there, nothing twice."""

import contextlib
import http.client
import os
import re
import signal
import threading
import time
import urllib.error

import pytest

from tests import services
from tests.faults.test_degraded import PASSWORD, Browser

pytestmark = [pytest.mark.services, pytest.mark.slow]

# The gate's size; `just prove S12` submits 500 times.
SUBMITS = int(os.environ.get("HSB_FAULT_SUBMITS", "4"))
GONE = (urllib.error.URLError, http.client.HTTPException, ConnectionError)
WHOLE = """
    SELECT (SELECT count(*) FROM referrals_referralcase rc WHERE rc.referral_id = r.id),
           (SELECT count(*) FROM referrals_receipt t WHERE t.referral_id = r.id),
           (SELECT count(*) FROM chronology_caseevent e JOIN referrals_referralcase rc ON rc.case_id = e.case_id
             WHERE rc.referral_id = r.id AND e.code <> 'match.suggested')
    FROM referrals_referral r
"""


class Web:
    """The product's web, of which the process that serves may be killed at any instant; its parent starts another."""

    def __init__(self, site):
        self.site, self.port = site, services.free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.program = site.run(
            "web", "gunicorn", "hsb.wsgi", "--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--workers", "1",
            "--threads", "4", "--preload", "--no-control-socket",
        )  # fmt: skip
        self.kills = 0
        site.wait_until(lambda: services.answers(self.port), seconds=120, what="the web answers")

    def kill(self):
        for pid in self.program.children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                self.kills += 1

    def struck(self, after, ask):
        """Ask, and be struck so many seconds later. Answer what came back, or None."""
        blow = threading.Timer(after, self.kill)
        blow.start()
        try:
            return ask()
        except GONE:
            return None
        finally:
            blow.join()
            self.site.wait_until(self.is_back, seconds=60, what="the web is back")

    def is_back(self):
        with contextlib.suppress(*GONE):
            return Browser(self.address).get("/health/live")[0] == 200
        return False


def field(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page[:800]
    return found.group(1)


def autosaved(browser, draft, said):
    _, page, _ = browser.get(f"/referrals/{draft}/account/")
    data = {"csrfmiddlewaretoken": field(page, "csrfmiddlewaretoken"), "version": field(page, "version")}
    return browser.get(f"/referrals/{draft}/account/autosave/", {**data, "changed": "words", "words": said})


def sent(browser, draft):
    _, page, _ = browser.get(f"/referrals/{draft}/check/")
    return browser.get(f"/referrals/{draft}/check/", {"csrfmiddlewaretoken": field(page, "csrfmiddlewaretoken")})


def test_web_killed_while_somebody_types_and_sends(site, chance, figure):
    drafts = site.run_script("tests.faults.drafts", PASSWORD, str(SUBMITS + 1)).split()
    web = Web(site)
    browser = Browser(web.address)
    assert browser.sign_in("someone@example.invalid", PASSWORD)[0] == 200
    undisturbed, *struck = drafts
    assert autosaved(browser, undisturbed, "Said undisturbed")[0] == 200
    began = time.monotonic()
    assert sent(browser, undisturbed)[0] == 200
    takes = time.monotonic() - began
    lost = answered = 0

    for n, draft in enumerate(struck):
        said = f"Said at try {n}"
        answer = web.struck(
            chance.uniform(0, takes / 2), lambda draft=draft, said=said: autosaved(browser, draft, said)
        )
        _, page, _ = browser.get(f"/referrals/{draft}/account/")
        lost += bool(answer and answer[0] == 200 and said not in page)

        answer = web.struck(chance.uniform(0, takes), lambda draft=draft: sent(browser, draft))
        answered += bool(answer and answer[0] == 200)
        if site.one(f"SELECT count(*) FROM referrals_draft WHERE id = '{draft}' AND submitted_at IS NULL"):
            status, page, _ = sent(browser, draft)  # pressed again by whoever saw no answer
            assert status == 200, page[:1000]

    with site.cursor() as cursor:
        cursor.execute(WHOLE)
        found = cursor.fetchall()
    assert web.kills >= SUBMITS, "the blows must fall"
    assert lost == 0
    assert len(found) == len(drafts)
    assert len(set(found)) == 1, "each referral has all its records, receipts and events, like the undisturbed one"
    figure(
        "S12 web killed",
        f"{2 * SUBMITS} submits, {web.kills} kills, {answered} answered all the same, LOST {lost} HALF 0 TWICE 0",
    )
