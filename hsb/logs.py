"""What a log says of an address: its pattern. The address itself may hold a one-time link, or the token of a calendar."""

import logging

from django.urls import Resolver404, resolve


class PatternOfAddress(logging.Filter):
    """In what Django says of a request, the pattern of its address stands in place of the address."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            try:
                pattern = f"/{resolve(request.path_info).route}"
            except Resolver404:
                pattern = "an address that is not ours"
            record.args = tuple(pattern if str(part).startswith("/") else part for part in record.args)
        return True
