"""What this site knows about people, in words: the public face of the declarations of every model.

A topic gathers models that serve one purpose a citizen would recognise. What is kept and why is written
here, translated; for how long and what happens then is read from the declarations, so it cannot
differ from what the code does. A test holds that every model with personal data has its topic.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isegoria.core.privacy import Erasure, PersonalData, declarations
from isegoria.core.ui.formatting import duration


@dataclass(frozen=True, slots=True)
class Topic:
    """Some models with one purpose: what they hold and why."""

    title: Promise
    what: Promise
    why: Promise
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A topic as the page shows it: ``kept`` and ``then`` are sentences."""

    title: str
    what: str
    why: str
    kept: tuple[str, ...]
    then: tuple[str, ...]


TOPICS = (
    Topic(
        gettext_lazy("Your account"),
        gettext_lazy(
            "Your e-mail addresses, the day of your last sign-in, your second proof when you set one"
            " up, what an identity provider says of you when you use one."
        ),
        gettext_lazy("To sign you in, and to tell you what became of what you follow."),
        (
            "people.Account",
            "people.Account_groups",
            "people.Account_user_permissions",
            "account.EmailAddress",
            "mfa.Authenticator",
            "socialaccount.SocialAccount",
        ),
    ),
    Topic(
        gettext_lazy("Your sessions"),
        gettext_lazy(
            "On which devices your account is open, since when, from which network address; the"
            " messages you have not read yet; the addresses waiting to be confirmed."
        ),
        gettext_lazy("To keep you signed in, and to let you end a session that you do not know."),
        ("sessions.Session", "usersessions.UserSession", "account.EmailConfirmation"),
    ),
    Topic(
        gettext_lazy("Who you are"),
        gettext_lazy(
            "The name you chose to show, the age you said to have reached, and keyed digests, which"
            " cannot be turned back, of what you showed to be recognised: a cookie, an address, an"
            " entry of a register, an identity, a paper form."
        ),
        gettext_lazy("So that one person acts once, with or without an account."),
        ("people.Person", "people.Proof", "people.FormerPerson"),
    ),
    Topic(
        gettext_lazy("Accounts that were deleted"),
        gettext_lazy(
            "Where an account that was deleted had taken positions, and the activity is still open: keyed"
            " digests, which cannot be turned back, of how its person was recognised. Each activity has"
            " its own; they lead neither to each other nor to a text or a position."
        ),
        gettext_lazy("So that nobody counts twice by deleting an account and opening another."),
        ("people.SpentProof",),
    ),
    Topic(
        gettext_lazy("The registers used for checks"),
        gettext_lazy(
            "Keyed digests of names and birth dates, which cannot be turned back. The list itself is"
            " not kept."
        ),
        gettext_lazy("To check that somebody stands in the register that an activity asks for."),
        ("people.RegisterKey",),
    ),
    Topic(
        gettext_lazy("What you write"),
        gettext_lazy(
            "Your texts with each of their versions, the files you send, the texts drawn from yours,"
            " and who typed them when somebody did it for you."
        ),
        gettext_lazy("To publish what people say, and to let each find what became of it."),
        (
            "posts.Post",
            "posts.Revision",
            "posts.Source",
            "posts.Picture",
            "files.Upload",
            "search.SearchDocument",
        ),
    ),
    Topic(
        gettext_lazy("Being drawn by lot"),
        gettext_lazy(
            "When you volunteer: your name, your address and your telephone number, the gender, age band,"
            " district and the like that you give, and what tells that two entries are of one household."
        ),
        gettext_lazy(
            "To draw a panel that looks like the population, and to tell those who are drawn."
        ),
        (
            "lottery.Volunteer",
            "lottery.Answer",
            "lottery.Contact",
            "lottery.Chance",
            "lottery.Offer",
            "lottery.Witness",
        ),
    ),
    Topic(
        gettext_lazy("What was said elsewhere"),
        gettext_lazy(
            "When a process brings in texts and positions from another site: how that site refers to"
            " somebody, and the lines of its file that could not be read."
        ),
        gettext_lazy("To count each person of that file once, and to let the team correct it."),
        ("consultation.ImportedPerson", "consultation.ImportReport"),
    ),
    Topic(
        gettext_lazy("Moderation"),
        gettext_lazy(
            "Who reports a text and in which words, who decided and why, and what its author answers."
        ),
        gettext_lazy(
            "To show in public what is hidden and why, and to have appeals decided by somebody else."
        ),
        ("moderation.Ruling", "moderation.Report", "moderation.Appeal"),
    ),
    Topic(
        gettext_lazy("Your positions"),
        gettext_lazy("What you agree or disagree with, and each change of mind."),
        gettext_lazy("To count one position per person, and to let everybody check the counts."),
        ("posts.Stance", "posts.StanceAct"),
    ),
    Topic(
        gettext_lazy("Working together in a body"),
        gettext_lazy(
            "Your opinion of each idea; what you wrote in a measure, version by version; the changes you"
            " propose and the sources you name; what you typed and have not saved yet."
        ),
        gettext_lazy(
            "To tell how a text that several people write came about, and to lose no word."
        ),
        (
            "assembly.Grade",
            "drafting.Version",
            "drafting.Amendment",
            "drafting.Reference",
            "drafting.Writing",
        ),
    ),
    Topic(
        gettext_lazy("Votes of a body"),
        gettext_lazy(
            "Whether you could vote and whether you did; what you voted, when the vote is by name. Of a"
            " secret vote, nothing says who voted what."
        ),
        gettext_lazy("To let each member vote once, and to say in public who voted."),
        ("decisions.Elector",),
    ),
    Topic(
        gettext_lazy("What the authority reports"),
        gettext_lazy("Who said, for the authority, how far a promise is."),
        gettext_lazy("To know who answers for what was said."),
        ("answers.Report",),
    ),
    Topic(
        gettext_lazy("Opinion maps"),
        gettext_lazy(
            "The positions from which a map was computed, each person under a number drawn for that map"
            " alone; which number is whose is kept nowhere."
        ),
        gettext_lazy("To let everybody compute the map again."),
        ("analysis.Analysis",),
    ),
    Topic(
        gettext_lazy("Programs that write in your name"),
        gettext_lazy(
            "How you named a program, what it may do, and the last day on which it did something."
        ),
        gettext_lazy("To let a program that you chose write for you, no longer than you want."),
        ("tokens.Token",),
    ),
    Topic(
        gettext_lazy("What you follow"),
        gettext_lazy("The processes and the texts that you follow."),
        gettext_lazy("To tell you what becomes of them."),
        ("posts.Follow",),
    ),
    Topic(
        gettext_lazy("What you are told"),
        gettext_lazy("What there was to tell you, and how often you want to be written to."),
        gettext_lazy("To write to you as often as you want, and no more."),
        ("notifications.Notice", "notifications.Wish", "notifications.Stop"),
    ),
    Topic(
        gettext_lazy("Mandates"),
        gettext_lazy("Who sits in which body, in which function, since when, until when and why."),
        gettext_lazy("To say in public who sits where."),
        ("processes.Membership",),
    ),
    Topic(
        gettext_lazy("Invitations"),
        gettext_lazy("The address to which a mandate was offered, and by whom."),
        gettext_lazy("To offer a mandate to somebody, and to let nobody else take it."),
        ("processes.Invitation",),
    ),
    Topic(
        gettext_lazy("The public journal"),
        gettext_lazy(
            "Commitments: numbers that only you can open, and that become anonymous when you are"
            " forgotten. The journal itself holds no name."
        ),
        gettext_lazy("To let you prove that an act is yours."),
        ("journal.Commitment",),
    ),
    Topic(
        gettext_lazy("The copy of your data"),
        gettext_lazy("All of this in one file, for a week, when you ask for it."),
        gettext_lazy("To let you read, keep and take elsewhere what this site knows about you."),
        ("owndata.DataCopy",),
    ),
    Topic(
        gettext_lazy("Messages on their way"),
        gettext_lazy("The messages this site writes to you, with your address."),
        gettext_lazy("To send them, even when the mail relay is down for a while."),
        ("mail.Mail",),
    ),
    Topic(
        gettext_lazy("Attempts to sign in"),
        gettext_lazy("The network address, or a digest of the e-mail address, of an attempt."),
        gettext_lazy("To stop whoever guesses passwords and codes."),
        ("people.RateCounter",),
    ),
    Topic(
        gettext_lazy("Who changed what"),
        gettext_lazy("Which account did which act, and who asked for which long work."),
        gettext_lazy("To find out what happened when something went wrong."),
        ("journal.AuditRow", "jobs.Run"),
    ),
)


def register() -> tuple[Line, ...]:
    """Every topic in the reader's language."""
    known = declarations()
    return tuple(
        Line(
            title=str(topic.title),
            what=str(topic.what),
            why=str(topic.why),
            kept=_unique(_kept(known[model]) for model in topic.models),
            then=_unique(then(known[model].erasure) for model in topic.models),
        )
        for topic in TOPICS
    )


def _kept(declaration: PersonalData) -> str:
    if declaration.until:
        return str(declaration.until)
    if declaration.kept_for is not None:
        return duration(declaration.kept_for.total_seconds())
    if declaration.erasure is Erasure.KEEP:
        return _("as long as checks are made against it")
    return _("as long as you take part, or until you ask to be forgotten")


def then(erasure: Erasure) -> str:
    """What happens to the data in the end, in words."""
    match erasure:
        case Erasure.DELETE:
            return _("erased")
        case Erasure.ANONYMISE:
            return _("kept without anything that says it was you")
        case Erasure.KEEP:
            return _("kept: nobody can be recognised in it")


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
