"""Chinese."""

from __future__ import annotations

from ..words import find_signs
from .language import Language, split_words

CHINESE = Language(
    name="Chinese",
    tag="zh",
    questions=split_words("问 問 记者 記者 提问 提問 质询 質詢 质问 質問 问题 問題"),
    answers=split_words("答 答复 答覆 回答"),
    chairs=split_words("主席 主持人 议长 議長 立法會主席 代理主席"),
    interpreters=split_words("翻译 翻譯 傳譯員"),
    fields=split_words(
        "时间 時間 日期 地点 地點 來源 来源 主題 主题 出席 出席者 編輯 编辑 責任編輯 责任编辑"
    ),
    places=split_words("地点 地點"),
    asks="？?",
    question_words=("吗", "嗎", "呢"),
    date_words={"日": ("号", "號")},
    find_words=find_signs,
    spaced=False,
)
