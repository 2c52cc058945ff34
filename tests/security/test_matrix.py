"""S1: every role, in every relation to a record, at every address, by every method; what may not be, is not.

The gate asks, at every address, one of each kind of person and method (`kind_of`), drawn anew for each address so that everybody is
asked somewhere, and of those refused as many as fit it; `just prove S1` asks every cell.
"""

import os
import random
from collections import Counter, defaultdict

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from hsb.agencies.permissions import Power, Role
from tests.security.matrix import ALLOWED, BY_ROUTE, DENIALS, LINES, METHODS, OPEN, address, expected, outcome
from tests.security.matrix_world import RELATIONS, Actor, Answer, Canary, World, ask, quick_pdfs, world  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("quick_pdfs")]

WHOLE = os.environ.get("PROVE") == "S1"
IS_SLICE = connection.vendor == "postgresql" or os.environ.get("HSB_TESTS_PART") == "quick"
SEED = 26
# Behind the second wall, and for a quick answer, so many cells of each address: the whole of the rest is asked on SQLite.
SLICE = 6
# Of an address where more kinds are refused, so many: most of the gate's processor time went into the last third.
REFUSED = 8


def names() -> list[str]:
    """Every address the product answers, by name; two that share a name are told apart by their route."""
    found: list[str] = []

    def walk(resolver: URLResolver, route: str, namespace: str) -> None:
        for entry in resolver.url_patterns:
            here = route + str(entry.pattern)
            if isinstance(entry, URLResolver):
                walk(entry, here, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
            elif isinstance(entry, URLPattern):
                found.append(BY_ROUTE.get(here, f"{namespace}{entry.name}"))

    walk(get_resolver(), "", "")
    return found


def test_every_address_is_declared_and_nothing_else() -> None:
    found = names()

    assert sorted(set(LINES) - set(found)) == [], "declared in matrix.py, but no address has this name"
    assert sorted(set(found) - set(LINES)) == [], "say in tests/security/matrix.py who may go there"
    assert len(found) == len(set(found)), [name for name, times in Counter(found).items() if times > 1]


def test_the_world_has_every_role_in_every_relation(world: World) -> None:  # noqa: F811
    missing = {(role, relation) for role in Role for relation in RELATIONS} - {
        (a.role, a.relation) for a in world.actors
    }

    # At the agency where “another team” is on the case, that team is information governance.
    assert missing == {(Role.INFORMATION_GOVERNANCE, "other_team")}
    assert {a.relation for a in world.actors} >= {"superuser", "leaver", "without_role", "logged_out", "sender"}


@pytest.fixture(scope="module")
def tally() -> Counter[str]:
    return Counter()


def kind_of(world: World, name: str, method: str, actor: Actor) -> tuple[object, ...]:  # noqa: F811
    """What can make a difference at this address: those alike in all of it are asked for one another.

    By the tables of permissions and the line of the matrix, never by the policies under test.
    """
    line = LINES[name]
    if not actor.signed_in or line.whose in ("public", "own_account") or method not in line.methods:
        return method, actor.signed_in, actor.role is None
    alike: tuple[object, ...] = (
        method,
        actor.role is None,
        line.power in actor.powers,
        expected(world, name, method, actor),
    )
    if line.whose in ("case", "harmed"):
        case = world.young if line.whose == "case" else world.harmed
        needs = filter(None, (line.need(method), line.get))
        levels = tuple(actor.on.get(case.pk, {}).get(one) for one, _ in needs)
        return *alike, actor.relation, levels, bool(actor.on.keys() - {case.pk})
    return (
        *alike,
        actor.is_sender,
        world.young.pk in actor.on,
        Power.ADMINISTER in actor.powers,
        (actor.agency == world.invitation.agency),
    )


def cells(world: World, name: str) -> list[tuple[str, Actor]]:  # noqa: F811
    """Every (method, person) of an address, or one of each kind; of those, a slice where this is not the place of the full grid."""
    every = [(method, actor) for actor in world.actors for method in METHODS]
    if WHOLE:
        return every
    drawn = random.Random(f"{SEED} {name}")
    kinds: dict[tuple[object, ...], list[tuple[str, Actor]]] = defaultdict(list)
    for cell in every:
        kinds[kind_of(world, name, *cell)].append(cell)
    some = [drawn.choice(alike) for alike in kinds.values()]
    allowed = [cell for cell in some if expected(world, name, *cell) == ALLOWED]
    refused = [cell for cell in some if expected(world, name, *cell) != ALLOWED]
    if not IS_SLICE:
        return allowed + drawn.sample(refused, min(len(refused), REFUSED))
    return drawn.sample(allowed, min(len(allowed), SLICE // 3)) + drawn.sample(refused, min(len(refused), SLICE - 2))


@pytest.mark.parametrize("name", sorted(LINES))
def test_who_may_go_there(world: World, name: str, record_property: object) -> None:  # noqa: F811
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    where = address(world, name)

    for method, actor in cells(world, name):
        answer = ask(actor, method, where, audit=True)
        want, got = expected(world, name, method, actor), outcome(answer.status, answer.location)
        if want == "sign in" and method == "POST" and answer.status == 403:
            got = want  # the page that keeps what was typed until one has signed in again
        if want == OPEN and not got.startswith("error"):
            got = want
        seen[want] += 1
        wrong += [f"{method} {name} as {actor}: reads {one.what}" for one in leaks(world, actor, answer)]
        if got != want:
            wrong.append(f"{method} {name} as {actor}: {got} ({answer.status}), expected {want}")
        elif missing := _not_written_down(name, want, answer.looks, answer.refusals):
            wrong.append(f"{method} {name} as {actor}: {missing}")

    record_property("cells", seen.total())  # type: ignore[operator]
    print(f"\nS1 {name}: {sum(seen.values())} cells, {sum(seen[d] for d in DENIALS)} denials", end="")
    assert not wrong, "\n".join(wrong[:20]) + f"\n({len(wrong)} in all)"


def leaks(world: World, actor: Actor, answer: Answer) -> list[Canary]:  # noqa: F811
    """S3 too: what comes back holds no word that is not for them (`test_canaries` sends foreign ids and words besides)."""
    return [*world.forbidden(actor, answer.text), *world.forbidden(actor, answer.headers)]


def _not_written_down(name: str, want: str, looks: int, refusals: int) -> str:
    """S14: a look at a case is in the audit, and so is every refusal; answer what is missing."""
    if want in ("403", "404") and refusals != 1:
        return f"refused, and the audit has {refusals} refusals"
    if want == ALLOWED and LINES[name].whose == "case" and looks < 1:
        return "a case was opened, and the audit has no look"
    return ""


def test_the_size_of_the_matrix(world: World) -> None:  # noqa: F811
    """The whole is what `just prove S1` asks; its denials are counted from the table, which the test above holds to the product."""
    every = [expected(world, name, method, actor) for name in LINES for method in METHODS for actor in world.actors]
    asking = [want for want in every if want != OPEN]
    refused = sum(want in DENIALS for want in asking)
    asked = len(every) if WHOLE else sum(len(cells(world, name)) for name in LINES)

    print(
        f"\nS1 {len(every):,} cells, 100 % declared; {len(asking):,} ask for something, of which {refused:,} expected"
        f" denials ({refused / len(asking):.0%}); {asked:,} asked here"
    )
    assert len(asking) >= 20_000
    assert refused / len(asking) >= 0.75
    assert asked >= (600 if IS_SLICE and not WHOLE else 4_000)
