"""Words are compared as readers compare them, whatever the typography."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isegoria.kernel.text import (
    Term,
    excerpt,
    highlight,
    index_text,
    normalise,
    query_terms,
    tokens,
)
from isegoria.kernel.text.index import MAX_BYTES, MAX_QUERY_TERMS, MAX_TERMS

SAME_IN_FRENCH = [
    "mesure mesures MESURÉE mesurées mesuré",
    "éducation education Éducations ÉDUCATION e\u0301ducation",
    "citoyen citoyens citoyenne citoyennes citoyen·ne·s citoyen.ne.s CITOYEN·NE·S citoyen(ne)s",
    "citoyen•ne•s citoyen‧ne‧s citoyen/ne/s citoyen-ne-s",
    "habitant habitants habitantes habitant(e)s habitant·es habitant-e-s habitant·e·s",
    "directeur directrices directeur·rice·s directeur.trice directeur(rice)s",
    "conseiller conseillers conseillère conseillères conseiller·ère·s",
    "élu elue élus élu·e·s élu(e)s élues",
    "participant participantes participant·e·x·s",
    "acteur actrice acteur/rice acteurs",
    "actif active actif·ve·s actives",
    "heureux heureuse heureux·se",
    "chanteur chanteuse chanteur·euse·s",
    "auteur auteure auteur·e·s",
    "école d'école l’École qu'écoles L\u2032école",
    "œuvre oeuvre œuvres ŒUVRES",
    "travail travaux",
    "enjeu enjeux",
    "vœu voeux",
    "bureau bureaux",
    "journal journaux",
    "national nationale nationaux",
    "idée idées idees",
    "finance ﬁnances",
]


@pytest.mark.parametrize("words", SAME_IN_FRENCH)
def test_the_forms_of_a_french_word_are_one_term(words):
    assert len({tuple(tokens(word, "fr")) for word in words.split()}) == 1
    assert len(tokens(words.split()[0], "fr")) == 1


@pytest.mark.parametrize(
    "words",
    ["measure measures measured", "policy policies", "citizen citizens citizen's citizen(s)"],
)
def test_the_forms_of_an_english_word_are_one_term(words):
    assert len({tuple(tokens(word, "en")) for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("heure", "heurter"), ("transport", "transparent"), ("école", "écologie")],
)
def test_different_words_stay_different(one, other):
    assert tokens(one, "fr") != tokens(other, "fr")


def test_stop_words_and_elisions_say_nothing():
    assert tokens("Qu'est-ce que c'est, l'eau ?", "fr") == ["eau"]
    assert tokens("We don't want the water", "en") == ["want", "water"]
    assert tokens("et/ou", "fr") == []


def test_words_that_take_a_side_are_kept():
    assert tokens("contre", "fr")
    assert tokens("sans", "fr")
    assert tokens("against", "en")


def test_what_only_looks_inclusive_keeps_its_words():
    assert tokens("beans/rice", "en") == ["bean", "rice"]
    assert tokens("Fin.Les gens", "fr") == ["fin", "gen"]
    assert tokens("porte-clés", "fr") == tokens("porte clés", "fr")


def test_an_unknown_language_is_an_error():
    for function in (tokens, index_text):
        with pytest.raises(ValueError, match="'xx'"):
            function("word", "xx")


def test_normalise_reads_typography_away():
    assert (
        normalise("L’Œuvre d'Émile — “ﬁn” ＡＢＣ naïve\u00a0!") == "l oeuvre d emile fin abc naive"
    )


TEXT = st.text() | st.text(alphabet="aéœsx·.-()/’ ￼\0🂡ßİſǅ\u0301Ⅷ½ﷺ𝔘한日", max_size=80)


@settings(deadline=None)
@given(TEXT)
def test_normalising_twice_changes_nothing_more(text):
    assert normalise(normalise(text)) == normalise(text)


@settings(deadline=None)
@given(TEXT, st.sampled_from(["fr", "en"]))
def test_terms_are_plain_and_never_repeated(text, language):
    terms = index_text(text, language).split(" ") if index_text(text, language) else []
    assert len(terms) == len(set(terms))
    assert set(terms) == set(tokens(text, language))
    for term in terms:
        assert not set(term) & set(" \t\n\0'\"\\%_*:&|!()")


@settings(deadline=None)
@given(st.lists(st.sampled_from(["éducation", "mesures", "l'eau", "citoyen·ne·s", "vélo"])))
def test_accents_case_and_form_do_not_matter(words):
    text = " ".join(words)
    assert tokens(text, "fr") == tokens(text.upper(), "fr")
    assert tokens(text, "fr") == [t for word in words for t in tokens(normalise(word), "fr")]


@settings(deadline=None)
@given(TEXT, TEXT, st.sampled_from(["fr", "en"]))
def test_every_text_answers_a_query_made_of_its_own_words(before, text, language):
    terms = query_terms(text, language)
    indexed = index_text(f"{before} {text[:300]}", language).split()
    assert all(any(term.matches(token) for token in indexed) for term in terms)


@settings(deadline=None)
@given(TEXT, st.sampled_from(["fr", "en"]))
def test_a_query_is_bounded_and_never_an_error(text, language):
    terms = query_terms(text * 20, language)
    assert len(terms) <= MAX_QUERY_TERMS
    assert [term.stem for term in terms] == list(dict.fromkeys(term.stem for term in terms))


def test_the_last_word_may_be_unfinished():
    assert query_terms("mesures éducat", "fr") == (Term("mesur"), Term("educat", "educat"))
    assert query_terms("le vélo à", "fr")[-1].prefix == "velo"
    assert query_terms("eau", "fr")[0].prefix == "eau"
    assert query_terms("or", "fr") == (Term("or"),)
    assert query_terms('"le" * AND', "fr") == (Term("and", "and"),)


@pytest.mark.parametrize(
    "hostile",
    ["a" * 10**6, "é" * 10**6, "a·e" * 333_333, "x." * 500_000, "a(" * 500_000, "\0" * 10**6,
     "ﷺ" * 10**6, "a\u0301" * 500_000, "ab-e" * 250_000, "'" * 10**6],
)  # fmt: skip
def test_a_hostile_megabyte_is_read_in_linear_time(hostile):
    assert len(index_text(hostile, "fr")) < 1000
    pieces = excerpt(hostile, query_terms("eau vélo", "fr"), "fr")
    assert sum(len(piece.text) for piece in pieces) < 300


def test_a_megabyte_of_different_words_is_cut_at_the_documented_bounds():
    many = " ".join(f"mot{number}" for number in range(120_000))
    assert len(index_text(many, "fr").split()) == MAX_TERMS
    wide = " ".join("日" * 39 + chr(0x4E00 + number) for number in range(10_000))
    assert MAX_BYTES * 0.9 < len(index_text(wide, "fr").encode()) <= MAX_BYTES


def test_a_word_too_long_is_cut_alike_in_text_and_query():
    (term,) = query_terms("z" * 290, "en")
    assert term.matches(index_text("z" * 5000, "en"))


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def test_an_excerpt_shows_the_original_words():
    text = "Nous voulons des pistes. " * 20 + "L'Éducation des citoyen·ne·s compte." + " Fin." * 50
    pieces = excerpt(text, query_terms("citoyenne educations", "fr"), "fr", width=60)
    assert "L'[Éducation] des [citoyen·ne·s] compte." in shown(pieces)
    assert shown(pieces).startswith("… ")
    assert shown(pieces).endswith(" …")


def test_a_title_is_marked_whole():
    pieces = highlight("Mesures pour l'eau", query_terms("mesure eau", "fr"), "fr")
    assert shown(pieces) == "[Mesures] pour l'[eau]"


def test_without_a_match_the_excerpt_is_the_beginning():
    pieces = excerpt("Un début. " * 40, query_terms("absent", "fr"), "fr", width=30)
    assert shown(pieces).startswith("Un début.")
    assert excerpt("", query_terms("absent", "fr"), "fr") == ()


@settings(deadline=None)
@given(TEXT, TEXT, st.integers(1, 300))
def test_an_excerpt_invents_nothing(text, query, width):
    pieces = excerpt(text, query_terms(query, "fr"), "fr", width=width)
    said = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    assert said in " ".join(text.split())
    assert len(said) <= width
