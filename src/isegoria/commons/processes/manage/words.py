"""The pages of the texts, the settings and the themes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.manage.forms import (
    ProcessTextsForm,
    SettingsForm,
    TitleForm,
    attempt,
)
from isegoria.commons.processes.manage.frame import show
from isegoria.commons.processes.manage.moving import step_asked
from isegoria.commons.processes.manage.queries import theme_at
from isegoria.commons.processes.models import Process, Theme
from isegoria.commons.processes.policies import EDIT_THEME, WRITE_PROCESS
from isegoria.commons.processes.queries import process_by_slug
from isegoria.commons.processes.services import (
    add_theme,
    change_settings,
    move_theme,
    remove_theme,
    rename_theme,
    write_texts,
)
from isegoria.commons.processes.states import ProcessState
from isegoria.commons.processes.writing import PROCESS_SETTINGS, PROCESS_TEXTS, THEME_TEXTS
from isegoria.core.routes import FORM, POST, actor_of, page
from isegoria.core.texts import language_of
from isegoria.core.ui.buttons import press

SAVED = _("Saved.")


@page(WRITE_PROCESS, load=process_by_slug, methods=FORM)
def texts(request: HttpRequest, process: Process) -> HttpResponse:
    """The texts of a process, side by side in each language."""
    form = ProcessTextsForm.about(request, process, PROCESS_TEXTS)
    if request.method == "POST" and form.save(
        process,
        PROCESS_TEXTS,
        lambda data: write_texts(actor=actor_of(request), process=process, **data),
    ):
        messages.success(request, SAVED)
        return redirect("processes:manage-texts", slug=process.slug)
    return show(
        request,
        "processes/manage/form.html",
        process,
        "processes:manage-texts",
        _("Texts"),
        form=form,
        lead=_("Write each text in the languages you can. Readers of the others get the first."),
    )


@page(WRITE_PROCESS, load=process_by_slug, methods=FORM)
def settings(request: HttpRequest, process: Process) -> HttpResponse:
    """The address and the minimum age."""
    form = SettingsForm.about(request, process, PROCESS_SETTINGS)
    if process.state != ProcessState.DRAFT:
        form.fields["slug"].disabled = True
        form.fields["slug"].help_text = _("People already know this address: it stays.")
    if request.method == "POST" and form.save(
        process,
        PROCESS_SETTINGS,
        lambda data: change_settings(actor=actor_of(request), process=process, **data),
    ):
        messages.success(request, SAVED)
        return redirect("processes:manage-settings", slug=form.cleaned_data["slug"])
    return show(
        request,
        "processes/manage/form.html",
        process,
        "processes:manage-settings",
        _("Settings"),
        form=form,
    )


@page(WRITE_PROCESS, load=process_by_slug, methods=FORM)
def themes(request: HttpRequest, process: Process) -> HttpResponse:
    """The themes in their order, and the form that adds one."""
    form = TitleForm(request.POST or None)
    if request.method == "POST" and attempt(
        form,
        lambda data: add_theme(actor=actor_of(request), process=process, title=data["title"]),
    ):
        messages.success(request, _("The theme is added."))
        return redirect("processes:manage-themes", slug=process.slug)
    return show(
        request,
        "processes/manage/themes.html",
        process,
        "processes:manage-themes",
        _("Themes"),
        form=form,
        rows=[
            (theme.slug, str(theme), language_of(theme.title))
            for theme in Theme.objects.filter(process=process)
        ],
    )


@page(EDIT_THEME, load=theme_at, methods=FORM)
def theme(request: HttpRequest, theme: Theme) -> HttpResponse:
    """Another name for a theme."""
    form = TitleForm.about(request, theme, THEME_TEXTS)
    if request.method == "POST" and form.save(
        theme,
        THEME_TEXTS,
        lambda data: rename_theme(actor=actor_of(request), theme=theme, **data),
    ):
        messages.success(request, SAVED)
        return redirect("processes:manage-themes", slug=theme.process.slug)
    return show(
        request,
        "processes/manage/form.html",
        theme.process,
        "processes:manage-themes",
        str(theme),
        form=form,
    )


@page(EDIT_THEME, load=theme_at, methods=POST)
def theme_move(request: HttpRequest, theme: Theme) -> HttpResponse:
    """Put a theme one place up or down."""
    move_theme(actor=actor_of(request), theme=theme, by=step_asked(request))
    return redirect("processes:manage-themes", slug=theme.process.slug)


@page(EDIT_THEME, load=theme_at, methods=POST)
def theme_remove(request: HttpRequest, theme: Theme) -> HttpResponse:
    """Remove a theme that nothing uses."""
    return press(
        request,
        lambda: remove_theme(actor=actor_of(request), theme=theme),
        reverse("processes:manage-themes", args=[theme.process.slug]),
        done=_("The theme is removed."),
    )
