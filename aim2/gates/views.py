"""The page “May work begin?”: the answer first, the closed gates with what opens them, then every gate with its reason."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from aim2.gates import queries
from aim2.gates.answer import Gate, GateKey, GateState
from aim2.requests import queries as requests
from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, Power, RecordClass, Role
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.ui.components import Link
from referrals.engagement import guidance

STATE_WORDS = {
    GateState.YES: ("Yes", "yes"),
    GateState.WITH_CHANGES: ("Yes, with changes", "yes"),
    GateState.NARRATIVE_ONLY: ("Narrative only", "other"),
    GateState.BY_ORDER: ("By order", "other"),
    GateState.WAITS: ("Waits", "waits"),
    GateState.NO: ("No", "no"),
}
GOES_ON = "Reading, safety planning, work with the parents, and a programme that police and CPS have both agreed."
REFUSED = "A session on AIM2, a rating, a total, a sign-off."


@dataclass(frozen=True)
class Row:
    """One gate as the page shows it, with where its next step is done."""

    gate: Gate
    words: str
    mark: str
    link: Link | None


@require_safe
def may_begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Where AIM2 stands. Whoever reads consent sees each gate; everybody else on the case is told in words."""
    opened = access.get_case(request.user, reference, look="may work begin", needs=(RecordClass.CONSENT, Level.SUMMARY))
    today = clock.today()
    context = {**case_frame(opened, "aim2", today=today), "today": today}
    asks = Role.POLICE_OFFICER in agencies.roles(request.user) and opened.may(RecordClass.CRIMINAL, Level.WRITE)
    context["ask_url"] = reverse("aim2:request", args=[reference]) if asks and not opened.case.is_harmed else ""
    if opened.case.is_harmed:
        return render(request, "aim2/may_begin_in_words.html", context | {"says": NOT_FOR_THIS_CHILD})
    answer = queries.may_begin(opened.case, on=today)
    if not opened.may(RecordClass.CONSENT, Level.READ):
        says = queries.in_words(opened.case, answer)
        return render(request, "aim2/may_begin_in_words.html", context | {"says": says})
    rows = [Row(gate, *STATE_WORDS[gate.state], _link(opened, gate)) for gate in answer.gates]
    return render(
        request,
        "aim2/may_begin.html",
        context
        | {
            "answer": answer,
            "rows": rows,
            "closed": [next(row for row in rows if row.gate is gate) for gate in answer.refusals],
            "goes_on": GOES_ON,
            "refused": REFUSED,
            "request_open": requests.open_request(opened.case),
            "denied": guidance.FRAMING if not answer.gate(GateKey.ESTABLISHED).is_open else (),
        },
    )


NOT_FOR_THIS_CHILD = "AIM2 is work with a young person who displayed the behaviour. It is not done with this child."

_PAGES: dict[GateKey, tuple[str, str]] = {
    GateKey.TOOL: ("aim2:tool", "Say whether AIM2 suits"),
    GateKey.CONSENT: ("aim2:consent", "Consent record"),
    GateKey.AGREEMENT: ("aim2:agreement", "The agreement"),
    GateKey.ACCREDITATION: ("aim2:lead", "Name who leads"),
    GateKey.ESTABLISHED: ("aim2:narrative", "Let a narrative begin"),
    GateKey.ROUTE: ("referrals:yos_case", "The referral to YOS"),
    GateKey.LEVEL: ("referrals:case_referral", "The referral"),
}


def _link(opened: OpenCase, gate: Gate) -> Link | None:
    """Answer where the next step of a gate is done, for those who may do it."""
    if gate.key not in _PAGES:
        return None
    name, text = _PAGES[gate.key]
    decides = agencies.has_power(opened.user, Power.ALLOCATE_YOS_OFFICER)
    if gate.key is GateKey.TOOL and gate.state is GateState.NO and decides:
        name, text = "aim2:narrative", "Let a narrative begin"
    needs = {
        "aim2:tool": (RecordClass.SCREENING, Level.WRITE),
        "aim2:lead": (RecordClass.SCREENING, Level.APPROVE),
        "aim2:narrative": (RecordClass.SCREENING, Level.APPROVE),
        "aim2:agreement": (RecordClass.CRIMINAL, Level.READ),
        "aim2:consent": (RecordClass.CONSENT, Level.READ),
        "referrals:yos_case": (RecordClass.SCREENING, Level.READ),
        "referrals:case_referral": (RecordClass.REFERRAL, Level.READ),
    }[name]
    if (name == "aim2:narrative" and gate.is_open) or not opened.may(*needs):
        return None
    return Link(text, reverse(name, args=[opened.case.reference]))
