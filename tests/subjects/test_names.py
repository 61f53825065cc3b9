"""Names in a text: pairs of a text and what is found, every mention of the transcript, what always holds.

In the pairs, [brackets] stand around what is found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from corpus import REAL_SLUG, ROOT, list_problems
from hypothesis import example, given
from hypothesis import strategies as st
from ontherecord.archive.model import Archive
from ontherecord.data.definitions import EntitiesFile, Entity, EntityKind, Reference
from ontherecord.data.yamlfile import load_yaml
from ontherecord.subjects.names import NameFinder, find_mentions
from ontherecord.text.locate import find_decided


def name(entity_id: str, kind: str, *forms: str, **more: Sequence[str]) -> Entity:
    """An entity of these forms, the first of which is its name."""
    rest = {key: tuple(value) for key, value in more.items()}
    about = {"id": entity_id, "kind": EntityKind(kind), "name": forms[0], "description": "Of the tests."}
    return Entity.model_validate({**about, "aliases": forms[1:], **rest})


#: Names that share words with each other, with other names, and with ordinary words.
NAMES = NameFinder(
    [
        name("minsk", "place", "Minsk"),
        name("minsk-group", "format", "OSCE Minsk Group", "Minsk Group"),
        name("minsk-agreements", "document", "Minsk Agreements"),
        name("nice", "place", "Nice", ordinary=["Nice"]),
        name("georgia", "place", "Georgia"),
        name("turkey", "place", "Turkey", "Türkiye"),
        name("jordan", "place", "Jordan"),
        name("sudan", "place", "Sudan"),
        name("guinea", "place", "Guinea"),
        name("moscow", "place", "Moscow"),
        name("syria", "place", "Syrian Arab Republic", "Syria"),
        name(
            "syrian-government", "organisation", "Government of the Syrian Arab Republic", "Syrian Government"
        ),
        name("us", "place", "United States of America", "United States", "US", "U.S."),
        name("russia", "place", "Russian Federation", "Russia"),
        name("nato", "organisation", "NATO"),
        name("council", "format", "NATO-Russia Council", "Russia-NATO Council"),
        name("un", "organisation", "United Nations", "UN"),
        name(
            "security-council",
            "organisation",
            "United Nations Security Council",
            "UN Security Council",
            "Security Council",
        ),
        name(
            "resolution",
            "document",
            "Security Council resolution 2254",
            "UN Security Council Resolution 2254",
        ),
        name("resolution-2268", "document", "Security Council resolution 2268 (2016)", "resolution 2268"),
        name("issg", "format", "International Syria Support Group", "ISSG"),
        name("contact-group", "format", "Trilateral Contact Group", "Contact Group"),
        name(
            "envoy",
            "organisation",
            "UN Secretary-General’s Special Envoy for Syria",
            "UN Special Envoy for Syria",
            "Special Envoy for Syria",
        ),
        name(
            "is",
            "group",
            "Islamic State",
            "ISIS",
            "Islamic State in Iraq and the Levant",
            typed=["IS", "Al-Qaeda in Iraq"],
        ),
        name("al-qaida", "group", "Al-Qaida", "Al-Qaeda"),
        name("nusra", "group", "Jabhat al-Nusra"),
        name("iraq", "place", "Iraq"),
        name(
            "kerry", "person", "John Kerry", "Mr Kerry", "Mr. Kerry", "Secretary of State John Kerry", "Kerry"
        ),
        name("assad", "person", "Bashar al-Assad", "President Assad", "al-Assad", "Assad"),
        name("de-mistura", "person", "Staffan de Mistura", "Mr de Mistura", "de Mistura"),
        name("march", "event", "March on Rome", "the March"),
        name("fighters", "group", "mujahedin"),
        name("communique", "document", "Geneva Communiqué"),
        name("ivoire", "place", "Côte d’Ivoire"),
        name("attacks", "event", "9/11 attacks", "9/11"),
    ]
)


def mark(text: str, finder: NameFinder = NAMES, references: Sequence[Reference] = ()) -> str:
    """The text with brackets around what is found."""
    marked = text
    for mention in reversed(find_mentions(text, finder, references)):
        marked = f"{marked[: mention.start]}[{marked[mention.start : mention.end]}]{marked[mention.end :]}"
    return marked


def find(text: str) -> list[str]:
    return [mention.entity for mention in find_mentions(text, NAMES)]


PAIRS = """
# The longest name wins.
[Syria] and the [Syrian Arab Republic]
the [Government of the Syrian Arab Republic] in [Syria]
the [OSCE Minsk Group], the [Minsk Group] and the [Minsk Agreements], in [Minsk]
[UN Security Council Resolution 2254] of the [UN Security Council] of the [UN]
[Secretary of State John Kerry] and [Mr Kerry], [Mr. Kerry], [Kerry]
the [United States of America] is the [United States]
the [Russia-NATO Council] of [NATO] and [Russia]

# Not inside other words.
Syrians, Syriac, NATOs, USA and BUS; [US]
the states united; [United States]
It IS what ISIS2 and ISIS_ are; [ISIS]
Tell us, [US] and let us go
Kerryman, McKerry, O’Kerry and O'Kerry

# Not inside other names.
the Minsk Protocol, the Minsk Process and the Greater Minsk
South Sudan and [Sudan]
Guinea-Bissau, Papua New Guinea and [Guinea]
Mr Jordan Smith, Michael Jordan, and [Jordan]
Hafez al-Assad, Lake Assad; [Assad]
the John Kerry Foundation, Teresa Kerry
Port-Moscow and Moscow-City
the Bank of Georgia and the Treaty of Nice
the Moscow State University in [Moscow]
the UN General Assembly and the [UN]
the US Embassy in [Moscow]
the Russian Federation Council and the [Russian Federation]
the Syria Support Group

# What belongs to nobody’s name.
[US] President Lincoln and [US] Secretary of State Seward
the [NATO] Secretary General, the [Security Council] Resolution
On Friday [Russia] said so; in May [Syria] did
In [Syria] Foreign Minister [Kerry] spoke
[Minsk Group] Co-Chairs
in [Moscow] [John Kerry] said
[Russia]’s [Syria] policy
Presidents [Assad] and Hollande, Ministers [Kerry] and Fabius, Messrs [Kerry] and Fabius
Secretaries [Kerry] and Clinton, Colonel [Assad]

# A form that lacks the first words of the name, given to another: it is not the one that is known.
the [Security Council], the [Security Council]’s members, its President, a [Security Council] member
[Russia]’s Security Council, the President’s Security Council, [Turkey] and its Security Council
the Security Council of the [Russian Federation], the Security Council of Belarus
Security Council Secretary Patrushev, the Security Council’s Secretary, Security Council Deputy Chairman
Mr Patrushev, Secretary of the Security Council, and the Deputy Head of the Security Council
the [Security Council] of the [United Nations], the [UN]’s [Security Council], the [UN Security Council]
today’s [Security Council] meeting; on Monday’s [Security Council] agenda. It’s [Security Council] business
[Russia]’s seat in the [Security Council]; [Russia]’s [UN Security Council] seat
the [Security Council] on Friday, on [Syria], in New York, of which [Russia] is a member
the Contact Group on [Sudan], the Contact Group on Piracy, the Contact Group for Bosnia
the [Sudan] Contact Group, the International Contact Group, [Turkey]’s Contact Group
the [Contact Group] and its subgroups, the [Contact Group] in [Minsk], the [Contact Group] on Friday
[Russia]’s Special Envoy for [Syria], the [US] President’s Special Envoy for [Syria]
the Special Envoy for [Syria] of the Arab League, the Secretary’s Special Envoy for [Syria]
the [UN Secretary-General’s Special Envoy for Syria], the [UN Special Envoy for Syria]
the [UN Secretary General’s Special Envoy for Syria], the Secretary-General’s [Special Envoy for Syria]
the [Special Envoy for Syria] [Staffan de Mistura], the [Special Envoy for Syria] of the [UN]
# It is the one that is known if it begins with a name itself.
[Russia]’s [Minsk Group] Co-Chair, the [US] [Minsk Group] Co-Chair, the [Minsk Group] of the OSCE

# Other groups, called after the one that is known.
Al-Qaeda in the Islamic Maghreb, Al-Qaeda in the Arabian Peninsula, Jabhat al-Nusra in the Greater Maghreb
Al-Qaeda in [Iraq], Al-Qaida of Mesopotamia, Islamic State of [Iraq], Islamic State in Khorasan
the [Islamic State in Iraq and the Levant], [Islamic State] in January, [Al-Qaeda] in its caves
[Jabhat al-Nusra] in [Syria], the [mujahedin] in [Iraq], [Islamic State] in [Iraq], [ISIS] in Raqqa
the People’s Mujahedin of [Iraq], the People’s Mujahedin, [Assad]’s [Islamic State] policy. It’s [Al-Qaeda]

# Other people of the same name.
Mrs Kerry, Mrs. Kerry, Ms Kerry, Ms. Kerry, Miss Kerry, Mr and Mrs Kerry; [Mr Kerry]
President H. Assad, H. Assad, H.B. Assad, Robert F. Kerry, Mr. R. Kerry, Secretary R. Kerry
President B. [Assad], J. [Kerry], J.F. [Kerry], Mr. J. [Kerry], John F. [Kerry]; in the [U.S.] [Kerry] spoke
Mr Jordan, Dr. Jordan, Sir Georgia

# At the start of a sentence.
[Georgia] is a state. [Turkey] is another. [Jordan] too.
Yesterday [Georgia] voted. But [Turkey] did not.
Hafez Assad ruled. Then [Assad] did.
Meanwhile [Russia] voted. Maybe [Syria] did. Sometimes [Turkey] does.
Unfortunately [Russia] left. Recently [Syria] did. But Family Russia. Emily Kerry spoke.

# Words in small letters.
a turkey, a jordan, syria and georgia; [Turkey]
Nice to see you. Nice weather! “Nice work,” he said
yesterday in [Nice], a nice city; from [Nice], France
It was: Nice to see you
Mr March came in March on foot; [March on Rome]
they join [the March] to [Moscow]
[Mujahedin], [mujahedin] and the [MUJAHEDIN]
LET US PRAY

# Hyphens.
[Russia]-[US] dialogue, [US]-[Russia] talks
Russian-US relations, US-Russian relations
anti-[Assad] forces, a post-[Assad] future, pro-[Russia], Anti-[NATO]
the [US]-led coalition and [Moscow]-based diplomats
the intra-Syrian dialogue and the neo-Assad
[US]–[Russia] talks and the [Russia–NATO Council]
a Turkey-2 missile and Kerry-Smith
[Russia]-[US]-[Turkey] talks, a [Russia]-[US]-led group, [Syria]-[Russia]’s
Russia-US-EU talks, EU-Russia-US talks, the Russia-US Business Council
the [Russia NATO Council], the [NATO Russia Council], [al-Assad] and [al Assad]

# Abbreviations with what they stand for.
the [International Syria Support Group (ISSG)] and the [ISSG]
the [ISSG (International Syria Support Group)]
the [International Syria Support Group] (with [US] help)
[Security Council] ([UN])
the [United Nations (“UN”)]

# Possessives, apostrophes, diacritics, other signs.
[Kerry]’s, [Kerry]'s, [Kerry]ʼs, the [United States]’ and the [United States]' vote
[Côte d’Ivoire], [Côte d'Ivoire], [Cote d’Ivoire] and CÔTE D’IVOIRE
the [Geneva Communiqué], the [Geneva Communique]
[Türkiye], [Turkiye]
[Staffan de Mistura], [Mr de Mistura] and [de Mistura]
([Syria]), “[Syria]”, [Syria]: [Syria]; [Syria]!
the [9/11 attacks] and [9/11], not 9/111
on 9/11/2016, on 1/9/11, 1/9/11 attacks, 9/11-12; [9/11]-style; after [9/11]. [Russia] said
US$50, US$ 50 million, US $50 million, U.S.$; the [US]: $50
[Russia]/[US] and [U.S.] troops
me@UN, @NATO, #ISIS, www.UN.org

# The year that a document has in its name.
[Security Council resolution 2268 (2016)], [resolution 2268 (2016)], [resolution 2268]
[resolution 2268] (2015)
[Security Council resolution 2254] (2015)

# Quotation marks.
[Islamic State], so-called “[Islamic State]”

# Nothing.
The Syrian and Russian forces, and American firepower
the Group, the Council, the government

"""


@pytest.mark.parametrize(
    "marked", [line for line in PAIRS.splitlines() if line and not line.startswith("# ")]
)
def test_names_found(marked: str) -> None:
    assert mark(re.sub(r"[\[\]]", "", marked)) == marked


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Government of the Syrian Arab Republic", ["syrian-government"]),
        ("UN Security Council Resolution 2254", ["resolution"]),
        ("UN Security Council resolution 2253", ["security-council"]),
        ("International Syria Support Group (ISSG)", ["issg"]),
        ("Russia-US", ["russia", "us"]),
        ("Bashar al-Assad and the Assad regime", ["assad", "assad"]),
    ],
)
def test_whose_name_it_is(text: str, found: list[str]) -> None:
    assert find(text) == found


def test_diacritics_written_as_signs_of_their_own_are_part_of_the_name() -> None:
    assert mark(unicodedata.normalize("NFD", "In Türkiye, the Geneva Communiqué.")) == unicodedata.normalize(
        "NFD", "In [Türkiye], the [Geneva Communiqué]."
    )


def test_what_readers_only_type_is_not_found() -> None:
    assert find("IS and ISIS") == ["is"]


# --- an editor's word ------------------------------------------------------------------------------------


def reference(words: str, entity: str | None, occurrence: int = 1) -> Reference:
    return Reference(passage="p1", words=words, occurrence=occurrence, entity=entity, reason="Read.")


@pytest.mark.parametrize(
    ("references", "marked"),
    [
        (
            [reference("the Group", "issg")],
            "[the Group] met. [Syria] thanked the Group in [Nice], in [Minsk].",
        ),
        (
            [reference("the Group", "issg", 2)],
            "the Group met. [Syria] thanked [the Group] in [Nice], in [Minsk].",
        ),
        # Kept from being taken for a name, the words around it are not.
        ([reference("Syria", None)], "the Group met. Syria thanked the Group in [Nice], in [Minsk]."),
        (
            [reference("Syria thanked", "issg")],
            "the Group met. [Syria thanked] the Group in [Nice], in [Minsk].",
        ),
        # What is not there changes nothing.
        (
            [reference("the Group", "issg", 3)],
            "the Group met. [Syria] thanked the Group in [Nice], in [Minsk].",
        ),
        ([reference("in Nice", "nice")], "the Group met. [Syria] thanked the Group [in Nice], in [Minsk]."),
    ],
)
def test_an_editor_decides(references: list[Reference], marked: str) -> None:
    found = mark(re.sub(r"[\[\]]", "", marked), references=references)
    assert found == marked


def test_a_shorter_name_beside_an_editors_words_is_still_found() -> None:
    text = "the attack in Nice of the ISSG, in the Minsk Group"
    found = mark(text, references=[reference("Group", "issg")])
    assert found == "the attack in [Nice] of the [ISSG], in the Minsk [Group]"


def test_the_reason_is_kept() -> None:
    mentions = find_mentions("the Group in Syria", NAMES, [reference("the Group", "issg")])
    assert [(item.entity, item.reason) for item in mentions] == [("issg", "Read."), ("syria", None)]


RECORD = f"data/transcripts/{REAL_SLUG}/record.yml"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "words: the Group\n    entity: issg",
            "words: the Grupo\n    entity: issg",
            "the words 'the Grupo' do not stand in p26",
        ),
        (
            "entity: quartet-report",
            "entity: quartet-raport",
            "unknown entity 'quartet-raport'; did you mean 'quartet-report'?",
        ),
        (
            "words: report\n",
            "words: report\n    occurrence: 2\n",
            "'report' stands in p12 only once: mend 'occurrence'",
        ),
        (
            "passage: p12\n    words: report",
            "passage: p99\n    words: report",
            "there is no passage p99: the transcript has p1 to p37",
        ),
        (
            "  - passage: p12\n    words: report",
            "  - passage: p12\n    words: informative report\n    entity: issg\n    reason: A document.\n"
            "  - passage: p12\n    words: report",
            "has words of 'report' too: keep one of them",
        ),
        # No rule finds a name in these words, and one finds this name without it.
        ("    entity: quartet-report\n", "", "the entry on 'report' of p12 changes nothing"),
        (
            "  - passage: p20\n    words: yesterday’s terrorist attack\n    entity: nice-attack",
            "  - passage: p20\n    words: Nice\n    entity: nice",
            "the entry on 'Nice' of p20 changes nothing: the rules find the same without it, so drop it",
        ),
    ],
)
def test_a_reference_that_fits_nothing_is_a_problem(real: Path, old: str, new: str, problem: str) -> None:
    path = real / RECORD
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    problems = [line for line in list_problems(real) if line.startswith(RECORD)]
    assert len(problems) == 1, problems
    assert problem in problems[0]
    line = int(problems[0].split(":")[1])
    assert re.search(r"words|entity|passage", path.read_text(encoding="utf-8").splitlines()[line - 1])


def test_a_name_that_nobody_mentions_is_a_problem(real: Path) -> None:
    path = real / "data/entities.yml"
    text = path.read_text(encoding="utf-8")
    more = "\n  - id: atlantis\n    kind: place\n    name: Atlantis\n    description: A place of legend.\n"
    path.write_text(text + more, encoding="utf-8")
    line = text.count("\n") + 2
    remedy = "add the form that the text uses to its aliases, or remove it"
    with (real / "data/published.txt").open("a", encoding="utf-8") as ledger:
        ledger.write("names/atlantis/\n")
    assert list_problems(real) == [f"data/entities.yml:{line}: no passage names 'atlantis': {remedy}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("country: UA", "country: UK", "'UK' is no code of ISO 3166-1; did you mean 'UA'?"),
        ("country: SY", "country: SI", "'SI' is another country: 'syria' is 'SY'"),
        ("ordinary: [Nice]", "ordinary: [Nicce]", "'Nicce' is none of its names; did you mean 'Nice'?"),
        (
            "typed: [Quartet]",
            "typed: [Quartet]\n    country: FR",
            "a country code is a place's, and 'middle-east-quartet'",
        ),
        ("aliases: [ISSG]", "aliases: [ISSG, (ISSG)]", "'(ISSG)' must begin with a letter or a digit"),
        ("typed: [NYC]", "typed: [Kiev]", "duplicate name 'Kiev' (first on line"),
    ],
)
def test_what_an_entity_says_of_itself_is_checked(real: Path, old: str, new: str, problem: str) -> None:
    path = real / "data/entities.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    problems = [line for line in list_problems(real) if "the map knows no" not in line]
    assert len(problems) == 1, problems
    assert problem in problems[0]


# --- the transcript, as read -----------------------------------------------------------------------------

READ = {
    "p3": [
        ("US Secretary of State John Kerry", "john-kerry"),
        ("Mr Kerry", "john-kerry"),
        ("President of Russia Vladimir Putin", "vladimir-putin"),
        ("Moscow", "moscow"),
        ("Washington", "washington"),
        ("Syria", "syria"),
    ],
    "p4": [
        ("Syria", "syria"),
        ("Ukraine", "ukraine"),
        ("Libya", "libya"),
        ("Middle East", "middle-east"),
    ],
    "p5": [
        ("Syria", "syria"),
        ("President Putin", "vladimir-putin"),
        ("Russia", "russia"),
        ("United States", "united-states"),
        ("UN Security Council", "un-security-council"),
        ("International Syria Support Group (ISSG)", "issg"),
        ("Russia", "russia"),
        ("US", "united-states"),
        ("ISSG", "issg"),
    ],
    "p6": [
        ("Islamic State", "islamic-state"),
        ("Jabhat al-Nusra", "jabhat-al-nusra"),
    ],
    "p7": [
        ("UN Security Council", "un-security-council"),
        ("US", "united-states"),
    ],
    "p8": [
        ("Syria", "syria"),
        ("ISIS", "islamic-state"),
        ("Jabhat al-Nusra", "jabhat-al-nusra"),
        ("Syria", "syria"),
        ("Syria", "syria"),
        ("UN Security Council Resolution 2254", "resolution-2254"),
    ],
    "p9": [
        ("UN Secretary-General’s Special Envoy for Syria", "special-envoy-for-syria"),
        ("Mr Staffan de Mistura", "staffan-de-mistura"),
        ("UN Security Council", "un-security-council"),
    ],
    "p10": [
        ("Russia", "russia"),
        ("Syrian Government", "syrian-government"),
        ("United States", "united-states"),
        ("Russia", "russia"),
        ("ISSG", "issg"),
        ("Saudi Arabia", "saudi-arabia"),
        ("Iran", "iran"),
        ("Qatar", "qatar"),
        ("Egypt", "egypt"),
        ("Turkey", "turkey"),
        ("Syria", "syria"),
    ],
    "p11": [
        ("Syria", "syria"),
        ("North Africa", "north-africa"),
        ("Libya", "libya"),
        ("Yemen", "yemen"),
        ("Palestinian-Israeli conflict", "israeli-palestinian-conflict"),
    ],
    "p12": [
        ("Mr Kerry", "john-kerry"),
        ("Israel", "israel"),
        ("Russia", "russia"),
        ("Palestinian", "state-of-palestine"),
        ("report", "quartet-report"),
        ("Madrid Quartet", "middle-east-quartet"),
        ("Middle East", "middle-east"),
        ("UN Security Council", "un-security-council"),
    ],
    "p13": [
        ("Nagorno-Karabakh", "nagorno-karabakh"),
        ("Russia", "russia"),
        ("United States", "united-states"),
        ("France", "france"),
        ("OSCE Minsk Group", "osce-minsk-group"),
        ("US Secretary of State John Kerry", "john-kerry"),
        ("the Group", "osce-minsk-group"),
        ("Armenia", "armenia"),
        ("Azerbaijan", "azerbaijan"),
        ("Vienna", "vienna"),
        ("President Putin", "vladimir-putin"),
        ("St Petersburg", "st-petersburg"),
        ("President of Azerbaijan Ilham Aliyev", "ilham-aliyev"),
        ("President of Armenia Serzh Sargsyan", "serzh-sargsyan"),
        ("Yerevan", "yerevan"),
        ("Baku", "baku"),
        ("President Putin", "vladimir-putin"),
    ],
    "p15": [
        ("Ukraine", "ukraine"),
        ("Ukraine", "ukraine"),
        ("Contact Group", "contact-group"),
        ("Donbass", "donbas"),
        ("Normandy Four", "normandy-four"),
        ("Russia", "russia"),
        ("Ukraine", "ukraine"),
        ("France", "france"),
        ("Germany", "germany"),
        ("Russia", "russia"),
        ("US", "united-states"),
    ],
    "p16": [
        ("Mr Kerry", "john-kerry"),
        ("Russia", "russia"),
        ("Minsk Agreements", "minsk-agreements"),
        ("Ukraine", "ukraine"),
        ("Kiev", "kyiv"),
        ("Donetsk", "donetsk"),
        ("Lugansk", "luhansk"),
    ],
    "p17": [
        ("Russia-NATO Council", "nato-russia-council"),
        ("Russia", "russia"),
        ("United States", "united-states"),
    ],
    "p19": [
        ("President Vladimir Putin", "vladimir-putin"),
    ],
    "p20": [
        ("yesterday’s terrorist attack", "nice-attack"),
        ("Nice", "nice"),
        ("France", "france"),
        ("Mr Kerry", "john-kerry"),
        ("French Embassy in Moscow", "french-embassy-moscow"),
    ],
    "p21": [
        ("Moscow", "moscow"),
        ("United States", "united-states"),
        ("President Vladimir Putin", "vladimir-putin"),
        ("President Barack Obama", "barack-obama"),
    ],
    "p22": [
        ("US Secretary of State John Kerry", "john-kerry"),
        ("Moscow", "moscow"),
    ],
    "p23": [
        ("Turkey", "turkey"),
    ],
    "p25": [
        ("Assad", "bashar-al-assad"),
        ("Assad", "bashar-al-assad"),
        ("Mr. Lavrov", "sergey-lavrov"),
        ("Assad", "bashar-al-assad"),
        ("Syria", "syria"),
    ],
    "p26": [
        ("Syria", "syria"),
        ("International Syria Support Group", "issg"),
        ("UN Security Council", "un-security-council"),
        ("Mr Kerry", "john-kerry"),
        ("International Syria Support Group", "issg"),
        ("the Group", "issg"),
        ("UN Security Council", "un-security-council"),
    ],
    "p27": [
        ("US", "united-states"),
        ("Jabhat al-Nusra", "jabhat-al-nusra"),
        ("Assad", "bashar-al-assad"),
        ("Mr Kerry", "john-kerry"),
        ("UN Security Council", "un-security-council"),
        ("Mr Kerry", "john-kerry"),
        ("UN Security Council", "un-security-council"),
        ("Jabhat al-Nusra", "jabhat-al-nusra"),
        ("ISIS", "islamic-state"),
        ("ISSG", "issg"),
        ("UN", "united-nations"),
        ("UN Security Council", "un-security-council"),
    ],
    "p28": [
        ("Mujahedin", "mujahedin"),
        ("Afghanistan", "afghanistan"),
        ("Mujahedin", "mujahedin"),
        ("Soviet Union", "soviet-union"),
        ("Afghanistan", "afghanistan"),
        ("Mujahedin", "mujahedin"),
        ("Al-Qaeda", "al-qaida"),
        ("9/11 terrorist attacks", "attacks-of-11-september-2001"),
        ("New York City", "new-york"),
        ("Russian Federation", "russia"),
        ("United States", "united-states"),
    ],
    "p29": [
        ("Muammar Gaddafi", "muammar-gaddafi"),
        ("Libya", "libya"),
        ("Gaddafi", "muammar-gaddafi"),
        ("Libya", "libya"),
    ],
    "p30": [
        ("Syria", "syria"),
        ("Geneva Communique", "geneva-communique"),
        ("UN Security Council", "un-security-council"),
        ("ISSG", "issg"),
        ("Syria", "syria"),
        ("Syria", "syria"),
        ("Government of the Syrian Arab Republic", "syrian-government"),
        ("UN", "united-nations"),
        ("UN", "united-nations"),
        ("UN Security Council", "un-security-council"),
        ("Yemen", "yemen"),
        ("Ukraine", "ukraine"),
        ("Russia", "russia"),
        ("United States", "united-states"),
        ("ISSG", "issg"),
        ("UN Charter", "un-charter"),
    ],
    "p31": [
        ("France", "france"),
        ("Belgium", "belgium"),
        ("Turkey", "turkey"),
        ("Russian Foreign Ministry", "russian-foreign-ministry"),
        ("Turkey", "turkey"),
    ],
    "p32": [
        ("Jabhat al-Nusra", "jabhat-al-nusra"),
    ],
    "p33": [
        ("Turkey", "turkey"),
        ("Turkey", "turkey"),
    ],
    "p34": [
        ("Jabhat al-Nusra", "jabhat-al-nusra"),
        ("ISIS", "islamic-state"),
        ("International Syria Support Group", "issg"),
        ("Jabhat al-Nusra", "jabhat-al-nusra"),
        ("ISIS", "islamic-state"),
        ("UN Security Council", "un-security-council"),
    ],
    "p35": [
        ("Jabhat al-Nusra", "jabhat-al-nusra"),
    ],
    "p36": [
        ("Russian Federation", "russia"),
        ("Secretary of State John Kerry", "john-kerry"),
    ],
}


def test_every_mention_of_the_transcript_is_as_read(real_archive: Archive) -> None:
    passages = real_archive.transcripts[0].passages
    found = {
        item.anchor: [(item.text[one.start : one.end], one.entity) for one in item.mentions]
        for item in passages
        if item.mentions
    }
    assert found == READ


def test_the_search_aliases_are_there(real_archive: Archive) -> None:
    wanted = {
        "islamic-state": {"ISIL", "Daesh", "IS"},
        "kyiv": {"Kiev"},
        "muammar-gaddafi": {"Gaddafi", "Qaddafi", "Kadhafi"},
        "jabhat-al-nusra": {"Nusra Front"},
        "un-security-council": {"UNSC"},
        "resolution-2254": {"Security Council Resolution 2254", "UNSCR 2254", "SCR 2254"},
        "nagorno-karabakh": {"NK", "Karabagh", "Nagorny Karabakh"},
        "geneva-communique": {"Geneva Communiqué"},
    }
    for entity_id, names in wanted.items():
        entity = real_archive.entities[entity_id]
        assert names <= {entity.name, *entity.aliases, *entity.typed}


# --- what always holds -----------------------------------------------------------------------------------

_WORDS = """
    Minsk Group Agreements Nice nice Syria Syrian Government Republic US us United States of America
    the The Kerry Mr Mr. John al-Assad Assad ISSG ( ) , . - ’s ' “ ” Türkiye NATO Russia Council
    Security UN\u0301 Ivoire Côte d’ International Support 9/11 — ﬁ 각 Contact on in for Special Envoy
    Islamic State Russia’s Mrs J. (2016) resolution 2268 $50 / Secretary
"""
_PIECES = st.sampled_from(_WORDS.split())
TEXTS = st.one_of(
    st.text(), st.lists(_PIECES, max_size=14).map(" ".join), st.lists(_PIECES, max_size=8).map("".join)
)


@given(TEXTS)
@example("Geneva Communique\u0301 and Syria")
@example("각 Syria")
def test_spans_map_back_in_order_and_without_overlaps(text: str) -> None:
    mentions = find_mentions(text, NAMES)
    last = 0
    for mention in mentions:
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
        words = text[mention.start : mention.end]
        assert words == words.strip()
        assert not text[mention.start - 1 : mention.start].isalnum()
        assert not text[mention.end : mention.end + 1].isalnum()
        assert find_mentions(words, NAMES)[:1] or words == "Nice", "the words alone are a name too"


@given(TEXTS)
def test_no_longer_name_begins_where_one_is_found(text: str) -> None:
    forms = [
        "Minsk Group",
        "Minsk Agreements",
        "Syrian Government",
        "Russia-NATO Council",
        "UN Security Council",
    ]
    for mention in find_mentions(text, NAMES):
        for form in forms:
            if text.startswith(form, mention.start) and not text[mention.start + len(form) :][:1].isalnum():
                assert mention.end >= mention.start + len(form)


@given(TEXTS, st.sampled_from(["Syria", "the", "Group", "Nice", "Kerry"]))
def test_an_editors_words_are_as_he_says_and_nothing_overlaps_them(text: str, words: str) -> None:
    span = find_decided(text, reference(words, "editor"))
    mentions = find_mentions(text, NAMES, [reference(words, "editor")])
    by_editor = [(item.start, item.end) for item in mentions if item.entity == "editor"]
    assert by_editor == ([span] if span else [])
    assert all(one.end <= two.start for one, two in pairwise(mentions))
    silenced = find_mentions(text, NAMES, [reference(words, None)])
    assert [item for item in mentions if item.entity != "editor"] == list(silenced)


def test_the_entities_file_of_the_project_can_be_read() -> None:
    file, problems = load_yaml(ROOT / "data/entities.yml", "data/entities.yml", EntitiesFile)
    assert problems == []
    assert file
