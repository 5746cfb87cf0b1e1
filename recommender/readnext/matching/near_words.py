"""Words that one letter or two tell apart, which are no misspellings of each other."""

from __future__ import annotations

import re

_GROUPS = (
    "action auction | adapted adopted | adapting adopting | adaption adoption | "
    "alteration alternation | angel angle | based biased | bases biases | bars "
    "bears | bat boat bot | bed bead | bending binding blending bonding | better "
    "butter bitter batter | bond bound | border boarder | bread breed | braking "
    "breaking | caching catching coaching | caption cation | casual causal | "
    "casualty causality | casualties causalities | cast coast cost | cat coat cot | "
    "case cause | coin con cone | collision collusion | colon colony | compete "
    "complete compute | competing completing computing | conducive conductive | "
    "confirm conform | confirmation conformation | contact contract contrast | "
    "contractive contrastive | contraction contradiction | coral corral choral | "
    "course coarse | current currant | dairy diary | decade decode decide | decided "
    "decoded | deciding decoding | desert dessert | dilation dilution | discrete "
    "discreet | dose does | ethical ethnical | ethic ethnic | exciting exiting "
    "existing | expansive expensive | extant extent | facet fact face | factor "
    "factory | falling filling | farmer former | farming forming framing | farm "
    "form forum | faster foster | fictional frictional fractional | fiction "
    "friction fraction | filed field | finish finnish | flapping flipping | flour "
    "flower | formal former | founded funded | fuel full | grading grating grafting "
    "| hardness harness | heading heating | headed heated | hindi hind | historic "
    "histology | hopping hoping | hose house | human humane | immorality "
    "immortality | incidence incident | indices induces | infection inflection | "
    "innovation innervation | insolation insulation | intend intent | lagged legged "
    "logged | lagging logging | land lend | landing lending | lasting listing | "
    "lateral literal | leaning learning | leading loading | leader loader | letter "
    "latter litter ladder | lumbar lumber | lunch launch | manner manor minor | "
    "marine murine | marital martial | marked market | mass miss moss | mastery "
    "mystery | mating matting | mat meat | mediation medication meditation | metal "
    "medal mental | meteor meter | microscope macroscope | mission omission | molar "
    "moral | moral morale | morality mortality | nation notion | national notional "
    "| ordinance ordnance | packing picking | packet pocket | painted pointed | "
    "painting pointing | palate palette | panning planning | parity party purity | "
    "part party port | pasture posture | patching pitching | patent patient potent "
    "| patrol petrol | personal personnel persona | pet peat | photon proton | "
    "planet plant | plain plan | plane planet | poison poisson | police policy | "
    "precede proceed | precision procession | predation prediction predication | "
    "preposition proposition | prepositional propositional | prescription "
    "proscription | premise promise | perspective prospective | principal principle "
    "| prostate prostrate | quiet quite | radial radical | radially radically | "
    "radio ratio | raising rising | rat rate | relay rely | retained retrained "
    "restrained | retaining retraining restraining | river rover | road rod | root "
    "route | rooted routed | salt slat | sample simple sampler | sealing stealing | "
    "section suction | seeding speeding | sending spending | sensor censor | "
    "setting settling sitting | shaft shift | sharing shearing | shipping shopping "
    "| signing singing | silicon silicone | silver solver | simulate stimulate | "
    "simulated stimulated | simulating stimulating | simulation stimulation | site "
    "suite | slicing splicing | soil sol | spain span spin | spanning spinning | "
    "splatting splitting | stack stick stock | stain strain strait | stair star | "
    "starting stating | state statue status | stationary stationery | statue "
    "statute | stealth wealth | stepping stopping | store story | storing string "
    "strong | strike stroke | tabular tubular | taming teaming timing | tapping "
    "tipping trapping | taste test | tending trending | textual textural | thread "
    "threat | through thorough | tilted titled | tire trie | topical typical "
    "tropical | topological typological | topology typology | torso torus | tracing "
    "tracking | track trick truck | trail trial | train trans | transit transmit | "
    "united untied | unity unit | urban urbane | vertex vortex | voice vice | "
    "waiter water | weather whether | weighing weighting | winter winder"
)
_GROUP: dict[str, set[int]] = {}
for _number, _words in enumerate(_GROUPS.split("|")):
    for _word in _words.split():
        _GROUP.setdefault(_word, set()).add(_number)
# Substances by their ending: "sulfate", "sulfite"; "ethane", "ethene", "ethanol".
_SUBSTANCE = re.compile(r"(.{3,}?)(?:[aeiy]n|at|it|id|os|on|ol|al|yl|as|az)e?s?")
_VOWELS_OF_PREFIXES = re.compile(r"(m[ia]cro|pr[eo]|p[ea]r|int[er]{2}|intra|infra)")


def are_two_words(a: str, b: str) -> bool:
    """Tell whether two words that differ by a letter or two are known to be two.

    >>> are_two_words("simulations", "stimulations")
    True
    >>> are_two_words("sulfates", "sulfites"), are_two_words("micromodel", "macromodel")
    (True, True)
    >>> are_two_words("atention", "attention")
    False
    """
    one, other = (word.removesuffix("s") for word in (a, b))
    if _GROUP.get(a, set()) & _GROUP.get(b, set()):
        return True
    if _GROUP.get(one, set()) & _GROUP.get(other, set()):
        return True
    return _are_substances(a, b) or _differ_by_prefix(a, b)


def _are_substances(a: str, b: str) -> bool:
    one, other = _SUBSTANCE.fullmatch(a), _SUBSTANCE.fullmatch(b)
    return one is not None and other is not None and one[1] == other[1]


def _differ_by_prefix(a: str, b: str) -> bool:
    one, other = _VOWELS_OF_PREFIXES.match(a), _VOWELS_OF_PREFIXES.match(b)
    if one is None or other is None or one[0] == other[0]:
        return False
    return a[one.end() :] == b[other.end() :]
