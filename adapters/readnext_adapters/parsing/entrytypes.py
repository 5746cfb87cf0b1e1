"""The types of entries, which every format names differently."""

from __future__ import annotations

import re

# BibLaTeX's name, then those of Zotero, CSL, RIS, EndNote and Crossref, letters only.
_NAMES = {
    "article": "journalarticle articlejournal jour ejour jfull electronicarticle"
    " magazinearticle articlemagazine mgzn newspaperarticle articlenewspaper news"
    " inpr review reviewbook comparativestudy clinicaltrial casereports editorial"
    " systematicreview metaanalysis randomizedcontrolledtrial",
    "inproceedings": "conferencepaper paperconference proceedingsarticle conf cpaper"
    " conferenceproceedings",
    "incollection": "booksection bookchapter chapter chap echap electronicbooksection"
    " encyclopediaarticle entryencyclopedia encyc encyclopedia"
    " dictionaryentry entrydictionary dict dictionary entry",
    "book": "ebook edbook editedbook electronicbook whole",
    "thesis": "thes dissertation",
    "report": "rprt govdoc governmentdocument",
    "unpublished": "manuscript manscpt unpb unpd unpublishedwork speech presentation",
    "online": "webpage elec electronicsource blogpost postweblog blog forumpost post",
    "software": "computerprogram comp",
    "dataset": "data dbase onlinedatabase aggregateddatabase agg",
    "patent": "pat",
    "standard": "stand",
    "artwork": "art graphic figure",
    "video": "film motionpicture mpct videorecording tvbroadcast broadcast"
    " filmorbroadcast audiovisualmaterial advs",
    "audio": "audiorecording song sound podcast radiobroadcast music",
    "jurisdiction": "case legalcase",
    "legislation": "statute stat bill hearing hear regulation legalruleorregulation",
    "letter": "personalcommunication pcomm email instantmessage icomm",
    "misc": "document generic gen preprint postedcontent other",
}
_KNOWN = {name: kind for kind, names in _NAMES.items() for name in names.split()}


def entry_type(written: str) -> str:
    """Return BibLaTeX's name for a kind of entry, in lower case; "misc" for none.

    A kind unknown to BibLaTeX keeps its name in lower case.

    >>> entry_type("journalArticle"), entry_type("CHAP"), entry_type("Web Page")
    ('article', 'incollection', 'online')
    >>> entry_type("phdthesis"), entry_type("Tablature"), entry_type("")
    ('phdthesis', 'tablature', 'misc')
    """
    name = re.sub(r"[^a-z]", "", written.lower())
    return _KNOWN.get(name) or written.strip().lower() or "misc"
