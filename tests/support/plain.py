"""How hard a text is to read, in English and in Spanish, counted as the makers of the measures did.

Syllables of English are counted by groups of vowels, those of Spanish by its rules of spelling.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.?!]+(?=\s|$)|\n")
_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
# One nucleus each: a strong or accented vowel with the weak ones at its sides, or weak ones alone.
_SPANISH_NUCLEUS = re.compile(r"[iuü]?[aeoáéó][iuy]?|[íú]|[iuüy]+")


def english_grade(text: str) -> float:
    """The school year of the United States that reads it with ease (Flesch and Kincaid, 1975)."""
    words, sentences = _counted(text)
    syllables = sum(english_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def spanish_ease(text: str) -> float:
    """Szigriszt's index on the scale INFLESZ: 65 and more is fairly easy, 80 and more very easy."""
    words, sentences = _counted(text)
    syllables = sum(spanish_syllables(word) for word in words)
    return 206.835 - 62.3 * syllables / len(words) - len(words) / sentences


def longest_sentence(text: str) -> int:
    """Words of the longest sentence."""
    return max(len(_WORD.findall(each)) for each in _SENTENCE.split(text))


def english_syllables(word: str) -> int:
    plain = word.lower().replace("’", "'").removesuffix("'s")
    if re.search(r"[^aeiouyl]e$|[^aeiouydt]ed$|[^aeiouscxzgh]es$", plain):
        plain = re.sub(r"e[ds]?$", "", plain)
    return max(1, len(_ENGLISH_VOWELS.findall(plain)) + len(re.findall(r"i[ao](?!n)", plain)))


def spanish_syllables(word: str) -> int:
    plain = re.sub(r"(q)u(?=[eiéí])|(g)u(?=[eiéí])", r"\1\2", word.lower())
    plain = re.sub(r"y(?=[aeiouáéíóú])", "j", plain)  # a consonant there
    return max(1, len(_SPANISH_NUCLEUS.findall(plain)))


def _counted(text: str) -> tuple[list[str], int]:
    sentences = [each for each in _SENTENCE.split(text) if _WORD.search(each)]
    return _WORD.findall(text), len(sentences)
