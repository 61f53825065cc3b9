"""Korean."""

from __future__ import annotations

from .language import Language, split_words

#: What is written together with the word before it: of, to, from, with, also, and who does or suffers.
_PARTICLES = "은 는 이 가 을 를 의 에 에서 에게 와 과 로 으로 도 만"


def inflect(word: str) -> tuple[str, ...]:
    """A word alone and with each particle."""
    return (word, *(word + particle for particle in _PARTICLES.split()))


KOREAN = Language(
    name="Korean",
    tag="ko",
    questions=split_words("질문 기자 문"),
    answers=split_words("답변 답"),
    chairs=split_words("의장 위원장 사회자"),
    interpreters=split_words("통역"),
    fields=split_words("일시 장소 날짜 참석자"),
    places=split_words("장소"),
    asks="?？",
    question_words=("까",),
    inflect=inflect,
)
