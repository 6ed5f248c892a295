"""Writing a measure: the workshop, a section, settling what contradicts, who is here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.capabilities.drafting import services
from isegoria.capabilities.drafting.adopting import problems_before_vote
from isegoria.capabilities.drafting.forms import AnswerForm, SectionForm, SettleForm, TitleForm
from isegoria.capabilities.drafting.models import Measure, Section, Writing
from isegoria.capabilities.drafting.policies import (
    CALL_VOTE,
    CLOSE_VOTE,
    OPEN_MEASURE,
    READ_DRAFT,
    WRITE_MEASURE,
)
from isegoria.capabilities.drafting.queries import (
    measure_by_ref,
    measure_page,
    presence,
    references_of,
    rendered,
    section_by_code,
    section_of,
)
from isegoria.capabilities.drafting.rules import in_context
from isegoria.capabilities.drafting.services import Saved
from isegoria.capabilities.drafting.states import WRITTEN
from isegoria.capabilities.drafting.views import measure_trail
from isegoria.capabilities.drafting.writing import text_at
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, POST, actor_of, asked_for, page
from isegoria.core.ui import formatting
from isegoria.kernel.drafting import Merge, merge

SAVE, KEEP, PREVIEW, STOP = "save", "keep", "preview", "stop"
"""What the form of a section is sent for. KEEP is what the page does by itself while one types."""


@page(READ_DRAFT, load=measure_by_ref)
def work(request: HttpRequest, measure: Measure) -> HttpResponse:
    """The workshop of a measure: who writes where, what is missing, what waits for an answer."""
    actor = actor_of(request)
    may_write = WRITE_MEASURE.decide(actor, measure)
    written = measure.state in WRITTEN
    context = {
        "measure": measure_page(measure),
        "present": presence(measure, actor),
        "problems": problems_before_vote(measure) if written else (),
        "is_written": written,
        "may_write": may_write,
        "may_open": OPEN_MEASURE.decide(actor, measure),
        "may_call": CALL_VOTE.decide(actor, measure),
        "may_close": CLOSE_VOTE.decide(actor, measure),
        "answer_form": AnswerForm(auto_id=False),
        "trail": measure_trail(measure, (_("Workshop"), "")),
    }
    return render(request, "drafting/work.html", context)


@page(READ_DRAFT, load=measure_by_ref)
def who_is_here(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Who is writing where: the part of the workshop that renews itself."""
    context = {"present": presence(measure, actor_of(request)), "ref": measure.post.ref}
    return render(request, "drafting/presence.html", context)


@page(WRITE_MEASURE, load=section_by_code, methods=POST)
def take_up(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Begin to write in a section."""
    section = _section(request, measure)
    services.take_up(actor=actor_of(request), section=section)
    return redirect("drafting:section", measure.post.ref, section.code)


@page(WRITE_MEASURE, load=measure_by_ref, methods=FORM)
def title(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Give a measure another title."""
    given = request.POST if request.method == "POST" else None
    former = measure.post.title
    form = TitleForm(given, initial={"title": former, "former": former})
    if form.is_valid():
        try:
            services.rename_measure(actor=actor_of(request), measure=measure, **form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
        else:
            return redirect("drafting:work", measure.post.ref)
    context = {
        "form": form,
        "heading": _("Title of the measure"),
        "button": _("Save"),
        "back": reverse("drafting:work", args=[measure.post.ref]),
        "trail": measure_trail(measure, (_("Title of the measure"), "")),
    }
    return render(request, "drafting/form.html", context)


@page(WRITE_MEASURE, load=section_by_code, methods=FORM)
def section(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Write a section. While one types, the page keeps the words and shows how they read."""
    actor, found = actor_of(request), _section(request, measure)
    if request.method != "POST":
        return _editor(request, measure, found, _begun(found, actor))
    act = request.POST.get("act", SAVE)
    if act == STOP:
        services.stop_writing(actor=actor, section=found)
        return redirect("drafting:work", measure.post.ref)
    form = SectionForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            if act != SAVE:
                services.keep_typing(
                    actor=actor, section=found, base=given["base"], text=given["text"]
                )
                return _kept(request, measure, found, form, act)
            saved = services.save_section(actor=actor, section=found, **given)
        except ServiceError as error:
            form.refuse(error)
        else:
            return _after_saving(request, measure, found, saved)
    if act == KEEP:
        return render(request, "drafting/kept.html", {"form": form})
    return _editor(request, measure, found, form)


def _section(request: HttpRequest, measure: Measure) -> Section:
    return section_of(measure, asked_for(request, "code"))


def _begun(found: Section, actor: Actor) -> SectionForm:
    kept = Writing.objects.filter(section=found, person=actor.person_id).first()
    base, text = (kept.base, kept.text) if kept else (found.version, found.text)
    return SectionForm(initial={"text": text, "base": base})


def _kept(
    request: HttpRequest, measure: Measure, found: Section, form: SectionForm, act: str
) -> HttpResponse:
    titles = {str(one.number): one.title for one in references_of(measure)}
    context = {
        "preview": rendered(form.cleaned_data["text"], titles),
        "at": formatting.time(clock.now()),
        "changed_meanwhile": form.cleaned_data["base"] != found.version,
    }
    if act == KEEP:
        return render(request, "drafting/kept.html", context)
    return _editor(request, measure, found, form, context)


def _editor(
    request: HttpRequest,
    measure: Measure,
    found: Section,
    form: SectionForm,
    kept: dict[str, object] | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    others = [
        one for one in presence(measure, actor) if one.section == found.code and not one.is_me
    ]
    label = found.get_code_display()
    context = {
        "form": form,
        "label": label,
        "post": measure.post,
        "code": found.code,
        "others": others,
        "references": references_of(measure),
        "kept": kept or {},
        "trail": measure_trail(
            measure,
            (_("Workshop"), reverse("drafting:work", args=[measure.post.ref])),
            (label, ""),
        ),
    }
    return render(request, "drafting/section.html", context)


def _after_saving(
    request: HttpRequest, measure: Measure, found: Section, saved: Saved
) -> HttpResponse:
    if saved.contradictions is not None:
        return redirect("drafting:settle", measure.post.ref, found.code)
    said = (
        _("Saved, put together with what others saved meanwhile. Read it once more.")
        if saved.merged
        else _("Saved.")
    )
    messages.success(request, said)
    return redirect("drafting:work", measure.post.ref)


@page(WRITE_MEASURE, load=section_by_code, methods=FORM)
def settle(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Decide on each passage that two people changed differently, both wordings side by side."""
    actor, found = actor_of(request), _section(request, measure)
    kept = Writing.objects.filter(section=found, person=actor.person_id).first()
    put = merge(text_at(found, kept.base), kept.text, found.text) if kept else Merge(())
    if kept is None or not put.conflicts:
        return redirect("drafting:section", measure.post.ref, found.code)
    is_same = request.POST.get("head") == str(found.version)
    given = request.POST if request.method == "POST" and is_same else None
    form = SettleForm(in_context(put), found.version, given)
    if given is not None and form.is_valid():
        try:
            services.settle_section(
                actor=actor,
                section=found,
                head=found.version,
                choices=form.choices,
                reason=_("Two wordings settled"),
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("Saved. The words that were not kept can be read in the history.")
            )
            return redirect("drafting:work", measure.post.ref)
    label = found.get_code_display()
    context = {
        "form": form,
        "put": put,
        "label": label,
        "post": measure.post,
        "code": found.code,
        "moved": request.method == "POST" and not is_same,
        "trail": measure_trail(
            measure,
            (_("Workshop"), reverse("drafting:work", args=[measure.post.ref])),
            (label, ""),
        ),
    }
    return render(request, "drafting/settle.html", context)
