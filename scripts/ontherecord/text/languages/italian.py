"""Italian."""

from __future__ import annotations

from .language import QUESTION_MARK, Language, split_words

ITALIAN = Language(
    name="Italian",
    tag="it",
    questions=split_words("domanda giornalista d"),
    answers=split_words("risposta r"),
    chairs=split_words("moderatore moderatrice"),
    presidents=split_words("presidente"),
    titles=split_words("sig signor signora"),
    roles=split_words("presidente ministro ministra sindaco sindaca"),
    function=split_words(
        "al alla anche che chi ci come con così cosa dal e è ha hanno ho il in io ma mi molto ne nel nella"
        " noi non o per perché più quando quello questa questo se si sono su tra un una"
    ),
    places=split_words("luogo"),
    events=split_words("conferenza stampa intervista dichiarazioni discorso seduta"),
    asks=QUESTION_MARK,
    after=frozenset(["dopo"]),
    abbreviations=frozenset(["Sig.", "Sig.ra", "Dott.", "Prof.", "On.", "Avv.", "Ing.", "S."]),
    numbered=frozenset(["n.", "art.", "Art.", "p."]),
)
