"""The few words of each language that a transcript's furniture is made of: the one place to add a language.

Nothing here is needed to find a speaker: labels are found by their shape and recurrence. The words only say
what a label stands for (a question, the chair) and how a date is written.
"""

from __future__ import annotations

from dataclasses import dataclass

from .words import MONTHS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


@dataclass(frozen=True)
class Language:
    """Words of one language, in lower case.

    `questions` and `answers` are labels of who asks and answers; `chairs` of who gives the floor,
    `presidents` of who may; `hosts` of who asks in a conversation; `interpreters` of who speaks for another.
    `titles` stand before a name, `roles` are offices that stand for one.
    `fields` begin a line of a head ("Subject: …"), `places` one that names the place; `events` are what
    transcripts are of. `function` words begin phrases and no names. `months` are the twelve names, each with
    its forms.
    """

    name: str
    questions: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    chairs: frozenset[str] = frozenset()
    presidents: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    interpreters: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    function: frozenset[str] = frozenset()
    months: tuple[tuple[str, ...], ...] = ()


def _months(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(month.split("/")) for month in text.casefold().split())


ENGLISH = Language(
    name="English",
    questions=_words(
        "q question questions questioner reporter reporters journalist media press correspondent"
    ),
    answers=_words("a answer reply response witness"),
    chairs=_words(
        "chair chairman chairwoman chairperson moderator operator speaker clerk facilitator emcee mc"
        " introducer announcer"
    ),
    presidents=_words("president court mayor spokesperson spokesman spokeswoman justice judge"),
    hosts=_words("host interviewer anchor"),
    interpreters=_words("interpreter translator"),
    titles=_words(
        "mr mrs ms miss mx dr prof professor sir dame lord lady baroness hon rt senator"
        " representative rep sen congressman congresswoman chairman chairwoman chair secretary"
        " president minister justice judge"
        " mayor governor general admiral captain colonel ambassador commissioner director king queen prince"
        " princess pope father vice deputy speaker officer chief councillor councilor councilmember council"
        " member member's prime"
    ),
    roles=_words(
        "president minister secretary chair chairman chairwoman chairperson speaker mayor governor chancellor"
        " commissioner spokesperson spokesman spokeswoman ambassador judge justice court clerk witness"
        " defendant counsel director general officer operator moderator host interviewer member members"
        " senator voice audience crowd participant panelist panellist narrator student analyst attorney"
        " foreman juror king queen prince pope chief deputy leader premier staff official delegate"
        " representative"
    ),
    fields=_words(
        "place date time location venue subject subjects topic topics theme themes speakers participants"
        " present"
        " source contact note notes editor's editor from to cc published delivered updated posted tags title"
        " subtitle author authors duration contents appearances attendees agenda transcript translation video"
        " audio photo photos caption captions copyright url link links keywords category issued embargoed"
        " re ref reference summary length recorded filed attending absent session page image credit credits"
    ),
    function=_words(
        "a about above after again all also although an and another any are as at be because been before"
        " both but by can clearly concerning could dear did do does each either every everyone few finally"
        " first for four fourth from furthermore had has have he hello here hers his how however i i'd i'll"
        " i'm i've if in indeed is it it's its last lastly later let like look many maybe meanwhile mine"
        " more moreover most much must my neither never next no nobody none nor not nothing now of okay ok on"
        " once one only or other others our out over perhaps please point question rather regarding remember"
        " right said say second secondly see several she should simply since so some sorry still such sure"
        " tell thank thanks that that's the their them then there therefore these they thing third thirdly"
        " this those three through thus today tomorrow tonight true two under until upon was we well were"
        " what when where which while who whom whose why will with without would yes yesterday yet you your"
        " good great fine yeah"
    ),
    months=(
        *((name.casefold(), name[:3].casefold()) for name in MONTHS[:8]),
        *(("september", "sept", "sep"), ("october", "oct"), ("november", "nov"), ("december", "dec")),
    ),
    places=_words("place location venue"),
    events=_words(
        "press news conference briefing briefings gaggle remarks statement interview transcript debate"
        " session meeting hearing speech address call questions answers office department house council"
        " committee ministry release part episode day updated published issued released posted page volume"
    ),
)
FRENCH = Language(
    name="French",
    questions=_words("question journaliste q"),
    answers=_words("réponse r témoin"),
    chairs=_words("modérateur modératrice"),
    presidents=_words("président présidente animateur animatrice"),
    hosts=_words("intervieweur intervieweuse"),
    interpreters=_words("interprète traducteur traductrice"),
    titles=_words("m mm mme mlle monsieur madame mes maître"),
    roles=_words("président présidente ministre secrétaire premier première porte-parole maire témoin"),
    fields=_words("lieu date thème thèmes sujet participants objet"),
    function=_words(
        "alors au aussi aux avec car ce ces cela comme dans de des donc du elle en enfin est et ici il ils je"
        " mais merci ne non nous on ou où oui par pas pour puis quand que qui quoi sans se si sur tout tous"
        " une un voici voilà vous bonjour"
    ),
    months=_months(
        "janvier/janv février/févr/fevrier mars avril/avr mai juin juillet/juil août/aout septembre/sept"
        " octobre/oct novembre/nov décembre/déc/decembre"
    ),
    places=_words("lieu"),
    events=_words(
        "conférence point presse communiqué déclaration déclarations entretien discours séance ministère"
    ),
)
GERMAN = Language(
    name="German",
    questions=_words("frage zusatzfrage zusatz nachfrage zuruf journalist journalistin reporter reporterin"),
    answers=_words("antwort zeuge zeugin"),
    chairs=_words(
        "vorsitzender vorsitzende vors moderator moderatorin vizepräsident vizepräsidentin alterspräsident"
        " alterspräsidentin"
    ),
    presidents=_words("präsident präsidentin sprecher sprecherin"),
    hosts=_words("moderation interviewer interviewerin"),
    interpreters=_words("dolmetscher dolmetscherin übersetzer übersetzerin"),
    titles=_words("herr frau dr prof sts bk bk'in bm bm'in bundesminister bundesministerin staatssekretär"),
    roles=_words(
        "bundeskanzler bundeskanzlerin minister ministerin sprecher sprecherin präsident präsidentin"
    ),
    fields=_words("thema themen ort datum sprecher zeit beginn ende uhrzeit teilnehmer betreff"),
    function=_words(
        "aber als also am an auch auf aus bei bis da dann das dass dem den denn der des die doch drittens"
        " ein eine er erstens es für gilt hat ich im in ist ja man mit nach nein nicht noch nun nur ob oder"
        " sie sind so über um und uns unser von vor war was weil wenn wer wie wir zu zum zur zweitens danke"
    ),
    months=_months(
        "januar/jan/jänner februar/feb märz/mär/maerz april/apr mai juni/jun juli/jul august/aug"
        " september/sept/sep oktober/okt november/nov dezember/dez"
    ),
    places=_words("ort"),
    events=_words(
        "pressekonferenz regierungspressekonferenz pressestatements mitschrift sitzung rede interview stand"
    ),
)
SPANISH = Language(
    name="Spanish",
    questions=_words("pregunta periodista p interlocutor interlocutora reportero reportera"),
    answers=_words("respuesta r"),
    chairs=_words("moderador moderadora presentador presentadora"),
    presidents=_words("presidente presidenta portavoz"),
    hosts=_words("entrevistador entrevistadora"),
    interpreters=_words("intérprete traductor traductora"),
    titles=_words("sr sra srta señor señora don doña"),
    roles=_words("presidente presidenta ministro ministra portavoz alcalde alcaldesa secretario secretaria"),
    fields=_words("lugar fecha tema temas asunto"),
    function=_words(
        "así como con cuando de del desde el ella en es esta este hay la las lo los más muy no nosotros o"
        " para"
        " pero por porque que qué se sí si sin sobre su también un una y ya yo gracias bueno"
    ),
    months=_months(
        "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago"
        " septiembre/setiembre/sept octubre/oct noviembre/nov diciembre/dic"
    ),
    places=_words("lugar"),
    events=_words("rueda conferencia prensa comparecencia entrevista declaraciones discurso sesión"),
)
RUSSIAN = Language(
    name="Russian",
    questions=_words("вопрос в реплика журналист журналистка корреспондент корр из"),
    answers=_words("ответ о свидетель"),
    chairs=_words("ведущий ведущая модератор председательствующий"),
    presidents=_words("председатель президент"),
    hosts=_words("интервьюер"),
    interpreters=_words("переводчик переводчица перевод"),
    titles=_words("господин госпожа г-н г-жа"),
    roles=_words("президент министр председатель секретарь представитель посол губернатор мэр свидетель"),
    fields=_words("тема темы место дата время участники источник"),
    function=_words(
        "а без был была было в вот все всё вы да для до его ее если есть еще ещё же за и из или их к как"
        " когда который мы на не нет но о об он она они от по потому при с сегодня так там то тоже только"
        " у уже что это этот я во-первых во-вторых спасибо"
    ),
    months=_months(
        "января/январь/янв февраля/февраль/фев марта/март/мар апреля/апрель/апр мая/май июня/июнь"
        " июля/июль августа/август/авг сентября/сентябрь/сен октября/октябрь/окт ноября/ноябрь/ноя"
        " декабря/декабрь/дек"
    ),
    places=_words("место"),
    events=_words(
        "брифинг пресс-конференция заявление стенограмма интервью выступление ответы встреча заседание"
    ),
)
ITALIAN = Language(
    name="Italian",
    questions=_words("domanda giornalista d"),
    answers=_words("risposta r"),
    chairs=_words("moderatore moderatrice"),
    presidents=_words("presidente"),
    titles=_words("sig signor signora"),
    roles=_words("presidente ministro ministra sindaco sindaca"),
    function=_words(
        "al alla anche che chi ci come con così cosa dal e è ha hanno ho il in io ma mi molto ne nel nella"
        " noi non o per perché più quando quello questa questo se si sono su tra un una"
    ),
    months=_months(
        "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago"
        " settembre/set ottobre/ott novembre/nov dicembre/dic"
    ),
    places=_words("luogo"),
    events=_words("conferenza stampa intervista dichiarazioni discorso seduta"),
)
PORTUGUESE = Language(
    name="Portuguese",
    questions=_words("pergunta jornalista repórter"),
    answers=_words("resposta"),
    presidents=_words("presidente presidenta"),
    roles=_words("ministro ministra prefeito prefeita"),
    function=_words(
        "à ao as até com como dele e é ela ele em então essa esse está eu foi isso já mais mas muito na não"
        " nas nem no nos nós o os ou para pela pelo por porque quando que se sem ser são também tem um uma"
        " você"
    ),
    months=_months(
        "janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul agosto/ago setembro/set"
        " outubro/out novembro/nov dezembro/dez"
    ),
    places=_words("local"),
    events=_words("coletiva conferência imprensa entrevista declarações discurso sessão"),
)
UKRAINIAN = Language(
    name="Ukrainian",
    questions=_words("запитання питання журналіст журналістка"),
    answers=_words("відповідь"),
    chairs=_words("ведучий ведуча модератор"),
    months=_months("січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"),
    places=_words("місце"),
    events=_words("брифінг прес-конференція заява стенограма інтерв’ю виступ"),
)
ARABIC = Language(
    name="Arabic",
    questions=_words("سؤال السؤال صحفي صحفية الصحفي"),
    answers=_words("جواب الجواب"),
    function=_words("على في من إلى عن أن إن لا ما هذا هذه ذلك تلك ثم أو بعد قبل بين كل عند مع هو هي لقد قد"),
    months=_months(
        "يناير فبراير مارس أبريل/ابريل مايو يونيو/يونيه يوليو/يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
    ),
)
CHINESE = Language(
    name="Chinese",
    questions=_words("问 問 记者 記者 提问 提問 质询 質詢 质问 質問 问题 問題"),
    answers=_words("答 答复 答覆 回答"),
    chairs=_words("主席 主持人 议长 議長 立法會主席 代理主席"),
    interpreters=_words("翻译 翻譯 傳譯員"),
    fields=_words("时间 時間 日期 地点 地點 來源 来源 主題 主题 出席 出席者 編輯 编辑 責任編輯 责任编辑"),
    places=_words("地点 地點"),
)
JAPANESE = Language(
    name="Japanese",
    questions=_words("問 質問 記者 質疑 記者団 質問者"),
    answers=_words("答 回答 答弁"),
    chairs=_words("議長 委員長 司会 司会者 幹事 事務局"),
    interpreters=_words("通訳"),
    fields=_words("日時 会場 場所 出席者 記録作成 日付 更新日"),
    places=_words("会場 場所"),
)
KOREAN = Language(
    name="Korean",
    questions=_words("질문 기자 문"),
    answers=_words("답변 답"),
    chairs=_words("의장 위원장 사회자"),
    interpreters=_words("통역"),
    fields=_words("일시 장소 날짜 참석자"),
    places=_words("장소"),
)

LANGUAGES = (
    *(ENGLISH, FRENCH, GERMAN, SPANISH, RUSSIAN, ITALIAN, PORTUGUESE, UKRAINIAN),
    *(ARABIC, CHINESE, JAPANESE, KOREAN),
)


def _all(of: str) -> frozenset[str]:
    return frozenset().union(*(getattr(language, of) for language in LANGUAGES))


QUESTIONS = _all("questions")
ANSWERS = _all("answers")
CHAIRS = _all("chairs")
PRESIDENTS = _all("presidents")
HOSTS = _all("hosts")
INTERPRETERS = _all("interpreters")
TITLES = _all("titles")
ROLES = _all("roles") | CHAIRS | PRESIDENTS | HOSTS | INTERPRETERS
PLACES = _all("places")
FIELDS = _all("fields") | PLACES
#: What stands before a date and makes it no place.
NO_PLACE = _all("events") | FIELDS | ROLES | TITLES | _all("function")
FUNCTION = _all("function")
#: The number of a month by each of its forms.
MONTH_NUMBERS = {
    form: number
    for language in LANGUAGES
    for number, forms in enumerate(language.months, start=1)
    for form in forms
}
#: How the label of a person ends in scripts without capitals: office, or who asks.
#: What the label of a chair holds in such scripts.
#: Of those who ask, the persons; and what tells one of them from another.
ASKERS = frozenset(["reporter", "journalist", "correspondent", "questioner"])
ORDINALS = frozenset(["first", "second", "third", "fourth", "fifth", "another", "unidentified", "unknown"])
#: Where a question came from, in place of who put it.
CALLS = frozenset(["из зала", "вопрос из зала", "реплика из зала", "с места"])
SIGNS_OF_CHAIRS = ("主席", "議長", "议长", "委員長", "委员长", "主持人", "司会", "의장", "위원장")
SUFFIXES_OF_ASKERS = ("记者", "記者", "기자")
SUFFIXES_OF_OFFICES = (
    *("議員", "议员", "主席", "局長", "局长", "司長", "司长", "部長", "部长", "院長", "院长", "總統", "总统"),
    *(
        "總理",
        "总理",
        "發言人",
        "发言人",
        "大臣",
        "知事",
        "長官",
        "行政長官",
        "先生",
        "女士",
        "議長",
        "委員長",
    ),
    *("委員", "参考人", "首相", "会長", "社長", "市長", "대변인", "장관", "의원", "위원장", "대통령", "차관"),
)
