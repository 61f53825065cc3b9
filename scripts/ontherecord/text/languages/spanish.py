"""Spanish."""

from __future__ import annotations

from .language import QUESTION_MARK, Language, split_words

SPANISH = Language(
    name="Spanish",
    tag="es",
    questions=split_words("pregunta periodista p interlocutor interlocutora reportero reportera"),
    answers=split_words("respuesta r"),
    chairs=split_words("moderador moderadora presentador presentadora"),
    presidents=split_words("presidente presidenta portavoz"),
    hosts=split_words("entrevistador entrevistadora"),
    interpreters=split_words("intérprete traductor traductora"),
    titles=split_words("sr sra srta señor señora don doña"),
    roles=split_words(
        "presidente presidenta ministro ministra portavoz alcalde alcaldesa secretario secretaria"
    ),
    fields=split_words("lugar fecha tema temas asunto"),
    function=split_words(
        "así como con cuando de del desde el ella en es esta este hay la las lo los más muy no nosotros o"
        " para"
        " pero por porque que qué se sí si sin sobre su también un una y ya yo gracias bueno"
    ),
    places=split_words("lugar"),
    events=split_words("rueda conferencia prensa comparecencia entrevista declaraciones discurso sesión"),
    asks=QUESTION_MARK,
    after=split_words("después tras"),
    abbreviations=frozenset(
        ["Sr.", "Sra.", "Srta.", "Sres.", "Dr.", "Dra.", "Ud.", "Uds.", "D.", "Dña.", "p.ej."]
    ),
    numbered=frozenset(["núm.", "Núm.", "art.", "Art.", "n.º."]),
    month_spellings={"setiembre": 9},
    date_words={"de": ("del",)},
)
