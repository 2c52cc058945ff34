"""The past of the demonstration partnership: about a hundred finished cases, so that the delay dashboard has something to say.

Written in bulk (volume_rows.py), a story for each young person, because playing them through the actions would make everybody
who starts the product wait a minute. They are what the actions would have left of chronology, clocks, decisions and offers;
what was typed into the referrals is not invented, and a child harmed is not told of. Delays shorten over the months, the same
things go wrong as anywhere, and most of it was explained.

Over 300 lines: one invented past, told in the order in which it happened.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from aim2.assessments import events as of_assessments
from aim2.consent import events as of_consent
from aim2.plans import events as of_plans
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases import events as of_cases
from hsb.cases import grants
from hsb.cases.actions import next_reference
from hsb.cases.models import Case, CaseKind, Identity, IdentityDetails, Involvement, Part, Person, PersonPart
from hsb.cases.states import CriminalJustice, Safeguarding, Strand, YouthOffending
from hsb.chronology.declare import Event
from hsb.chronology.models import CaseEvent, CaseEventWords
from hsb.clocks import events as clocks
from hsb.demonstration.families import FAMILY, GIVEN
from hsb.demonstration.people import AGENCIES
from hsb.demonstration.volume_rows import Chronicle, Table
from hsb.timeliness import queries
from hsb.timeliness.calendar import add_working_days, next_working_day
from hsb.timeliness.delay_reasons import Reason
from hsb.timeliness.fold import fell_due
from hsb.timeliness.models import Breach, Deadline, DelayReason
from referrals import events as of_referrals
from referrals.models import CfAssessment, InvestigationEnd, MashDecision, Offer, Receipt, Referral, ReferralCase

CASES = 104
FROM_DAYS, TO_DAYS = 500, 22  # the first and the last referral, in days before today
SEED = 2026
# Which agencies referred, and how often. Keys of people.AGENCIES, with somebody who still works there to sign for it.
SENDERS = (("fernhill", "nadia", 34), ("harrow", "priya_n", 30), ("mill", "sean", 10), ("police", "amy", 18), ("health", "joan", 12))  # fmt: skip
WHY: dict[str, tuple[tuple[Reason, int], ...]] = {
    "T1": ((Reason.INFORMATION, 5), (Reason.NO_WORKER, 4), (Reason.RECORDED_LATE, 2)),
    "T5": (
        (Reason.INVESTIGATION, 8),
        (Reason.FAMILY, 4),
        (Reason.NOT_REACHED, 3),
        (Reason.LEARNING_NEEDS, 2),
        (Reason.MOVED, 1),
    ),
    "T23": ((Reason.INFORMATION, 5), (Reason.INVESTIGATION, 3), (Reason.COURT, 2), (Reason.NO_WORKER, 2)),
    "T24": ((Reason.NO_TRAINED_WORKER, 8), (Reason.NO_WORKER, 3), (Reason.RECORDED_LATE, 1)),
}
EXPLAINED = 0.76  # of what ran late
TABLES: tuple[type[models.Model], ...] = (
    *(Case, Person, Identity, Involvement, CaseEvent, CaseEventWords, Deadline, Breach, DelayReason),
    *(Referral, ReferralCase, Receipt, MashDecision, InvestigationEnd, Offer, CfAssessment),
)


@dataclass
class Past:
    """One young person's way, as the days it came to each step; a step after `now` has not happened."""

    number: int
    rng: random.Random
    now: datetime
    slow: float  # 1.6 a year and more ago, towards 0.6
    told_on: date
    holidays: Any
    days: dict[str, date] = field(default_factory=dict)

    @property
    def is_criminal(self) -> bool:
        return self.number % 9 in (1, 3, 6, 8)

    @property
    def is_investigated(self) -> bool:
        return self.is_criminal or self.number % 5 in (0, 2, 3)

    @property
    def is_declined(self) -> bool:
        return self.number % 8 == 5

    @property
    def sent_to_yos_at_once(self) -> bool:
        return self.number % 4 == 2

    def some(self, usual: float) -> int:
        """Answer a number of working days around the usual, with the long tail waits have."""
        return round(self.rng.gammavariate(3, usual * self.slow / 3))

    def step(self, name: str, after: date, days: int) -> date:
        """The step came so many working days after a day; answers it."""
        self.days[name] = add_working_days(after, days, self.holidays)
        return self.days[name]

    def live(self) -> None:
        """The days of the whole way are drawn."""
        rng = self.rng
        first = self.days["account"] = next_working_day(self.told_on - timedelta(days=1), self.holidays)
        sent = self.step("referral", first, min(6, self.some(0.9)))
        decided = self.step("decision", sent, rng.choices((0, 1, 2, 3, 5), (30, 52, 10, 5, 3 * self.slow))[0])
        given = self.step("worker", decided, 1 + self.some(0.6))
        ended = decided
        if self.is_investigated:
            ended = self.step("ended", decided, 6 + self.some(26 if self.is_criminal else 15))
        assessed = self.step("assessed", sent, max(12, min(70, 22 + self.some(15))))
        to_yos = sent if self.sent_to_yos_at_once else self.step("yos", max(ended, given), 1 + self.some(6))
        self.days["yos"] = to_yos
        answered = to_yos
        if self.number % 6 == 1:
            asked = self.step("asked", to_yos, 1 + self.some(1))
            answered = self.step("answered", asked, 2 + self.some(4))
        screened = self.step("screened", answered, 1 + self.some(3.2))
        last = max(screened, assessed, ended)
        if not self.is_declined:
            allocated = self.step("allocated", screened, self.some(2.6))
            last = max(last, allocated)
            planned = self.step("planned", allocated, 1 + self.number % 4)
            if self.number % 4:  # three in four families agree
                agreed = self.step("agreed", planned, 1 + self.number % 5)
                begun = self.step("begun", agreed, 1 + self.number % 4)
                signed = self.step("signed", begun, 9 + self.number % 8)
                last = max(last, self.step("helped", signed, 1 + self.number % 4))
        if self.number % 11:
            last = max(last, self.step("offered", max(given, min(ended, last)), 1 + self.some(3)))
        self.step("closed", last, 8 + self.some(22))

    def at(self, name: str) -> datetime | None:
        """Answer when a step was; None when it has not come, or never does."""
        if name not in self.days:
            return None
        if name == "yos" and self.sent_to_yos_at_once:
            name = "referral"
        # A step of the same day comes some minutes after the one it follows.
        place = list(self.days).index(name)
        minute = datetime.combine(
            self.days[name], time(9 + place // 2, place % 2 * 30 + self.number % 25), tzinfo=clock.LONDON
        )
        return minute if minute < self.now - timedelta(hours=1) else None

    def waited(self) -> int:
        return (self.days.get("offered", self.told_on) - self.told_on).days

    def response(self) -> str:
        """The longer a family has waited, the less often it accepts (P5.10)."""
        return "accepted" if self.rng.random() < max(0.3, 0.97 - self.waited() / 130) else "refused"


class History:
    """The finished cases of the demonstration."""

    def __init__(self, people: dict[str, User], *, now: datetime) -> None:
        self.people, self.now = people, now
        self.rng = random.Random(SEED)
        self.book = queries.book()
        self.tables = {model: Table(model) for model in TABLES}
        self.agencies = {agency.name: agency for agency in Agency.objects.all()}
        self.senders = [key for key, *_, times in SENDERS for _ in range(times)]
        self.rng.shuffle(self.senders)

    def load(self) -> int:
        """They are all there; answers how many."""
        told = [self._tell(number) for number in range(CASES)]
        for table in self.tables.values():
            table.write()
            table.settle()
        for case_id in told:
            grants.sync(case_id)
        return len(told)

    def _tell(self, number: int) -> UUID:
        share = number / (CASES - 1)
        days = round(FROM_DAYS - (FROM_DAYS - TO_DAYS) * share + self.rng.uniform(-3, 3))
        past = Past(
            number=number,
            rng=self.rng,
            now=self.now,
            slow=1.6 - 1.0 * share,
            told_on=clock.local_date(self.now) - timedelta(days=days),
            holidays=self.book.holidays,
        )
        past.live()
        return _Telling(self, past).tell()


class _Telling:
    """One case being written down."""

    def __init__(self, history: History, past: Past) -> None:
        self.history, self.past, self.rng = history, past, history.rng
        self.people, self.tables = history.people, history.tables
        self.case_id, self.referral_id = _uuid(self.rng), _uuid(self.rng)
        key = history.senders[past.number % len(history.senders)]
        self.sender = self.people[next(person for place, person, _ in SENDERS if place == key)]
        self.agency = history.agencies[AGENCIES[key][1]]
        self.worker = self.people[("daniel", "priya", "marek")[past.number % 3]]
        self.officer = self.people[("ruth", "jamie")[past.number % 2]]
        self.reference = ""

    def tell(self) -> UUID:
        past = self.past
        sent = past.at("referral")
        assert sent is not None
        closed = past.at("closed")
        allocated, screened = past.at("allocated"), past.at("screened")
        self.reference = next_reference("R", at=sent)
        self._open(sent, closed, self._youth(closed, allocated, screened))
        self._refer(sent, screened)
        self._decide()
        chronicle = Chronicle(self.tables, self.case_id, agency="CSWS")
        for at, event, by, occurred, agency in self._happened(sent, closed):
            chronicle.add(event, by=by, at=at, occurred=occurred, agency=agency)
        self._explain(chronicle)
        chronicle.fold(self.history.book, kind=str(CaseKind.DISPLAYED), at=self.history.now)
        return self.case_id

    def _youth(self, closed: datetime | None, allocated: datetime | None, screened: datetime | None) -> YouthOffending:
        if self.past.is_declined and screened:
            return YouthOffending.DECLINED
        if closed:
            return YouthOffending.CLOSED
        if allocated:
            return YouthOffending.ALLOCATED
        if screened:
            return YouthOffending.ACCEPTED
        return YouthOffending.REFERRED if self.past.at("yos") else YouthOffending.NOT_OPEN

    def _open(self, sent: datetime, closed: datetime | None, youth: YouthOffending) -> None:
        number = self.past.number
        born = clock.local_date(sent) - timedelta(days=365 * self.rng.choice((13, 14, 14, 15, 15, 16)) + number * 3)
        details = IdentityDetails(
            given_name=GIVEN[(number * 7 + 3) % len(GIVEN)],
            family_name=FAMILY[(number * 11 + 5 + number // 40) % len(FAMILY)],
            born_on=born.isoformat(),
            address=f"{number + 2} Quarry Road\nAldermere",
            postcode=f"AL{1 + number % 8} {1 + number % 9}QX",
            school=self.agency.name if self.agency.kind == AgencyKind.SCHOOL else "Harrow Lane Academy",
        )
        criminal = CriminalJustice.NOT_OPEN
        if self.past.is_criminal:
            criminal = CriminalJustice.ENDED if self.past.at("ended") else CriminalJustice.INVESTIGATION
        working = Safeguarding.CHILD_IN_NEED if self.past.at("assessed") else Safeguarding.ASSESSMENT
        if self.past.is_investigated and not self.past.at("ended"):
            working = Safeguarding.ENQUIRY
        self.tables[Case].add(
            id=self.case_id,
            reference=next_reference("HSB", at=sent),
            kind=str(CaseKind.DISPLAYED),
            initials=details.initials,
            born_on=born,
            safeguarding=str(Safeguarding.CLOSED if closed else working),
            youth_offending=str(youth),
            criminal_justice=str(criminal),
            alleged=False,
            looked_after=number % 10 == 4,
            provisional=False,
            opened_at=sent,
            closed_at=closed,
        )
        person = _uuid(self.rng)
        self.tables[Person].add(id=person, case_id=self.case_id, part=str(PersonPart.SUBJECT), added_at=sent)
        identity = Identity(id=_uuid(self.rng), person_id=person, case_id=self.case_id)
        identity.hold(details, harmed=False)
        self.tables[Identity].add(**{name: getattr(identity, name) for name in self.tables[Identity].fields})
        self._involve(sent, closed)

    def _involve(self, sent: datetime, closed: datetime | None) -> None:
        teams = [(AgencyKind.CSWS, Role.MASH_WORKER, Part.FRONT_DOOR, sent)]
        teams.append((AgencyKind.CSWS, Role.CSWS_MANAGER, Part.FRONT_DOOR, sent))
        if at := self.past.at("yos"):
            teams.append((AgencyKind.YOS, Role.YOS_MANAGER, Part.SCREENING, at))
        for kind, role, part, at in teams:
            agency = next(one for one in self.history.agencies.values() if one.kind == kind)
            group = agencies.agency_role(agency, role).group_id
            self._involved(at, None, part=str(part), group_id=group, agency_id=agency.pk, role=str(role))
        for worker, role, at in (
            (self.worker, Role.SOCIAL_WORKER, self.past.at("worker")),
            (self.officer, Role.YOS_OFFICER, self.past.at("allocated")),
        ):
            if at:
                group = worker.personal_group_id
                self._involved(at, closed, part=str(Part.ALLOCATED), group_id=group, user_id=worker.pk, role=str(role))

    def _involved(self, at: datetime, closed: datetime | None, **who: Any) -> None:
        ended = {"closed_at": closed, "closed_by_id": self.people["grace"].pk} if closed else {}
        self.tables[Involvement].add(id=_uuid(self.rng), case_id=self.case_id, opened_at=at, **who, **ended)

    def _refer(self, sent: datetime, screened: datetime | None) -> None:
        mixed = self.past.number % 2 == 0
        self.tables[Referral].add(
            id=self.referral_id,
            reference=self.reference,
            submitted_by_id=self.people["leila"].pk,
            agency_id=self.agency.pk,
            submitted_at=sent,
            danger_now="no",
            child_protection_route=not self.past.is_criminal or mixed,
            criminal_justice_route=self.past.is_criminal,
            children=1,
        )
        self.tables[ReferralCase].add(
            id=_uuid(self.rng),
            referral_id=self.referral_id,
            case_id=self.case_id,
            number=0,
            called="the young person",
            submitted_by_id=self.people["leila"].pk,
        )
        decided, to_yos = self.past.at("decision"), self.past.at("yos")
        for destination, received, ended in (("mash", sent, decided), ("yos", to_yos, screened)):
            if received:
                self.tables[Receipt].add(
                    id=_uuid(self.rng),
                    case_id=self.case_id,
                    referral_id=self.referral_id,
                    destination=destination,
                    received_at=received,
                    closed_at=ended,
                )

    @property
    def outcome(self) -> str:
        if not self.past.is_investigated:
            return "assessment"
        return "section_47" if self.past.number % 2 else "strategy_meeting"

    def _decide(self) -> None:
        past, people = self.past, self.people
        if decided := past.at("decision"):
            self.tables[MashDecision].add(
                id=_uuid(self.rng),
                case_id=self.case_id,
                referral_id=self.referral_id,
                state="approved",
                outcome=self.outcome,
                reasons="The account is clear and first hand; a younger child needs protecting.",
                saved_at=decided,
                saved_by_id=people["omar"].pk,
                proposed_at=decided,
                proposed_by_id=people["omar"].pk,
                approved_at=decided,
                approved_by_id=people["helen"].pk,
            )
        if assessed := past.at("assessed"):
            self.tables[CfAssessment].add(
                id=_uuid(self.rng),
                case_id=self.case_id,
                referral_id=self.referral_id,
                state="authorised",
                own_harm="none_known",
                finding="abusive",
                finding_basis="probabilities",
                finding_reasons="The account is consistent and was supported by what staff saw.",
                recommendation="child_in_need",
                started_at=past.at("worker") or assessed,
                started_by_id=self.worker.pk,
                submitted_at=assessed,
                submitted_by_id=self.worker.pk,
                authorised_at=assessed,
                authorised_by_id=people["grace"].pk,
            )
        if ended := past.at("ended"):
            self.tables[InvestigationEnd].add(
                id=_uuid(self.rng),
                case_id=self.case_id,
                kind=self.ended_kind,
                ended_on=clock.local_date(ended),
                outcome="Concluded.",
                recorded_at=ended,
                recorded_by_id=self.worker.pk,
            )

    @property
    def ended_kind(self) -> str:
        return "criminal" if self.past.is_criminal else "s47"

    def _happened(
        self, sent: datetime, closed: datetime | None
    ) -> list[tuple[datetime, Event, User, datetime | None, str]]:
        """Answer what was recorded, in order: when, what, by whom, when it happened if earlier, at which agency."""
        past, people, worker, tom = self.past, self.people, self.worker, self.people["tom"]
        told = datetime.combine(past.days["account"], time(9, 5), tzinfo=clock.LONDON)
        lines: list[tuple[datetime | None, Event, User, datetime | None, str]] = []

        def add(
            at: datetime | None, event: Event, by: User, agency: str = "", occurred: datetime | None = None
        ) -> None:
            lines.append((at, event, by, occurred, agency))

        short = self.agency.short_name
        add(sent, of_cases.CaseOpened(kind="displayed"), self.sender, short)
        first = of_referrals.submission.FirstAccountGiven("disclosure", "first_hand", received_by="a member of staff")
        add(sent, first, self.sender, short, min(told, sent))
        add(sent, of_referrals.submission.ReferralReceived("mash", self.reference, short), self.sender, short)
        if past.is_criminal:
            add(sent, of_referrals.submission.CriminalRecorded(status="investigation"), self.sender, short)
        add(past.at("decision"), of_referrals.mash.MashDecisionApproved(outcome=self.outcome), people["helen"])
        add(
            past.at("worker"),
            of_referrals.mash.WorkerAllocated(worker.pk, False, who=worker.full_name),
            people["grace"],
        )
        if ended := past.at("ended"):
            day = clock.local_date(ended).isoformat()
            add(ended, of_referrals.engagement.InvestigationEnded(self.ended_kind, day, outcome="Concluded."), worker)
        add(
            past.at("assessed"),
            of_referrals.assessment.CfAssessmentAuthorised(str(self.referral_id), "child_in_need"),
            people["grace"],
        )
        route = "criminal_justice" if past.is_criminal else "child_protection"
        by = self.sender if past.sent_to_yos_at_once else worker
        add(past.at("yos"), of_referrals.submission.ReferralReceived("yos", self.reference, short), by)
        add(past.at("yos"), of_referrals.submission.YosReferred(self.reference, route), by)
        asked = of_referrals.yos.YosInformationRequested(
            self.reference, question="Has an assessment of learning needs been made?"
        )
        add(past.at("asked"), asked, tom, "YOS")
        add(
            past.at("answered"),
            of_referrals.yos.YosInformationReceived(self.reference, answer="It has, and is attached."),
            worker,
        )
        if past.is_declined:
            add(
                past.at("screened"),
                of_referrals.yos.YosDeclined(self.reference, alternative="Advice to school."),
                tom,
                "YOS",
            )
        else:
            add(past.at("screened"), of_referrals.yos.YosAccepted(self.reference), tom, "YOS")
            officer = self.officer
            add(
                past.at("allocated"),
                of_referrals.yos.YosAllocated(officer.pk, False, who=officer.full_name),
                tom,
                "YOS",
            )
            self._assess(add, officer, tom)
        if offered := past.at("offered"):
            self._offer(offered, add)
        if closed:
            moved = of_cases.StrandMoved
            add(closed, moved(Strand.SAFEGUARDING.value, "child_in_need", "closed"), people["grace"])
            if not past.is_declined:
                add(closed, moved(Strand.YOUTH_OFFENDING.value, "allocated", "closed"), tom, "YOS")
        return sorted(((at, *rest) for at, *rest in lines if at), key=lambda line: line[0])  # type: ignore[misc]

    def _assess(self, add: Any, officer: User, manager: User) -> None:
        """AIM2 from its planning meeting to where help begins, as lines of the chronology."""
        past, made = self.past, str(_uuid(random.Random(self.past.number)))  # nosec B311: invented
        if planned := past.at("planned"):
            add(planned, of_assessments.AimPlanningHeld(clock.local_date(planned).isoformat()), officer, "YOS")
        add(past.at("agreed"), of_consent.ConsentComplete(own=False), officer, "YOS")
        add(past.at("begun"), of_assessments.AimStarted(made, 1), officer, "YOS")
        add(past.at("signed"), of_assessments.AimReportSignedOff(made, 1), manager, "YOS")
        add(past.at("helped"), of_plans.InterventionStarted(made, 1), officer, "YOS")

    def _offer(self, offered: datetime, add: Any) -> None:
        response = self.past.response()
        made = of_referrals.engagement.OfferMade(
            to="both",
            response=response,
            made_by=self.worker.full_name,
            framing="A chance to understand how things came to be as they are.",
        )
        add(offered, made, self.worker)
        self.tables[Offer].add(
            id=_uuid(self.rng),
            case_id=self.case_id,
            made_by_name=self.worker.full_name,
            made_on=clock.local_date(offered),
            made_to="both",
            framing=made.framing,
            response=response,
            response_words="They asked what would be talked about.",
            responded_on=clock.local_date(offered),
            what_next="" if response == "accepted" else "Offered again after half term.",
            recorded_at=offered,
            recorded_by_id=self.worker.pk,
        )

    def _explain(self, chronicle: Chronicle) -> None:
        """Most of what ran late was explained by a manager, some days after."""
        last = chronicle.folded[-1].recorded_at
        for running in chronicle.clocks(self.history.book, kind=str(CaseKind.DISPLAYED)):
            broken = fell_due(running, self.history.now)
            if broken is None or running.code not in WHY or self.rng.random() > EXPLAINED:
                continue
            at = max(last, datetime.combine(broken + timedelta(days=4), time(16, 20), tzinfo=clock.LONDON))
            if at >= self.history.now - timedelta(minutes=5):
                continue
            last = at
            reasons, weights = zip(*WHY[running.code], strict=True)
            reason = self.rng.choices(reasons, weights)[0]
            by = self.people["tom" if running.owner_kind == AgencyKind.YOS else "grace"]
            explained = clocks.DelayExplained(
                standard=running.code,
                root_event=running.root_event,
                fell_due_on=broken.isoformat(),
                reason=str(reason.value),
                title=next(s.title for s in self.history.book.standards if s.code == running.code),
            )
            chronicle.add(explained, by=by, at=at)
            self.tables[DelayReason].add(
                case_id=self.case_id,
                standard_code=running.code,
                root_event=running.root_event,
                fell_due_on=broken,
                reason=str(reason.value),
                text="",
                given_by_id=by.pk,
                given_at=at,
            )


def _uuid(rng: random.Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def load(people: dict[str, User], *, now: datetime) -> int:
    """The partnership has a past; answers of how many young people."""
    return History(people, now=now).load()
