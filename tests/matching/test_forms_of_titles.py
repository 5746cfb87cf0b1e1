"""One title in two spellings or lengths, and two titles that are nearly one."""

from __future__ import annotations

import pytest

from tests.matching.test_fresh_pairs import PEOPLE, article, entries, preprint, record
from tests.matching.test_identity import Record, found_same

ONE = "Fox, Ada"
FAO = ["FAO"]


def book(title: str, **more: str) -> Record:
    return record(title, [ONE], type="book", **more)


def report(title: str, people: list[str], **more: str) -> Record:
    return {"title": title, "authors": people, "type": "techreport", **more}


ONE_PAPER: dict[str, tuple[Record, Record]] = {
    "British spelling at both ends": (
        article("Oesophageal tumours in ageing, grey herons"),
        article("Esophageal tumors in aging gray herons"),
    ),
    "British spelling, at two meetings": (
        record("Modelling coloured fibres", [ONE], type="inproceedings", venue="P"),
        record("Modeling colored fibers", [ONE], type="article", venue="Ponds"),
    ),
    "numbers in words": (
        article("Ten thousand ponds of the nineteenth century"),
        article("10,000 Ponds of the 19th Century"),
    ),
    "twenty-one": (
        article("Twenty-one ponds and a marsh"),
        article("21 Ponds and a Marsh"),
    ),
    "name before an article": (
        article("MUD: A Catalog for Dating Marsh Layers"),
        article("A catalog for dating marsh layers"),
    ),
    "name, and a hyphen more": (
        preprint("MudNet: Pre-training on marsh layers"),
        article("Pretraining on marsh layers"),
    ),
    "number within the subtitle": (
        book("Mud and Law: The Ponds of a Sixteenth-Century Miller"),
        book("Mud and Law"),
    ),
    "half a subtitle": (
        article("Mud in the marshes: a survey of methods and data"),
        article("Mud in the marshes: a survey of methods"),
    ),
    "subtitle behind a semicolon": (
        article("Mud and law; the ponds of a miller"),
        article("Mud and law"),
    ),
    "cut within a word": (
        article("Counting herons from slow drones with thermal imag..."),
        article("Counting herons from slow drones with thermal images at dusk"),
    ),
    "charges of particles": (
        article("Search for $B^0_s \\to \\mu^+\\mu^-$ decays"),
        article("Search for Bs0 → μ+μ− decays"),
    ),
    "infinity": (
        article("$H_\\infty$ control of slow pumps"),
        article("H-infinity control of slow pumps"),
    ),
    "acronym behind its words": (
        article("The Slow Pond Observatory (SPO): design and results"),
        article("The Slow Pond Observatory: Design and Results"),
    ),
    "volume in the middle of a title": (
        book("The Art of Ponds, Vol. 2: Marshes", volume="2"),
        book("The Art of Ponds: Marshes", volume="II"),
    ),
    "edition in the title": (
        book("The Art of Ponds (3rd edition)"),
        book("The Art of Ponds", edition="Third"),
    ),
    "id of arXiv in the title": (
        preprint("[1003.12345] Slow waves in shallow ponds"),
        article("Slow waves in shallow ponds. arXiv preprint arXiv:1003.12345"),
    ),
    "language in the title": (
        article("Slow waves in shallow ponds [in Norwegian]."),
        article("Slow waves in shallow ponds"),
    ),
    "commas in the number of a patent": (
        record("Pump for ponds", [ONE], type="patent", number="US 5,123,456"),
        record("Pump for ponds", [ONE], type="patent", number="US5123456A"),
    ),
}

TRANSLITERATED = [
    "Очерки по истории русского языка XV века",
    "Ocherki po istorii russkogo yazyka XV veka",
    "Ocherki po istorii russkogo iazyka XV veka",
    "Očerki po istorii russkogo jazyka XV veka",
]
ZHUKOVSKAYA = ["Жуковская, Л. П.", "Zhukovskaya, L. P.", "Žukovskaja, L. P."]

ONE_PAPER |= {
    "Greek title": (
        record("Η ελληνική διασπορά στην Οδησσό", ["Παπαδόπουλος, Γ."], type="book"),
        record("I elliniki diaspora stin Odisso", ["Papadopoulos, G."], type="book"),
    ),
    "translated title in brackets": (
        article("[Surgery of ulcers in wartime].", doi="10.5555/lv.1"),
        article("Kirurško liječenje ulkusa u ratu", doi="10.5555/lv.1"),
    ),
    "one ISBN": (
        book("The Art of Ponds", isbn="9780465050659"),
        book("The Art of Ponds (Revised and expanded edition)", isbn="0465050654"),
    ),
    "thesis by its title": (
        record("Slow waves in ponds", [ONE], type="phdthesis"),
        record("Slow waves in ponds. Doctoral dissertation", [ONE], type="book"),
    ),
    "second family name": (
        article("Slow waves in very shallow ponds", ["Amy Fox"]),
        article("Slow waves in very shallow ponds", ["Amy Fox Hen"]),
    ),
    "a body for the other authors": (
        article("Slow waves. The Pond Study Investigators."),
        article("Slow waves", ["Pond Study Investigators", ONE]),
    ),
    "reprinted": (
        article("The Pond Problem", venue="ACM TOP"),
        record("The pond problem", PEOPLE, type="incollection") | {"date": "2029"},
    ),
    "online before print": (
        article("Slow waves in very shallow ponds", venue="Pond Studies"),
        article("Slow waves in very shallow ponds", venue="Pond Studies", volume="7")
        | {"date": "2012"},
    ),
}

ONE_PAPER |= {
    "a phrase before a preprint's title": (
        preprint("Muddy Waters: Fast estimates of slow waves"),
        article("Fast estimates of slow waves"),
    ),
    "a working paper printed without its subtitle": (
        report("How do ferries price? An empirical analysis", [ONE]),
        article("How do ferries price?", [ONE]) | {"date": "2012"},
    ),
    "title of a page": (
        article("[PDF] Slow waves in shallow ponds | Semantic Scholar"),
        article("Slow waves in shallow ponds"),
    ),
    "citation of a lawyer": (
        article("The Path of the Pond, 10 Harv. L. Rev. 457", [ONE]),
        article("The Path of the Pond", [ONE]),
    ),
    "ions": (
        article("CD4(+) cells and the Ca$^{2+}$ channel"),
        article("CD4+ cells and the Ca²⁺ channel"),
    ),
    "Serbian title": (
        record("Srpska književnost srednjeg veka", ["Bogdanović, D."], type="book"),
        record("Српска књижевност средњег века", ["Богдановић, Д."], type="book"),
    ),
}

TWO_PAPERS: dict[str, tuple[Record, Record]] = {
    "other numbers in words": (
        article("Ponds of the eighteenth century"),
        article("Ponds of the nineteenth century"),
    ),
    "an update": (
        article("Slow waves in shallow ponds: an update"),
        article("Slow waves in shallow ponds"),
    ),
    "years later": (
        article("Slow waves in shallow ponds: twenty years later"),
        article("Slow waves in shallow ponds"),
    ),
    "revisited preprint": (
        preprint("Slow waves in shallow ponds revisited"),
        article("Slow waves in shallow ponds"),
    ),
    "data and code": (
        article("Slow waves in shallow ponds: data and code"),
        article("Slow waves in shallow ponds"),
    ),
    "other charge": (
        article("Decay of $B^+$ mesons into kaons"),
        article("Decay of $B^-$ mesons into kaons"),
    ),
    "revised edition": (
        book("The Art of Ponds", edition="1st"),
        book("The Art of Ponds", edition="Revised and enlarged"),
    ),
    "yearly reports of a body": (
        report("The state of ponds in the world", FAO, date="2006"),
        report("The State of Ponds in the World", FAO, date="2012"),
    ),
    "a body's review in two journals": (
        record("Review of Ponds", ["{Pond Data Group}"], type="article", venue="P. C")
        | {"date": "2012"},
        record("Review of Ponds", ["{Pond Data Group}"], type="article", venue="L. D"),
    ),
    "yearly overview": (
        article("Overview of the pond track"),
        article("Overview of the pond track") | {"date": "2011"},
    ),
    "foreword in German": (
        record("Geleitwort", [ONE], type="incollection", venue="Moore"),
        record("Geleitwort", [ONE], type="incollection", venue="Teiche"),
    ),
}


TWO_PAPERS |= {
    "a label before a title": (
        article("Podcast: Slow waves in shallow ponds"),
        article("Slow waves in shallow ponds"),
    ),
    "interim results": (
        article("Slow waves in shallow ponds: interim results"),
        article("Slow waves in shallow ponds"),
    ),
    "robust control is not control": (
        preprint("Robust optimal control of ponds"),
        article("Optimal control of ponds"),
    ),
    "a method and its data": (
        preprint("MudNet: finding mud from drones"),
        article("MudNet: a data set of mud"),
    ),
    "yearly books of a body": (
        record("Pond Outlook", ["{Pond Bank}"], type="book"),
        record("Pond Outlook", ["{Pond Bank}"], type="book") | {"date": "2011"},
    ),
    "proceedings of one title": (
        record("Advances in Ponds", [ONE], type="proceedings"),
        record("Advances in Ponds", [ONE], type="proceedings") | {"date": "2014"},
    ),
    "chapters of two books": (
        record("Mud", [ONE], type="incollection", venue="Companion to Fens"),
        record("Mud", [ONE], type="incollection", venue="Bog Encyclopedia")
        | {"date": "2014"},
    ),
    "patents of two countries": (
        record("Pump for ponds", [ONE], type="patent", number="DE 4412345"),
        record("Pump for ponds", [ONE], type="patent", number="EP 0654321"),
    ),
    "guidelines by others, years later": (
        article("Guidelines for the management of ponds", ["Fox, A.", "Hen, B."]),
        article("Guidelines for the management of ponds", ["Fox, A.", "Owl, C."])
        | {"date": "2019"},
    ),
    "column of a journal": (
        article("Letter from Karachi", venue="The Lancet"),
        article("Letter from Karachi", venue="The Lancet") | {"date": "2012"},
    ),
    "words that a letter tells apart": (
        article("Stimulation of slow waves"),
        article("Simulation of slow waves"),
    ),
    "substances": (
        article("Spectra of sulfates in ponds"),
        article("Spectra of sulfites in ponds"),
    ),
    "parts by an author with a Russian name": (
        article("A theory of inference I", ["Solomonoff, R."]),
        article("A theory of inference II", ["Solomonoff, R."]),
    ),
}


@pytest.mark.parametrize("one", TRANSLITERATED)
@pytest.mark.parametrize("other", TRANSLITERATED)
def test_transliterated_titles(one: str, other: str) -> None:
    for author in ZHUKOVSKAYA:
        for second in ZHUKOVSKAYA:
            a, b = record(one, [author]), record(other, [second])
            assert found_same(*entries((a, b)))


@pytest.mark.parametrize("kind", ONE_PAPER)
def test_one_title(kind: str) -> None:
    assert found_same(*entries(ONE_PAPER[kind]))


@pytest.mark.parametrize("kind", TWO_PAPERS)
def test_two_titles(kind: str) -> None:
    assert not found_same(*entries(TWO_PAPERS[kind]))
