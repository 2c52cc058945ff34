"""The page on which an assessment gets its instrument."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aim2.assessments import pages
from aim2.assessments import policies as assessments
from aim2.instruments import queries
from aim2.ratings import actions
from aim2.ratings.forms import ChooseForm
from hsb import clock
from hsb.ui.commands import READ_AND_CHANGE, attempt


@require_http_methods(READ_AND_CHANGE)
def choose(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say with which instrument the assessment is rated."""
    opened, assessment = pages.for_assessor(request, reference, number)
    offered = queries.offered(assessment.tool) if assessments.may_be_rated(assessment) else []
    offered = [row for row in offered if settings.DEMO or not row.demonstration]
    given = {str(row.pk): row for row in offered}
    form = ChooseForm(
        request.POST if request.method == "POST" else None,
        packs=[(key, f"{row.name}, {row.edition}, version {row.version}") for key, row in given.items()],
    )

    def change() -> None:
        pack = given[form.cleaned_data["pack"]]
        actions.choose(assessment=assessment, pack=pack, by=request.user, at=clock.now())

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        return redirect("aim2:ratings", reference, number)
    context = pages.frame(
        opened,
        assessment,
        form=form,
        offered=[(row, queries.pack_of(row)) for row in offered],
        may_be_rated=assessments.may_be_rated(assessment),
    )
    return render(request, "aim2/ratings/choose.html", context, status=422 if form.errors else 200)
