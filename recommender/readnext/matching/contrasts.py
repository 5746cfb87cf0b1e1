"""Words that tell one study of a group from the next: other animals, places, sides."""

from __future__ import annotations

from readnext.matching.names import fold
from readnext.matching.word_forms import stem

_LONG_WORD = 4  # letters
# A study of other animals, organs, people or sides is another one.
_CONTRASTS = frozenset(
    stem(word)
    for word in (
        "mouse mice murine rat rats human humans cat cats feline dog dogs canine "
        "bat bats pig pigs porcine sheep ovine cow cattle bovine horse horses "
        "equine goat goats rabbit rabbits monkey monkeys macaque macaques chick "
        "chicken chickens bird birds fish zebrafish drosophila fly flies bee bees "
        "ant ants yeast bacteria plants animals maize rice wheat barley "
        "arabidopsis tomato men women male males female females boys girls "
        "children adults adolescents infants elderly patients controls liver "
        "spleen kidney lung heart brain muscle skin bone blood eye retina cortex "
        "hippocampus amygdala cerebellum north south east west northern southern "
        "eastern western left right upper lower low high positive negative early "
        "late summer winter spring autumn urban rural marine terrestrial "
        "freshwater linear nonlinear supervised unsupervised discrete continuous "
        "finite infinite static dynamic deterministic stochastic edge edges "
        "vertex vertices primes squares first second third malaria pneumonia "
        "cancer diabetes asthma audio video images text speech directed undirected "
        "planar bipartite monolayer bilayer trilayer classical quantum boson bosons "
        "bosonic fermion fermions fermionic ferromagnetic antiferromagnetic proton "
        "protons neutron neutrons electron electrons positron radio optical infrared "
        "wages employment mothers fathers sons daughters theory simulation"
    ).split()
)
# One of another country is another one, too.
_PLACES = frozenset(
    stem(word)
    for word in (
        "africa african america american asia asian europe european afghanistan "
        "algeria argentina australia australian austria austrian bangladesh belgium "
        "bolivia botswana brazil brazilian britain british bulgaria cambodia "
        "cameroon canada canadian chile china chinese colombia congo croatia cuba "
        "cyprus denmark danish ecuador egypt england english ethiopia finland "
        "finnish france french gambia germany german ghana greece greek guatemala "
        "guinea haiti hungary iceland india indian indonesia iran iraq ireland "
        "irish israel italy italian japan japanese jordan kenya korea korean laos "
        "lebanon madagascar malawi malaysia mali mexico mexican mongolia morocco "
        "mozambique myanmar namibia nepal netherlands dutch nicaragua niger nigeria "
        "norway norwegian pakistan panama peru philippines poland polish portugal "
        "romania russia russian rwanda scotland senegal serbia sierra singapore "
        "slovakia slovenia somalia spain spanish sudan sweden swedish switzerland "
        "swiss syria taiwan tanzania thailand togo tunisia turkey turkish uganda "
        "ukraine uruguay uzbekistan venezuela vietnam wales yemen zambia zimbabwe"
    ).split()
)
# Words of titles of which one group has many, each on another sample or substance.
_SAMPLED = frozenset(
    stem(word)
    for word in (
        "patients trial trials randomized placebo cohort mice rats children adults "
        "men women infants cells gene genes genome genomes protein proteins receptor "
        "receptors crystal compound compounds collisions collider decay decays tev gev "
        "galaxy galaxies supernova supernovae lhc atlas species disease cancer"
    ).split()
)


def name_two_subjects(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Tell whether words that two titles have alone name two subjects or two countries.

    >>> name_two_subjects(("mice",), ("women",)), name_two_subjects(("mice",), ("mud",))
    (True, False)
    """
    a, b = set(map(stem, ours)), set(map(stem, theirs))
    return any(some & (a - b) and some & (b - a) for some in (_CONTRASTS, _PLACES))


def is_of_a_kind(*words: str) -> bool:
    """Tell whether titles with these words come in numbers, each on another sample."""
    return not _SAMPLED.isdisjoint(map(stem, words))


def has_proper_name(title: str, words: tuple[str, ...]) -> bool:
    """Tell whether one of these words of a title is a name.

    That is to be seen where other words have small letters.

    >>> has_proper_name("Herons of the Ulu ponds", ("ulu",))
    True
    >>> has_proper_name("Herons of the Ulu Ponds", ("ulu",))
    False
    """
    found = [word.strip("()[]{},.:;?!'\"") for word in title.split()[1:]]
    long = [word for word in found if len(word) > _LONG_WORD]
    if sum(map(str.islower, long)) * 2 < len(long) or not long:
        return False
    return any(word[:1].isupper() and fold(word) in words for word in found)
