"""British and American spelling of a word as one.

The differences are those that dictionaries list between the two: Greek and Latin
diphthongs, endings, double consonants, and single words.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Parts of words, British and American, wherever they stand.
_PARTS = dict(
    pair.split("/")
    for pair in (
        # diphthongs
        "haem/hem anaes/anes aesth/esth aetiol/etiol aestiv/estiv paed/ped "
        "gynaec/gynec archae/arche palae/pale aemi/emi faec/fec caec/cec "
        "caesi/cesi caesar/cesar "
        "mediaev/mediev primaev/primev chimaer/chimer hyaen/hyen naev/nev oesoph/esoph "
        "oestr/estr oedem/edem foet/fet rrhoe/rrhe coeli/celi coelom/celom amoeb/ameb "
        "homoeo/homeo manoeuvre/maneuver manoeuvr/maneuver "
        # -our, -re
        "behaviour/behavior colour/color favour/favor flavour/flavor harbour/harbor "
        "honour/honor humour/humor labour/labor neighbour/neighbor parlour/parlor "
        "rigour/rigor rumour/rumor saviour/savior savour/savor splendour/splendor "
        "tumour/tumor valour/valor vapour/vapor vigour/vigor armour/armor arbour/arbor "
        "ardour/ardor candour/candor clamour/clamor demeanour/demeanor fervour/fervor "
        "endeavour/endeavor rancour/rancor succour/succor odour/odor "
        "fibre/fiber theatre/theater calibre/caliber lustre/luster centre/center "
        "meagre/meager ochre/ocher sceptre/scepter spectre/specter sombre/somber "
        # others
        "sulph/sulf sceptic/skeptic plough/plow aluminium/aluminum jewellery/jewelry "
        "acknowledgement/acknowledgment judgement/judgment connexion/connection "
        "reflexion/reflection inflexion/inflection defence/defense offence/offense "
        "licence/license pretence/pretense practis/practic catalogue/catalog "
        "cataloguing/cataloging "
        "dialogue/dialog analogue/analog monologue/monolog homologue/homolog "
        "prologue/prolog epilogue/epilog pedagogue/pedagog synagogue/synagog "
        "sizeable/sizable likeable/likable liveable/livable moveable/movable "
        "scaleable/scalable saleable/salable skilful/skillful wilful/willful "
        "artefact/artifact enquir/inquir preventative/preventive moustache/mustache "
        "marvellous/marvelous woollen/woolen counsell/counsel analyse/analyze "
        "catalyse/catalyze paralyse/paralyze hydrolyse/hydrolyze dialyse/dialyze"
    ).split()
)
_PART = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))
# Whole words, and their plurals.
_WORDS = dict(
    pair.split("/")
    for pair in (
        "grey/gray greys/grays greyscale/grayscale tyre/tire tyres/tires kerb/curb "
        "kerbs/curbs cheque/check cheques/checks mould/mold moulds/molds "
        "moulding/molding moult/molt moulting/molting smouldering/smoldering "
        "programme/program programmes/programs metre/meter metres/meters litre/liter "
        "litres/liters ageing/aging disc/disk discs/disks draught/draft "
        "draughts/drafts gauge/gage gauges/gages cypher/cipher cyphers/ciphers "
        "pyjamas/pajamas tsar/czar tsars/czars speciality/specialty gaol/jail "
        "gaols/jails spelt/spelled whilst/while amongst/among "
        "orientated/oriented maths/math aeroplane/airplane aeroplanes/airplanes "
        "enrol/enroll enrols/enrolls enrolment/enrollment fulfil/fulfill "
        "fulfils/fulfills fulfilment/fulfillment instalment/installment "
        "instalments/installments distil/distill storey/story storeys/stories "
        "centring/centering centred/centered focussed/focused focussing/focusing "
        "doughnut/donut doughnuts/donuts cosy/cozy axe/ax biassed/biased "
        "benefitted/benefited targetted/targeted whisky/whiskey"
    ).split()
)
# Short stems are no part of these rules ("rise", "noise"; "call").
_IZE = re.compile(
    r"(?<=[a-z]{3}i)s(?=(?:e|ed|es|er|ers|ing|ation|ations|ational|able)$)"
    r"|(?<=[a-z]ly)s(?=(?:ed|es|er|ers|ing)$)"
)
_ELL = re.compile(r"(?<=[a-z]{2}[aeiouy])ll(?=(?:ed|ing|ings|er|ers|ation|ist)$)")
_PAST = re.compile(r"(?<=^learn|^dream|^spoil)t$|(?<=^burn)t$")
_METRE = re.compile(r"(?<=[a-z])(met|lit)re(?=s?$)")


@lru_cache(maxsize=2**15)
def american(word: str) -> str:
    """Return a folded word in American spelling.

    Some words that both sides of the ocean spell alike are changed as well
    ("controled"), to the same form wherever they stand.

    >>> [american(word) for word in "colours analysing centred travelled".split()]
    ['colors', 'analyzing', 'centered', 'traveled']
    >>> [american(word) for word in "rising hours poem calling".split()]
    ['rising', 'hours', 'poem', 'calling']
    """
    if word in _WORDS:
        return _WORDS[word]
    word = _PART.sub(lambda found: _PARTS[found[0]], word)
    word = _PAST.sub("ed", _ELL.sub("l", _IZE.sub("z", word)))
    return _METRE.sub(r"\1er", word)
