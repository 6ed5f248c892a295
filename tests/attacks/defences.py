"""The defences, and the test that fails when one is taken out.

``test_list.py`` holds each line of the table against the code: what is taken out stands there, once. That the
test then fails is seen by

    python -m tests.attacks.without [WORDS OF A TEST]

which copies the code, takes each defence out of the copy and expects its test to fail.
"""

from dataclasses import dataclass

type Change = tuple[str, str, str]
"""A file under src/isegoria, words that stand in it once, and what stands there without the defence."""
HERE = "tests/attacks"
ROOMS = "src/isegoria"


@dataclass(frozen=True)
class Defence:
    """What attacks it stops, the test, and how it is taken out: all of ``changes`` together, because several
    defences may stand behind each other."""

    attacks: tuple[int, ...]
    test: str
    changes: tuple[Change, ...]


_EVERY_PAGE = f"{HERE}/test_hostile_text.py::test_1_2_6_7_no_text_brings_an_element_into_any_page"
_TABLE = (
    f"{HERE}/test_routes.py::test_10_11_12_13_17_every_door_answers_each_person_as_the_table_says"
)
DEFENCES = (
    Defence(
        (1, 2, 6, 7),
        _EVERY_PAGE,
        (
            (
                "config/settings.py",
                '"builtins": ["isegoria.core.ui.templatetags.ui"],',
                '"builtins": ["isegoria.core.ui.templatetags.ui"], "autoescape": False,',
            ),
        ),
    ),
    Defence(
        (2, 7),
        _EVERY_PAGE,
        (
            ("core/ui/markdown.py", '{"html": False,', '{"html": True,'),
            ("core/ui/markdown.py", '"html_block", "html_inline", ', ""),
            (
                "core/ui/markdown.py",
                "clean = nh3.clean(",
                "clean = (lambda html, **_rules: html)(",
            ),
        ),
    ),
    Defence(
        (2, 6, 9),
        f"{HERE}/test_hostile_text.py::test_2_6_9_what_is_typed_into_any_form_breaks_nothing_and_comes_back_as_words",
        (
            (
                "config/settings.py",
                '"builtins": ["isegoria.core.ui.templatetags.ui"],',
                '"builtins": ["isegoria.core.ui.templatetags.ui"], "autoescape": False,',
            ),
        ),
    ),
    Defence(
        (3,),
        f"{ROOMS}/core/files/tests/test_uploads.py::test_a_document_is_served_as_a_download_that_can_run_nothing",
        (
            (
                "core/files/views.py",
                "as_attachment=not upload.format.is_image,",
                "as_attachment=False,",
            ),
        ),
    ),
    Defence(
        (4,),
        f"{HERE}/test_doors.py::test_4_5_a_malformed_question_is_answered_as_if_it_had_not_been_asked",
        (
            (
                "core/search/templates/search/search.html",
                'value="{{ query }}"',
                'value="{{ query|safe }}"',
            ),
        ),
    ),
    Defence(
        (5,),
        f"{HERE}/test_doors.py::test_5_nobody_is_led_to_another_site",
        (
            (
                "commons/posts/act_views.py",
                "here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())",
                "here = True",
            ),
        ),
    ),
    Defence(
        (8,),
        f"{HERE}/test_doors.py::test_8_a_hidden_column_neither_filters_nor_orders",
        (
            ("commons/posts/lists.py", "order=order if order in ORDERS else FAIR,", "order=order,"),
            ("commons/posts/lists.py", "if asked.order not in orders:", "if False:"),
            (
                "commons/posts/lists.py",
                "order=LISTED[order], size=PAGE_SIZE",
                "order=LISTED.get(order, (order,)), size=PAGE_SIZE",
            ),
        ),
    ),
    Defence(
        (9,),
        f"{HERE}/test_doors.py::test_9_a_search_is_words_and_never_a_statement",
        (
            (
                "core/search/engines.py",
                "for term in query_terms(query, language)",
                'for term in [Term(query, "")]',
            ),
            ("core/search/engines.py", "else f'\"{term.stem}\"'", "else term.stem"),
            ("core/search/engines.py", "else f\"'{term.stem}'\"", "else term.stem"),
        ),
    ),
    Defence(
        (10, 12, 13),
        f"{_TABLE}[assembly]",
        (
            ("core/routes.py", "    if decision.hidden:\n        raise Http404\n", ""),
            ("core/routes.py", "    raise Refused(decision)\n", "    return None\n"),
        ),
    ),
    Defence(
        (10,),
        f"{_TABLE}[lottery]",
        (
            (
                "capabilities/lottery/organiser_views.py",
                "Feature.objects.filter(draw__activity=activity, pk=",
                "Feature.objects.filter(pk=",
            ),
        ),
    ),
    Defence(
        (11,),
        f"{HERE}/test_doors.py::test_11_counters_count_what_everybody_sees",
        (
            (
                "commons/posts/queries.py",
                "activity__process=process, shown=True)",
                "activity__process=process)",
            ),
        ),
    ),
    Defence(
        (11,),
        f"{HERE}/test_doors.py::test_11_a_search_finds_nothing_that_is_not_for_everybody",
        (
            (
                "core/search/query.py",
                "conditions.append(Q(Exists(allowed), source=source.name))",
                "conditions.append(Q(source=source.name))",
            ),
        ),
    ),
    Defence(
        (14,),
        f"{HERE}/test_doors.py::test_14_a_forged_host_is_not_answered",
        (
            (
                "config/settings.py",
                'ALLOWED_HOSTS = env.words("ALLOWED_HOSTS",',
                'ALLOWED_HOSTS = ["*"] or env.words("ALLOWED_HOSTS",',
            ),
        ),
    ),
    Defence(
        (14,),
        f"{HERE}/test_doors.py::test_14_what_a_proxy_would_say_changes_no_address",
        (
            (
                "config/settings.py",
                "DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000",
                "DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000\nUSE_X_FORWARDED_HOST = True",
            ),
        ),
    ),
    Defence(
        (15,),
        f"{ROOMS}/core/exports/tests/test_views.py::test_a_private_export_is_refused_to_others_and_kept_by_nobody",
        (
            (
                "core/exports/views.py",
                "return page(export.policy, load=load)(_view)",
                'return page(Policy("open", "", policies.EVERYONE), load=load)(_view)',
            ),
            (
                "core/exports/views.py",
                "from isegoria.core.policy import Policy\n",
                "from isegoria.core import policy as policies\nfrom isegoria.core.policy import Policy\n",
            ),
        ),
    ),
    Defence(
        (16,),
        f"{HERE}/test_hostile_text.py::test_16_a_formula_in_a_text_is_words_in_the_spreadsheet",
        (
            ("kernel/tabular/guard.py", 'value = f"\'{value}"', "pass"),
            ("kernel/tabular/guard.py", 'return f"{found[0]}\'"', "return found[0]"),
        ),
    ),
    Defence(
        (16,),
        f"{HERE}/test_hostile_text.py::test_16_an_export_holds_neither_people_nor_what_is_not_public",
        (
            (
                "commons/posts/queries.py",
                "activity__process=process, shown=True)",
                "activity__process=process)",
            ),
        ),
    ),
    Defence(
        (17,),
        f"{HERE}/test_doors.py::test_17_every_change_asks_for_the_token_of_the_page",
        (("config/settings.py", '    "django.middleware.csrf.CsrfViewMiddleware",\n', ""),),
    ),
    Defence(
        (17,),
        f"{HERE}/test_routes.py::test_17_a_door_refuses_the_methods_it_does_not_declare",
        (
            (
                "core/routes.py",
                "allowed = require_http_methods(list(methods))(guarded)",
                "allowed = guarded",
            ),
        ),
    ),
    Defence(
        (17,),
        f"{_TABLE}[plain]",
        (
            (
                "commons/posts/lists.py",
                'order, by = question.get("order", ""), question.get("by", "")',
                'order, by = question.get("order", ""), "" * Post.objects.update(title="x")',
            ),
        ),
    ),
    Defence(
        (19,),
        f"{HERE}/test_doors.py::test_19_an_old_invitation_opens_nothing",
        (
            (
                "commons/processes/policies.py",
                "test=lambda ask: ask.obj.expires_at > ask.now,",
                "test=lambda ask: True,",
            ),
        ),
    ),
    Defence(
        (20,),
        f"{ROOMS}/commons/people/tests/test_sign_up.py::test_known_and_unknown_addresses_see_the_same_pages",
        (
            (
                "config/settings.py",
                "ACCOUNT_PREVENT_ENUMERATION = True",
                "ACCOUNT_PREVENT_ENUMERATION = False",
            ),
        ),
    ),
    Defence(
        (21,),
        f"{HERE}/test_doors.py::test_21_no_page_fetches_an_address_that_somebody_gave",
        (
            (
                "core/minute.py",
                "from collections.abc import Callable, Hashable\n",
                "import urllib.request\nfrom collections.abc import Callable, Hashable\n",
            ),
        ),
    ),
    Defence(
        (22,),
        f"{ROOMS}/commons/people/tests/test_door.py::test_the_address_a_proxy_gives_is_believed_only_where_there_is_a_proxy",
        (
            (
                "config/settings.py",
                "ALLAUTH_TRUSTED_PROXY_COUNT = 0",
                "ALLAUTH_TRUSTED_PROXY_COUNT = 1",
            ),
        ),
    ),
    Defence(
        (23,),
        f"{HERE}/test_doors.py::test_23_a_body_of_ten_megabytes_and_ten_thousand_fields_are_refused",
        (
            (
                "config/settings.py",
                "DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024",
                "DATA_UPLOAD_MAX_MEMORY_SIZE = None",
            ),
            (
                "config/settings.py",
                "DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000",
                "DATA_UPLOAD_MAX_NUMBER_FIELDS = None",
            ),
        ),
    ),
    Defence(
        (25,),
        f"{ROOMS}/core/journal/tests/test_verify.py::test_rows_taken_away_or_renumbered",
        (
            (
                "core/journal/verify.py",
                "EpochWalk(epoch, last.size if last else 0, report).run()",
                "EpochWalk(epoch, 0, report).run()",
            ),
        ),
    ),
)
IN_THE_TEST = {
    18: "tests/attacks/test_races.py: each race is run again with its lock, or its constraint, taken away"
}
"""Attacks whose tests take the defence out themselves, every time."""
