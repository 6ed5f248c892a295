"""What invented people say of water in the region of Valombre, which does not exist."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A contribution. ``agree``, ``neutral`` and ``disagree`` count positions; an argument is its side
    and its text. Without a title, a testimony."""

    theme: str
    text: str
    title: str = ""
    place: str = ""
    signature: str = ""
    agree: int = 0
    neutral: int = 0
    disagree: int = 0
    arguments: tuple[tuple[int, str], ...] = ()


CONTRIBUTIONS = (
    Said(
        "partager",
        "Que chaque commune affiche en mairie et en ligne, chaque semaine d’été, l’état de la nappe et"
        " qui prélève combien. On accepte mieux de se restreindre quand on voit que tout le monde le fait.",
        "Publier chaque semaine qui prélève combien",
        agree=10,
        neutral=1,
        arguments=(
            (1, "À Castelbrume, l’affichage devant la boulangerie a suffi à calmer les disputes."),
            (-1, "Attention à ne pas montrer du doigt les petites exploitations."),
        ),
    ),
    Said(
        "partager",
        "En cas de sécheresse, l’ordre de priorité doit être décidé avant l’été, en réunion publique, et"
        " non improvisé en préfecture au mois d’août.",
        "Décider avant l’été qui passe en premier",
        agree=9,
        neutral=1,
        disagree=1,
        arguments=((1, "On saurait enfin à quoi s’attendre quand on sème."),),
    ),
    Said(
        "partager",
        "Interdire le remplissage des piscines privées dès le niveau d’alerte, et pas seulement en crise.",
        "Pas de remplissage des piscines dès l’alerte",
        agree=6,
        neutral=2,
        disagree=4,
        arguments=(
            (-1, "Une piscine remplie en mars ne prend rien à personne en août."),
            (1, "C’est surtout une question d’exemple."),
        ),
    ),
    Said(
        "partager",
        "Créer une police de l’eau avec assez d’agents pour contrôler : aujourd’hui ils sont deux pour"
        " toute la vallée de l’Ombrette.",
        "Plus d’agents pour contrôler les prélèvements",
        place="Vallée de l’Ombrette",
        agree=5,
        neutral=3,
        disagree=2,
    ),
    Said(
        "rivieres",
        "Racheter les prairies humides quand elles sont à vendre, et les confier à des éleveurs qui"
        " s’engagent à ne pas les drainer.",
        "Racheter et protéger les prairies humides",
        agree=8,
        neutral=2,
        arguments=(
            (
                1,
                "Une prairie humide, c’est une éponge : elle rend en été ce qu’elle a pris l’hiver.",
            ),
        ),
    ),
    Said(
        "rivieres",
        "Plantons des haies et des saules le long des rivières, avec les écoles. L’ombre garde l’eau"
        " fraîche, les racines tiennent la berge, et les enfants apprennent.",
        "Des haies le long des rivières, avec les écoles",
        place="Saint-Exemple-sur-Ombrette",
        agree=9,
        arguments=(
            (1, "Nous l’avons fait avec la classe de CM2 : les truites sont revenues."),
            (0, "Qui entretient la haie ensuite ?"),
        ),
    ),
    Said(
        "rivieres",
        "Plantons des haies et des saules le long des rivières, avec les écoles et les chasseurs. L’ombre"
        " garde l’eau fraîche et les racines tiennent la berge.",
        "Planter des haies au bord de l’eau",
        agree=4,
    ),
    Said(
        "rivieres",
        "Supprimer les vieux seuils de moulins qui ne servent plus, en discutant avec les riverains avant"
        " et non après.",
        "Enlever les seuils inutiles, en discutant d’abord",
        agree=4,
        neutral=3,
        disagree=4,
        arguments=(
            (-1, "Le bief du moulin est le seul endroit où l’on puise en cas d’incendie."),
            (1, "Derrière le seuil, l’eau chauffe et verdit."),
        ),
    ),
    Said(
        "rivieres",
        "Laisser la rivière reprendre son lit dans les zones où personne n’habite. On y perd quelques"
        " champs, on y gagne de l’eau pour tous.",
        "Laisser de la place à la rivière",
        agree=6,
        neutral=2,
        disagree=2,
    ),
    Said(
        "factures",
        "Les premiers mètres cubes, ceux qu’on boit et qui lavent, presque gratuits ; les suivants de plus"
        " en plus chers. Avec une règle à part pour les familles nombreuses.",
        "Un tarif progressif, avec les familles à part",
        agree=8,
        neutral=1,
        disagree=2,
        arguments=(
            (1, "C’est le seul moyen que le gaspillage se voie sur la facture."),
            (-1, "Dans mon immeuble il y a un seul compteur pour trente logements."),
        ),
    ),
    Said(
        "factures",
        "Une facture lisible : ce que j’ai consommé, ce que consomme un foyer comme le mien, et où va"
        " l’argent. Une page, pas quatre.",
        "Une facture qui tient sur une page",
        agree=10,
    ),
    Said(
        "factures",
        "Dire chaque année quelle part de l’eau se perd dans les tuyaux, commune par commune, et réparer"
        " d’abord là où c’est le pire.",
        "Réparer les fuites, et dire où l’on en est",
        agree=11,
        arguments=((1, "Avant de nous demander des efforts, que le réseau fasse les siens."),),
    ),
    Said(
        "factures",
        "Revenir à une régie publique de l’eau pour toute la région.",
        "Une régie publique régionale",
        agree=5,
        neutral=4,
        disagree=3,
        arguments=((0, "Combien cela coûterait-il ? Il faudrait une étude avant."),),
    ),
    Said(
        "cultures",
        "Aider, pendant dix ans et par contrat, les fermes qui passent à des cultures moins gourmandes."
        " Un an de prime ne suffit pas à changer un assolement.",
        "Dix ans de contrat pour changer de cultures",
        agree=9,
        neutral=1,
        arguments=((1, "Je suis éleveuse : sans visibilité, personne ne bouge."),),
    ),
    Said(
        "cultures",
        "Aucune nouvelle réserve d’irrigation sans débat public ni engagement de chaque exploitation sur"
        " ses pratiques.",
        "Pas de réserve d’irrigation sans engagement",
        agree=6,
        neutral=2,
        disagree=3,
        arguments=(
            (1, "L’eau stockée en hiver manque aussi à quelqu’un."),
            (-1, "Sans réserve, ma ferme ferme."),
        ),
    ),
    Said(
        "cultures",
        "Réutiliser l’eau des stations d’épuration pour arroser les stades et certaines cultures.",
        "Réutiliser l’eau traitée",
        place="Valombre",
        agree=7,
        neutral=2,
        disagree=1,
        arguments=((-1, "Cette eau-là fait aujourd’hui vivre la rivière en aval."),),
    ),
    Said(
        "quotidien",
        "Récupérer l’eau de pluie dans toutes les écoles et les bâtiments publics, pour les toilettes et"
        " les jardins.",
        "L’eau de pluie dans les écoles",
        agree=10,
        neutral=1,
    ),
    Said(
        "quotidien",
        "Des fontaines et des toilettes publiques dans chaque centre-bourg : l’eau, c’est aussi la dignité.",
        "Des fontaines dans chaque bourg",
        agree=8,
    ),
    Said(
        "quotidien",
        "Une visite gratuite d’un conseiller chez celles et ceux qui le demandent, pour trouver les fuites"
        " et poser des réducteurs de débit.",
        "Un conseiller à domicile contre les fuites",
        agree=7,
        neutral=1,
    ),
    Said(
        "quotidien",
        "L’été dernier, l’eau a été coupée onze jours. On remplissait des bidons à la citerne, les voisins"
        " portaient ceux de ma mère, qui a 84 ans. Personne ne nous avait prévenus.",
        place="Hameau des Tilleuls",
        agree=6,
        arguments=((0, "Chez nous aussi. C’est un message sur le téléphone qu’il aurait fallu."),),
    ),
    Said(
        "cultures",
        "J’ai vendu la moitié de mes vaches en septembre, faute de pré vert. Ce n’est pas la pluie qui"
        " manquait le plus, c’est de savoir, en mai, ce qui serait permis en juillet.",
        place="Haute-Ombrette",
        signature="Un éleveur de la montagne",
        agree=9,
    ),
    Said(
        "rivieres",
        "J’ai appris à nager dans l’Ombrette. Mes petits-enfants y marchent à pied sec en juillet. Je leur"
        " montre où était l’eau.",
        agree=8,
    ),
    Said(
        "factures",
        "Je suis seule avec trois enfants. Une fuite sous la dalle, une facture de 900 euros, six mois pour"
        " qu’on m’écoute. J’ai payé en huit fois.",
        signature="Une mère de Valombre",
        agree=7,
    ),
    Said(
        "quotidien",
        "Infirmière à domicile, je vois des gens qui n’osent plus se laver tous les jours en fin de mois."
        " Cela non plus n’est dans aucune statistique.",
        agree=8,
        arguments=((0, "Merci de l’avoir écrit."),),
    ),
    Said(
        "partager",
        "Dans mon camping, j’ai remplacé la pelouse par de la lavande et posé des douches à bouton : un tiers"
        " d’eau en moins, et aucune plainte.",
        "Un camping qui consomme un tiers de moins",
        place="Lac de Fictive",
        agree=6,
        neutral=1,
    ),
)
