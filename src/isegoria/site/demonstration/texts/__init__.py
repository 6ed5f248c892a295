"""What invented citizens write: contributions, arguments and positions, from a seed.

    writer = Writer(seed=7)
    draft = writer.contribution("sante")
    remark = writer.comment(draft)
    value = writer.stance(draft, current=2)

All of it is invented, about a region that does not exist; the same seed and the same calls give the same
words. How the lines are written: docs/explanation/invented-texts.md.
"""

from isegoria.site.demonstration.texts.stances import CURRENTS, chances
from isegoria.site.demonstration.texts.writer import THEMES, Draft, Remark, Writer

__all__ = ["CURRENTS", "THEMES", "Draft", "Remark", "Writer", "chances"]
