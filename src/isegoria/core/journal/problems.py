"""Why the journal will not sign: sentences for the operator."""


class JournalProblem(Exception):
    """The journal cannot go on until somebody looks. Nothing was signed; entries wait, none is
    lost."""


class KeyProblem(JournalProblem):
    """The signing key is missing, unreadable, or not the one of the present epoch."""


class JournalDamaged(JournalProblem):
    """What is stored no longer agrees with what was signed."""
