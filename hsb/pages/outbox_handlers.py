"""The e-mail that pages send: the digest, which says as it leaves what My work says at that moment."""

from hsb.notifications import mail
from hsb.pages.work import digests

mail.register(digests.TEMPLATE, mail.Template("Your work in HSB casework today", fill=digests.composed))
