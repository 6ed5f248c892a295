"""Who sits in the bodies of the process of tests. Their surnames say that nobody is called like that."""

from dataclasses import dataclass

from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.services import open_account
from isegoria.commons.people.tests.two_accounts import open_two_accounts
from isegoria.commons.processes.models import Body, BodyKind, Process, TeamRole
from isegoria.commons.processes.services import add_body, seat_person
from isegoria.core.actor import SYSTEM
from isegoria.core.texts import Texts


@dataclass(frozen=True, slots=True)
class _Seat:
    email: str
    name: str
    role: str = ""
    fr: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class _Body:
    kind: str
    slug: str
    title: Texts
    description: Texts
    because: str
    seats: tuple[_Seat, ...] = ()


_TEAM = (
    _Seat("ariane@demo.example", "Ariane Modèle", TeamRole.ORGANISER),
    _Seat("fanny@demo.example", "Fanny Spécimen", TeamRole.FACILITATOR),
    _Seat("modeste@demo.example", "Modeste Exemple", TeamRole.MODERATOR),
    _Seat("agathe@demo.example", "Agathe Modèle", TeamRole.AGENT),
    _Seat("odile@demo.example", "Odile Témoin", TeamRole.OBSERVER),
)
_PANEL = (
    "Alix Exemple",
    "Bintou Modèle",
    "Célestin Fictif",
    "Dounia Témoin",
    "Émile Spécimen",
    "Faustine Exemple",
    "Gaspard Modèle",
    "Hanaé Fictif",
)
_BODIES = (
    _Body(
        BodyKind.PANEL,
        "panel",
        {"fr": "Panel citoyen", "en": "Citizens’ panel"},
        {
            "fr": (
                "Quarante personnes tirées au sort. Les huit premières ont dit oui ; "
                "les autres répondent en ce moment."
            ),
            "en": (
                "Forty people drawn by lot. The first eight have said yes; "
                "the others are answering now."
            ),
        },
        "Tirage au sort public, à la préfecture de Valombre.",
        tuple(_Seat(f"panel{number}@demo.example", name) for number, name in enumerate(_PANEL, 1)),
    ),
    _Body(
        BodyKind.GUARANTORS,
        "garants",
        {"fr": "Garantes et garants", "en": "Guarantors"},
        {
            "fr": "Elles et il veillent à l’équité, sans prendre parti. Chacun peut leur écrire.",
            "en": "They watch over fairness and take no side. Anybody can write to them.",
        },
        "Nommés par l’assemblée régionale, à l’unanimité.",
        (
            _Seat(
                "garance@demo.example",
                "Garance Témoin",
                fr="juriste de l’environnement",
                en="environmental lawyer",
            ),
            _Seat("theo@demo.example", "Théo Modèle", fr="sociologue", en="sociologist"),
            _Seat("sabine@demo.example", "Sabine Exemple", fr="ancienne maire", en="former mayor"),
        ),
    ),
    _Body(
        BodyKind.EXPERTS,
        "expertise",
        {"fr": "Comité d’expertise", "en": "Expert committee"},
        {
            "fr": "Il prépare la documentation et propose des personnes à entendre.",
            "en": "It prepares the documents and proposes people to hear.",
        },
        "Appel public à candidatures, choix des garants.",
        (
            _Seat("hugo@demo.example", "Hugo Spécimen", fr="hydrologue", en="hydrologist"),
            _Seat("nora@demo.example", "Nora Fictif", fr="éleveuse", en="stock farmer"),
        ),
    ),
    _Body(
        BodyKind.AUTHORITY,
        "assemblee-regionale",
        {"fr": "Assemblée régionale de Valombre", "en": "Regional assembly of Valombre"},
        {
            "fr": "Elle a posé la question et répondra publiquement à chaque mesure.",
            "en": "It asked the question and will answer every measure in public.",
        },
        "Délibération de l’assemblée régionale.",
        (
            _Seat(
                "valerie@demo.example",
                "Valérie Témoin",
                fr="vice-présidente chargée de l’eau",
                en="vice-president for water",
            ),
        ),
    ),
)


def seat_people(process: Process) -> None:
    """Give the draft its bodies and their members, through the services."""
    open_two_accounts()
    team = Body.objects.get(process=process, kind=BodyKind.TEAM)
    for seat in _TEAM:
        _sit(team, seat, "Désignée ou désigné par l’assemblée régionale.")
    for body in _BODIES:
        added = add_body(
            actor=SYSTEM,
            process=process,
            kind=body.kind,
            slug=body.slug,
            title=body.title,
            description=body.description,
        )
        for seat in body.seats:
            _sit(added, seat, body.because)


def _sit(body: Body, seat: _Seat, because: str) -> None:
    seat_person(
        actor=SYSTEM,
        body=body,
        person=_person(seat),
        role=seat.role,
        function={"fr": seat.fr, "en": seat.en},
        because=because,
    )


def _person(seat: _Seat) -> Person:
    known = Person.objects.filter(account__email=seat.email).first()
    if known is not None:
        return known
    account: Account = open_account(actor=SYSTEM, email=seat.email, display_name=seat.name)
    return account.person
