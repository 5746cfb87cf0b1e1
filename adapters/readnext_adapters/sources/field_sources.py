"""Facts by which sources are proposed: venues, preprint servers, and their sizes.

Sizes are estimates of new papers a month, as of about 2025.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Venues whose papers nearly all are on arXiv, in one category.
ARXIV_VENUES = tuple(
    (category, re.compile(pattern, re.IGNORECASE))
    for category, pattern in (
        (
            "cs.LG",
            r"\b(?:neurips|nips|icml|iclr|aistats|jmlr|tmlr|colt|uai|acml|ecml)\d*\b"
            r"|machine learning|neural inf(?:ormation|\.) ?proc(?:essing|\.)"
            r"|learning representations|uncertainty in artificial intelligence"
            r"|artificial intelligence and statistics|\b(?:sig)?kdd\d*\b|\bicdm\b"
            r"|knowledge discovery|data mining|learning theory",
        ),
        (
            "cs.CL",
            r"\b(?:acl|emnlp|naacl|eacl|aacl|tacl|conll|coling|semeval|lrec)\d*\b"
            r"|computational linguistics|natural language processing",
        ),
        (
            "cs.CV",
            r"\b(?:cvpr|iccv|eccv|wacv|bmvc|accv|miccai|ijcv|tpami|pami)w?\d*\b"
            r"|computer vision|machine vision|pattern anal|medical image comput"
            r"|acm multimedia|conf\w* on multimedia|face and gesture",
        ),
        ("cs.AI", r"\b(?:aaai|ijcai|aamas|ecai|aies)\d*\b|artificial intelligence"),
        ("cs.RO", r"\b(?:icra|iros|corl|rss|ijrr)\d*\b|\brobot(?!.*interaction)"),
        (
            "cs.IR",
            r"\b(?:sigir|recsys|ecir|wsdm|cikm|ismir)\d*\b|recommender"
            r"|information retrieval",
        ),
        (
            "cs.CR",
            r"\b(?:usenix security|ndss|eurocrypt|asiacrypt|tcc|popets)\b|cryptolog"
            r"|security and privacy|computer and communications security",
        ),
        ("cs.SE", r"\b(?:icse|fse|esec|ase|issta|msr|icsme)\d*\b|software engineering"),
        ("cs.PL", r"\b(?:popl|pldi|oopsla|icfp|esop|cgo)\d*\b|programming languages"),
        ("cs.HC", r"\b(?:chi|uist|cscw|iui)\d*\b|human.computer interaction"),
        ("cs.GR", r"\bsiggraph\b|computer graphics|trans\w*\.? on graphics"),
        ("cs.DB", r"\b(?:sigmod|vldb|icde|pods)\b|very large data|management of data"),
        ("cs.NE", r"\b(?:gecco|ppsn|cec)\d*\b|evolutionary comput|genetic algorithm"),
        (
            "cs.DS",
            r"\b(?:stoc|focs|soda|icalp)\b|theory of computing|discrete algorithms",
        ),
        ("cs.DL", r"\bjcdl\b|digital librar|scientometr|informetr"),
        (
            "eess.AS",
            r"\b(?:interspeech|icassp|asru|slt)\d*\b|speech comm|acoustics,? speech",
        ),
        (
            "quant-ph",
            r"\bquantum (?:information|journal|sci)|prx quantum|phys\w* rev\w* a\b",
        ),
        ("hep-th", r"high energy physics|\bjhep\b|nucl\w* phys\w* b\b"),
        ("hep-ph", r"phys\w* rev\w* d\b|phys\w* lett\w* b\b"),
        ("gr-qc", r"quantum gravity|\bgravitation\b"),
        ("math-ph", r"mathematical physics|math\w* phys"),
        (
            "astro-ph",
            r"astrophys|astronom|\b(?:apj[ls]?|mnras|aap|pasp|pasj|jcap|aj)\b",
        ),
        ("cond-mat", r"phys\w* rev\w* b\b|condensed matter"),
        ("cond-mat.stat-mech", r"phys\w* rev\w* e\b|stat\w* (?:mech|phys)"),
        ("math.CO", r"combinator|graph theory"),
        ("math.NA", r"numer\w* anal|numerische|scientific computing|sci\w* comput"),
        ("math.OC", r"optimization|mathematical programming|math\w* program"),
        ("math.PR", r"\bprobab(?!ilistic)|stochastic processes"),
        (
            "stat.ME",
            r"biometrik|royal statistical society|annals of (?:applied )?statistics"
            r"|american statistical association|bayesian analysis|statistical science"
            r"|computational and graphical statistics|statistics and computing",
        ),
        ("econ.EM", r"\beconometrics?\b"),
        (
            "cs.SI",
            r"\b(?:icwsm|asonam|www)\d*\b|social media|web and social|web conference",
        ),
        ("cs.CY", r"\bfacct\b|fairness,? accountability"),
        ("cs.NI", r"\b(?:sigcomm|nsdi|imc|conext)\b|comput\w* comm"),
        (
            "cs.DC",
            r"\b(?:osdi|sosp|eurosys|podc|supercomputing)\b|parallel and distrib",
        ),
    )
)
# Conferences whose papers are seldom on arXiv: the key in dblp, papers a month.
DBLP_VENUES = tuple(
    (key, monthly, re.compile(pattern, re.IGNORECASE))
    for key, monthly, pattern in (
        ("conf/icip", 60, r"\bicip\d*\b|int\w* conf\w* on image processing"),
        ("conf/icpr", 50, r"\bicpr\d*\b|conf\w* on pattern recognition"),
        ("conf/chi", 100, r"\bchi\d*\b|human factors in computing"),
        ("conf/hri", 20, r"\bhri\d*\b|human-robot interaction"),
        ("conf/cig", 10, r"\bcig\b|computational intelligence (?:and|in) games"),
        ("conf/fdg", 8, r"\bfdg\b|foundations of digital games"),
        ("conf/aiide", 4, r"\baiide\b|interactive digital entertainment"),
        ("conf/sigcse", 20, r"\bsigcse\b|computer science education"),
        ("conf/euromicro", 10, r"\beuromicro\b"),
        ("conf/jcdl", 8, r"\bjcdl\b|digital libraries"),
        ("conf/isca", 8, r"\bisca\b|computer architecture"),
        ("conf/dac", 40, r"\bdac\b|design automation"),
        ("conf/visualization", 15, r"\bieee vis\b|visualization conference"),
        ("conf/huc", 15, r"\bubicomp\b|ubiquitous computing"),
        ("conf/fusion", 15, r"\(fusion\)|conf\w* on information fusion"),
        ("conf/rtss", 5, r"\brtss\b|real-time systems symp"),
        ("conf/ecrts", 3, r"\becrts\b|euromicro conf\w* on real-time"),
        ("conf/date", 35, r"\bdate\b.*europe|design,? automation and test"),
        ("conf/cdc", 100, r"\bcdc\b|decision and control"),
        ("conf/amcc", 60, r"american control conf"),
        ("conf/igarss", 150, r"\bigarss\b|geoscience and remote sensing symp"),
        ("conf/embc", 100, r"\bembc\b|engineering in medicine and biology"),
        ("conf/isbi", 40, r"\bisbi\b|symposium on biomedical imaging"),
    )
)
# Papers a month of arXiv's categories, cross-lists included.
ARXIV_MONTHLY = {
    "astro-ph": 1500,
    "cond-mat": 2000,
    "cond-mat.mtrl-sci": 900,
    "cond-mat.stat-mech": 500,
    "cs.AI": 4500,
    "cs.CL": 2600,
    "cs.CR": 800,
    "cs.CV": 3000,
    "cs.HC": 600,
    "cs.IR": 500,
    "cs.LG": 5000,
    "cs.RO": 1200,
    "cs.SE": 800,
    "eess.AS": 350,
    "eess.IV": 400,
    "eess.SP": 500,
    "eess.SY": 700,
    "gr-qc": 800,
    "hep-ph": 1100,
    "hep-th": 950,
    "math-ph": 450,
    "math.CO": 700,
    "math.NA": 600,
    "math.OC": 700,
    "math.PR": 600,
    "quant-ph": 1500,
    "stat.ME": 500,
    "stat.ML": 900,
}
ARXIV_DEFAULT = 250
# Preprint servers that register their DOIs at Crossref: the prefix, the name, papers a
# month, and the fields of journals whose readers they serve.
SERVERS = (
    ("10.26434", "ChemRxiv", 500, ("chemistry",)),
    ("10.3386", "NBER working papers", 100, ("economics",)),
    ("10.31234", "PsyArXiv", 700, ("psychology",)),
    ("10.31223", "EarthArXiv", 100, ("geoscience",)),
    ("10.31235", "SocArXiv", 150, ("sociology", "politics", "education")),
    ("10.2139", "SSRN", 8000, ()),
    ("10.21203", "Research Square", 5000, ()),
    ("10.20944", "Preprints.org", 2500, ()),
    ("10.36227", "TechRxiv", 150, ()),
    ("10.31219", "OSF Preprints", 400, ()),
    ("10.22541", "Authorea", 600, ()),
)
BIORXIV_FIELDS = frozenset(("biology", "neuroscience", "ecology"))
PUBMED_FIELDS = frozenset(("biology", "neuroscience", "medicine"))
# The words by which a paper belongs to a subject of bioRxiv, and papers a month.
BIORXIV_SUBJECTS = tuple(
    (subject, monthly, re.compile(pattern, re.IGNORECASE))
    for subject, monthly, pattern in (
        ("neuroscience", 800, r"\bneur|\bbrain|cortex|cortical|hippocamp|synap|cognit"),
        (
            "genomics",
            250,
            r"genom|sequencing|transcriptom|single.cell|epigen|chromatin",
        ),
        ("bioinformatics", 400, r"bioinformat|alignment|sequence analysis|phylogen"),
        ("biophysics", 200, r"nmr\b|crystallograph|cryo.?em|protein (?:fold|structur)"),
        ("ecology", 150, r"ecolog|biodivers|species|habitat|population dynamics"),
        ("microbiology", 300, r"microb|bacteri|virus|viral|pathogen"),
        ("plant-biology", 150, r"\bplant|arabidopsis|photosynth|\bcrop"),
        ("evolutionary-biology", 120, r"evolution(?!ary (?:comput|algor|strateg))"),
        ("cancer-biology", 250, r"cancer|tumou?r|oncolog|carcinom"),
        ("immunology", 200, r"immun|\bt.cell|antibod|cytokin"),
        (
            "cell-biology",
            250,
            r"cell biology|mitos|organell|cytoskelet|membrane tr",
        ),
        ("genetics", 120, r"genetic|\bgwas\b|heritab|allele"),
        ("animal-behavior-and-cognition", 60, r"bioacoust|birdsong|animal behavio"),
        ("biochemistry", 150, r"enzym|biochem|ligand|kinase"),
    )
)
BIORXIV_ALL = 4500

# How libraries abbreviate the words of venues' names.
_WORDS = {
    "artif": "artificial",
    "comput": "computer",
    "conf": "conference",
    "inf": "information",
    "intell": "intelligence",
    "int": "international",
    "lang": "language",
    "learn": "learning",
    "linguist": "linguistics",
    "mach": "machine",
    "proc": "proceedings",
    "process": "processing",
    "recognit": "recognition",
    "res": "research",
    "sci": "science",
    "stat": "statistics",
    "syst": "systems",
    "trans": "transactions",
    "vis": "vision",
}
_ABBREVIATED = re.compile(rf"\b({'|'.join(_WORDS)})\b\.?", re.IGNORECASE)


def spelled_out(venue: str) -> str:
    """Return the name of a venue with its usual abbreviations written out.

    >>> spelled_out("Proc. Conf. Comput. Vis."), spelled_out("Phys. Rev. D")
    ('proceedings conference computer vision', 'Phys Rev D')
    """
    words = _ABBREVIATED.sub(lambda found: _WORDS[found[1].lower()], venue)
    return re.sub(r"\.(?=\s|$)", "", words).replace("computer linguistics", _ACL)


_ACL = "computational linguistics"


@lru_cache(maxsize=4096)
def arxiv_category(venue: str) -> str | None:
    """Return the category in which nearly all papers of a venue are on arXiv."""
    name = spelled_out(venue)
    return next((c for c, pattern in ARXIV_VENUES if pattern.search(name)), None)
