"""Files added to a record: only one that was refused is told of."""

from hsb.notifications.recipients import ALLOCATED, MASH, YOS, silent, tells

tells("document.refused", MASH, YOS, ALLOCATED, says="A document was refused by the malware scanner")

silent(
    "document.added",
)
