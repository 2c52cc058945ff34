"""Whom late work at each agency is brought to: shown, named and ended by its administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.models import EscalationContact
from hsb.errors import ActionNotAllowed
from hsb.people import actions, queries
from hsb.people.forms import ChooseAgencyForm, ContactForm
from hsb.people.views import for_administrators


@require_safe
@for_administrators
def show(request: HttpRequest) -> HttpResponse:
    """Each agency one looks after with its contacts, or with a warning that it has none."""
    places = queries.agencies_administered(request.user)
    named = agencies.escalation_contacts(places, clock.today())
    rows = [(place, [contact for contact in named if contact.agency_id == place.pk]) for place in places]
    return render(request, "people/contacts.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@for_administrators
def add(request: HttpRequest) -> HttpResponse:
    """Name one more person at an agency."""
    places = queries.agencies_administered(request.user)
    wanted = request.GET.get("agency")
    agency = places[0] if len(places) == 1 else next((a for a in places if str(a.pk) == wanted), None)
    if agency is None:
        form = ChooseAgencyForm(request.GET if "agency" in request.GET else None, agencies=places)
        return render(request, "people/contact_agency.html", {"form": form})
    people = {str(one.pk): one for one in queries.at_work(agency, clock.today())}
    contact_form = ContactForm(request.POST or None, people=people.values())
    if request.method == "POST" and contact_form.is_valid():
        person = people[contact_form.cleaned_data["person"]]
        try:
            actions.name_contact(person=person, agency=agency, by=request.user, at=clock.now())
        except ActionNotAllowed as refusal:
            contact_form.add_error("person", refusal.sentence)
        else:
            messages.success(request, f"{person.full_name} hears from today of work that stays late at {agency.name}.")
            return redirect("people:contacts")
    return render(
        request,
        "people/contact_add.html",
        {"form": contact_form, "agency": agency},
        status=422 if contact_form.errors else 200,
    )


@require_POST
@for_administrators
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a name off the list."""
    places = queries.agencies_administered(request.user)
    contact = get_object_or_404(
        EscalationContact.objects.select_related("agency", "user").filter(agency__in=places), pk=pk
    )
    actions.end_contact(contact=contact, by=request.user, at=clock.now())
    messages.success(request, f"{contact.user.full_name} no longer hears of late work at {contact.agency.name}.")
    return redirect("people:contacts")
