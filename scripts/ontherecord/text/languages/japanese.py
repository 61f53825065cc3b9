"""Japanese."""

from __future__ import annotations

from ..words import find_signs
from .language import Language, split_words

JAPANESE = Language(
    name="Japanese",
    tag="ja",
    questions=split_words("問 質問 記者 質疑 記者団 質問者"),
    answers=split_words("答 回答 答弁"),
    chairs=split_words("議長 委員長 司会 司会者 幹事 事務局"),
    interpreters=split_words("通訳"),
    fields=split_words("日時 会場 場所 出席者 記録作成 日付 更新日"),
    places=split_words("会場 場所"),
    asks="？?",
    question_words=("か",),
    find_words=find_signs,
    spaced=False,
)
