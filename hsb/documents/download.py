"""How a file leaves: saved, never shown, never kept by the browser, never named after anybody."""

from django.http import HttpResponse


def as_download(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Answer a response that browsers save and do nothing else with. `name` is a reference and a number: no person's name."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
