"""The subjects of bioRxiv and medRxiv, as their sites list them."""

from __future__ import annotations

import re

from readnext_adapters.parsing.clean import clean

_SUBJECTS = {
    "biorxiv": (
        "animal behavior and cognition; biochemistry; bioengineering; bioinformatics;"
        "biophysics; cancer biology; cell biology; clinical trials; developmental"
        " biology; ecology; epidemiology; evolutionary biology; genetics; genomics;"
        "immunology; microbiology; molecular biology; neuroscience; paleontology;"
        "pathology; pharmacology and toxicology; physiology; plant biology; scientific"
        " communication and education; synthetic biology; systems biology; zoology"
    ),
    "medrxiv": (
        "addiction medicine; allergy and immunology; anesthesia; cardiovascular"
        " medicine; dentistry and oral medicine; dermatology; emergency medicine;"
        "endocrinology; epidemiology; forensic medicine; gastroenterology; genetic and"
        " genomic medicine; geriatric medicine; health economics; health informatics;"
        "health policy; health systems and quality improvement; hematology; hiv aids;"
        "infectious diseases; intensive care and critical care medicine; medical"
        " education; medical ethics; nephrology; neurology; nursing; nutrition;"
        "obstetrics and gynecology; occupational and environmental health; oncology;"
        "ophthalmology; orthopedics; otolaryngology; pain medicine; palliative"
        " medicine; pathology; pediatrics; pharmacology and therapeutics; primary care"
        " research; psychiatry and clinical psychology; public and global health;"
        "radiology and imaging; rehabilitation medicine and physical therapy;"
        "respiratory medicine; rheumatology; sexual and reproductive health; sports"
        " medicine; surgery; toxicology; transplantation; urology"
    ),
}
# Elsewhere "endocrinology (including diabetes ...)": which name the service goes by is
# not known, so all subjects are requested.
SPELT_VARIOUSLY = frozenset(("endocrinology", "hiv aids", "infectious diseases"))


def subjects_of(server: str) -> list[str]:
    """Return the subjects of a server, in lower case."""
    return [clean(name) for name in _SUBJECTS[server].split(";")]


def words_of(text: str) -> str:
    """A subject's name as words: "Cell_Biology" and "cell-biology" are the same.

    >>> words_of("HIV/AIDS"), words_of("Cell_Biology")
    ('hiv aids', 'cell biology')
    """
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))
