"""What can happen to an agreement on work before trial."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words

PARTIES = {"police": "The police", "cps": "The Crown Prosecution Service"}


@declare(
    "agreement.asked",
    strand="criminal_justice",
    title="Agreement on work before trial asked for",
    record_class="criminal",
)
@dataclass(frozen=True)
class AgreementAsked:
    agreement: str
    topics: str = words("")

    def sentence(self) -> str:
        return f"Police and CPS were asked to agree work before trial. Topics: {self.topics}"


@declare(
    "agreement.answered", strand="criminal_justice", title="Work before trial: a party agreed", record_class="criminal"
)
@dataclass(frozen=True)
class PartyAgreed:
    agreement: str
    party: str
    who: str = words("")

    def sentence(self) -> str:
        return f"{PARTIES.get(self.party, self.party)} agreed to work before trial: {self.who}."


@declare("agreement.in_force", strand="criminal_justice", title="Work before trial is agreed", record_class="criminal")
@dataclass(frozen=True)
class AgreementInForce:
    agreement: str
    review_on: str

    def sentence(self) -> str:
        return (
            "Police and CPS have both agreed to work before trial. The child harmed and the incidents are left out; what concerns "
            "the behaviour, accounts of it, the attitude to it and evidence about it is locked."
        )


@declare("agreement.reviewed", strand="criminal_justice", title="Agreement reviewed", record_class="criminal")
@dataclass(frozen=True)
class AgreementReviewed:
    agreement: str
    review_on: str
    found: str = words("")

    def sentence(self) -> str:
        return f"The agreement on work before trial was reviewed and stays. {self.found}".strip()


@declare("agreement.ended", strand="criminal_justice", title="Agreement ended", record_class="criminal")
@dataclass(frozen=True)
class AgreementEnded:
    agreement: str
    why: str = words("")

    def sentence(self) -> str:
        return f"The agreement on work before trial ended. {self.why}".strip()
