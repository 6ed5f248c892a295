"""What a process can begin from: declared objects, previewed, then written through the services."""

from isegoria.commons.processes.process_templates.citizens_convention import CITIZENS_CONVENTION
from isegoria.commons.processes.process_templates.citizens_council import CITIZENS_COUNCIL
from isegoria.commons.processes.process_templates.declare import ProcessTemplate
from isegoria.commons.processes.process_templates.dialogue_platform import DIALOGUE_PLATFORM
from isegoria.commons.processes.process_templates.empty import EMPTY
from isegoria.commons.processes.process_templates.permanent_assembly import PERMANENT_ASSEMBLY

TEMPLATES: dict[str, ProcessTemplate] = {
    template.code: template
    for template in (
        CITIZENS_COUNCIL,
        CITIZENS_CONVENTION,
        PERMANENT_ASSEMBLY,
        DIALOGUE_PLATFORM,
        EMPTY,
    )
}
"""In the order of the page that offers them."""
