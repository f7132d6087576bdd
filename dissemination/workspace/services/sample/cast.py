"""Invented organisations and people, for the sample and the rehearsal. Nobody here is real."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

ORGANISATIONS: tuple[tuple[str, str, str], ...] = (
    # full name, short name, sector; the first of a sector sends the most people
    ("Northvale Borough Council", "NBC", "local"),
    ("Department for Sample Affairs", "DSA", "central"),
    ("Harbour Housing", "", "provider"),
    ("Eastmere County Council", "ECC", "local"),
    ("Office for Invented Statistics", "OIS", "central"),
    ("Willow Lane Service Users", "", "service_users"),
    ("Brackwater District Council", "", "local"),
    ("Agency for Model Services", "AMS", "central"),
    ("Kestrel Care", "", "provider"),
    ("Plainfield City Council", "", "local"),
    ("Example Commissioner", "EC", "regulator"),
    ("Stonebridge Community Trust", "", "provider"),
    ("Lower Fenwick Council", "", "local"),
    ("Fairmile Institute of Practice", "FIP", "research"),
    ("Open Door Voices", "", "service_users"),
    ("Thornby Health Partnership", "THP", "provider"),
    ("Upper Marsh Council", "", "local"),
    ("Three Rivers Advice", "", "provider"),
    ("Greyfriars Police Authority", "GPA", "local"),
    ("Longmeadow Families Group", "", "service_users"),
)
FIRST = (
    "Alda", "Bram", "Cora", "Dario", "Elin", "Farid", "Gwen", "Hollis", "Imani", "Jory", "Kavya", "Lorcan",
    "Mireille", "Nadim", "Orla", "Priya", "Quill", "Rowan", "Sunniva", "Tamsin", "Ulric", "Verity", "Wren",
    "Xanthe", "Yusuf", "Zola",
)  # fmt: skip
LAST = (
    "Sampleton", "Placeholder", "Exampleby", "Mockford", "Testwell", "Draftley", "Specimen", "Modelle",
    "Inventa", "Fictionby", "Stubbs-Example", "Templar-Sample", "Trialworth", "Pretendham", "Makebelieve",
    "Fablewood", "Notional", "Dummer-Vale", "Instance", "Parable",
)  # fmt: skip
OTHER_SCRIPTS = (
    "سارة المثال", "王小明", "Олена Зразкова", "प्रिया उदाहरण", "Παράδειγμα Ελένη", "דנה לדוגמה",
    "Nguyễn Thị Ví Dụ", "Łucja Przykładowa", "Ærøskøbing Ø. Prøve", "山田花子", "김예시",
)  # fmt: skip
JOBS = (
    "Policy manager", "Information governance lead", "Service manager", "Data analyst", "Head of strategy",
    "Partnership officer", "Team leader", "Programme manager", "Assistant director", "Practitioner",
)  # fmt: skip
DIETS = ("", "", "", "", "", "", "Vegetarian", "Vegan", "Halal", "No gluten")
SENDING = [1 / (place + 1) ** 0.8 for place in range(len(ORGANISATIONS))]  # a few send many


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person as they would fill in the form."""

    name: str
    email: str
    organisation: str
    sector: str
    job_title: str
    dietary: str
    features: tuple[str, ...]
    kind: str
    news: bool


def people(seed: str) -> Iterator[Invented]:
    """Invented people without end, the same for a seed: mixed sectors, skewed organisations, many scripts."""
    dice = random.Random(seed)
    return (_person(f"{seed}-{number:04}@example.org", number, dice) for number in count(1))


def _person(email: str, number: int, dice: random.Random) -> Invented:
    [(organisation, _, sector)] = dice.choices(ORGANISATIONS, SENDING)
    return Invented(
        name=_name(number, dice),
        email=email,
        organisation=organisation,
        sector=sector,
        job_title=dice.choice(JOBS),
        dietary=dice.choice(DIETS),
        features=_features(dice),
        kind="key" if dice.random() < 0.4 else "newcomer",
        news=dice.random() < 0.5,
    )


def _name(number: int, dice: random.Random) -> str:
    if number % 11 == 0:
        return OTHER_SCRIPTS[number // 11 % len(OTHER_SCRIPTS)]
    return f"{dice.choice(FIRST)} {dice.choice(LAST)}"


def _features(dice: random.Random) -> tuple[str, ...]:
    draw = dice.random()
    return ("wheelchair",) if draw < 0.03 else ("bsl",) if draw < 0.04 else ()
