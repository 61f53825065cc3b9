"""Portuguese."""

from __future__ import annotations

from .language import QUESTION_MARK, Language, split_words

PORTUGUESE = Language(
    name="Portuguese",
    tag="pt",
    questions=split_words("pergunta jornalista repórter"),
    answers=split_words("resposta"),
    presidents=split_words("presidente presidenta"),
    roles=split_words("ministro ministra prefeito prefeita"),
    function=split_words(
        "à ao as até com como dele e é ela ele em então essa esse está eu foi isso já mais mas muito na não"
        " nas nem no nos nós o os ou para pela pelo por porque quando que se sem ser são também tem um uma"
        " você"
    ),
    places=split_words("local"),
    events=split_words("coletiva conferência imprensa entrevista declarações discurso sessão"),
    asks=QUESTION_MARK,
    after=split_words("após depois"),
    abbreviations=frozenset(["Sr.", "Sra.", "Srs.", "Dr.", "Dra.", "Exmo.", "Exma.", "V.Exa."]),
    numbered=frozenset(["n.º.", "art.", "Art.", "p."]),
)
