"""``isegoria administrator`` and ``isegoria forget``: who runs the site, and who leaves it."""

from argparse import Namespace

from isegoria.commands.database import use_django
from isegoria.commands.trouble import Trouble


def administrator(options: Namespace) -> int:
    """Open an administrator's account, or make an administrator of an account that exists."""
    use_django()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from isegoria.commons.people.account_services import remove_second_factor
    from isegoria.commons.people.models import Account
    from isegoria.commons.people.services import make_administrator, open_account
    from isegoria.core.actor import SYSTEM

    email = options.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Trouble(f"{options.email!r} is not an e-mail address.") from None
    account = Account.objects.filter(email=email).first()
    if account is None:
        open_account(actor=SYSTEM, email=email, display_name=options.name, is_administrator=True)
        print(f"{email} has an account and administers this site.")
    else:
        make_administrator(actor=SYSTEM, account=account)
        print(f"{email} administers this site.")
    if options.reset_second_proof and account is not None:
        remove_second_factor(actor=SYSTEM, account=account)
        print("Their second proof is removed, and they are signed out everywhere.")
    print("To sign in: ask for a code on the site's sign-in page.")
    return 0


def forget(options: Namespace) -> int:
    """Forget the person behind an address, as they asked."""
    use_django()
    from isegoria.commons.people.models import Account
    from isegoria.commons.people.services import forget_person
    from isegoria.core.actor import SYSTEM

    account = Account.objects.filter(email=options.email.strip().lower()).first()
    if account is None:
        raise Trouble(f"Nobody here has the address {options.email!r}.")
    forget_person(actor=SYSTEM, account=account)
    print("Forgotten. What they published stays, and nothing links it to them any more.")
    print("Back-ups made before today still know them: delete those when their time has come.")
    return 0
