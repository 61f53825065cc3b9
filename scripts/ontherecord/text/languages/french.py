"""French."""

from __future__ import annotations

from .language import QUESTION_MARK, Language, split_words

FRENCH = Language(
    name="French",
    tag="fr",
    questions=split_words("question journaliste q"),
    answers=split_words("réponse r témoin"),
    chairs=split_words("modérateur modératrice"),
    presidents=split_words("président présidente animateur animatrice"),
    hosts=split_words("intervieweur intervieweuse"),
    interpreters=split_words("interprète traducteur traductrice"),
    titles=split_words("m mm mme mlle monsieur madame mes maître"),
    roles=split_words("président présidente ministre secrétaire premier première porte-parole maire témoin"),
    fields=split_words("lieu date thème thèmes sujet participants objet"),
    function=split_words(
        "alors au aussi aux avec car ce ces cela comme dans de des donc du elle en enfin est et ici il ils je"
        " mais merci ne non nous on ou où oui par pas pour puis quand que qui quoi sans se si sur tout tous"
        " une un voici voilà vous bonjour"
    ),
    places=split_words("lieu"),
    events=split_words(
        "conférence point presse communiqué déclaration déclarations entretien discours séance ministère"
    ),
    asks=QUESTION_MARK,
    after=frozenset(["après"]),
    abbreviations=frozenset(["M.", "MM.", "Me.", "Dr.", "Pr.", "St.", "Ste.", "cf.", "p. ex.", "env."]),
    numbered=frozenset(["art.", "Art.", "no.", "No.", "n°.", "p."]),
    month_spellings={"fevrier": 2, "aout": 8, "decembre": 12},
)
