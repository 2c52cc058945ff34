"""How to put the offer, in our own words: denial is common, help cannot be forced, and how it is put decides much (P6.1)."""

FRAMING = (
    "Begin with the young person’s future and safety, not with the accusation.",
    "Say what help is: somebody who knows this well, regular meetings, work with parents, and when it ends.",
    "Say that many families find it hard to believe at first, and that talking can begin without an admission.",
    "Say what it does not mean: it is not a punishment, a diagnosis or a finding of guilt.",
    "Ask what worries each of them, the young person and each parent apart, and answer that first.",
    "Before a court case is over, say that the work leaves the incidents and the child harmed out.",
    "Leave it in writing, with a name and a number, and say when you will ask again.",
)
IF_REFUSED = (
    "They may refuse: there is no duty to accept. The need stays, and so does the case.",
    "Decide what keeps children safe meanwhile, and on which day you offer it again.",
    "If the risk is high, talk to a manager today about a strategy meeting.",
)
