"""What is moderated in the story: hidden, restored after an appeal, reported and still waiting."""

from isegoria.commons.moderation.models import Ruling
from isegoria.commons.moderation.services import appeal, decide_appeal, report_post, rule_on_post
from isegoria.commons.moderation.states import Act, Reason
from isegoria.commons.posts.models import Post
from isegoria.site.demonstration import convention_plan, council_plan
from isegoria.site.demonstration.cast import MODESTE, actor_of
from isegoria.site.demonstration.council_voices import Spoken, publish
from isegoria.site.demonstration.preparing import activity_of
from isegoria.site.demonstration.stage import Stage
from isegoria.site.demonstration.texts import Draft

_OTHER_MODERATOR = "maud"


def _write(process: str, theme: str, title: str, text: str, author: str) -> Post:
    activity = activity_of(process, "consultation")
    draft = Draft(theme, "", "proposal", title, text, "fr", 0, (0, 0, 0), "")
    return publish(
        activity, Spoken(draft), activity.process.themes.get(slug=theme), actor_of(author)
    )


def _hide(post: Post, moderator: str, reason: Reason, explanation: str) -> Ruling:
    return rule_on_post(
        actor=actor_of(moderator),
        post=post,
        act=Act.HIDE,
        reason=reason,
        explanation=explanation,
        revision=post.revision_count,
    )


def insult(_stage: Stage) -> None:
    """In the council: a text that insults somebody is reported, and hidden with a public reason."""
    post = _write(
        council_plan.SLUG,
        "democratie",
        "Tous les mêmes",
        "Le maire de ma commune est un voleur et un menteur, tout le monde le sait, et ceux qui votent"
        " pour lui sont des imbéciles.",
        "citoyen40",
    )
    report_post(actor=actor_of("citoyen3"), post=post, reason=Reason.INSULT)
    _hide(
        post,
        MODESTE.key,
        Reason.INSULT,
        "Le texte accuse et insulte une personne que l’on peut reconnaître. Critiquer une décision est"
        " permis, insulter une personne ne l’est pas.",
    )


def mistake(_stage: Stage) -> None:
    """In the council: a text is hidden by mistake; its author appeals, somebody else restores it."""
    post = _write(
        council_plan.SLUG,
        "sante",
        "Dire les vrais délais",
        "Que chaque hôpital affiche à l’entrée le délai réel pour chaque spécialité. À l’hôpital de"
        " Castelbrume, on m’a répondu onze mois pour les yeux. Ce n’est la faute de personne au guichet,"
        " mais cela doit se savoir.",
        "citoyen41",
    )
    ruling = _hide(
        post,
        _OTHER_MODERATOR,
        Reason.PRIVATE,
        "Le texte semble viser le personnel d’un service précis.",
    )
    asked = appeal(
        actor=actor_of("citoyen41"),
        ruling=ruling,
        words="Je ne vise personne, je l’écris même dans la dernière phrase. Je parle d’un délai.",
    )
    decide_appeal(
        actor=actor_of(MODESTE),
        appeal=asked,
        overturn=True,
        explanation="Le texte nomme un hôpital et un délai, aucune personne. Il est de nouveau visible, avec"
        " nos excuses.",
    )


def waiting(_stage: Stage) -> None:
    """In the convention: two texts are reported, and an appeal waits for whoever did not decide."""
    _report(
        "citoyen12",
        _write(
            convention_plan.SLUG,
            "factures",
            "Adoucisseurs d’eau à prix cassé",
            "Grâce à notre adoucisseur garanti dix ans, divisez votre facture par deux ! Devis gratuit,"
            " installation en 24 heures, offre réservée aux lectrices et lecteurs de ce site.",
            "citoyen50",
        ),
        Reason.ADVERTISING,
        "C’est de la publicité, et il l’a postée partout dans le village.",
    )
    _report(
        "citoyen18",
        _write(
            convention_plan.SLUG,
            "cultures",
            "Qu’on arrête d’arroser le maïs en plein midi",
            "À la sortie de Basse-Combe, les canons tournent à 14 heures en pleine alerte. Je ne dis pas"
            " que c’est interdit, je dis que personne ne comprend. Arrosons la nuit, et affichons qui a"
            " une dérogation.",
            "citoyen51",
        ),
        Reason.PRIVATE,
        "On reconnaît très bien de quelle ferme il parle.",
    )
    hidden = _write(
        convention_plan.SLUG,
        "partager",
        "Le robinet de la mairie",
        "En août, la pelouse de la mairie de Noirépine était verte. La nôtre était interdite d’arrosage."
        " Que les communes s’appliquent d’abord les règles qu’elles nous donnent.",
        "citoyen52",
    )
    ruling = _hide(
        hidden,
        _OTHER_MODERATOR,
        Reason.INSULT,
        "Le texte met en cause une commune sans preuve.",
    )
    appeal(
        actor=actor_of("citoyen52"),
        ruling=ruling,
        words="Je n’insulte personne. J’ai deux photos datées, et la mairie elle-même a reconnu l’erreur au"
        " dernier conseil municipal.",
    )


def _report(by: str, post: Post, reason: Reason, words: str) -> None:
    report_post(actor=actor_of(by), post=post, reason=reason, words=words)
