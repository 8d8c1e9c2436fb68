"""What of a text is compared when articles are looked for: Latin words as they stand, Chinese in pairs of signs.

Chinese is written without spaces, and PostgreSQL brings no dictionary for it: a run of signs becomes all pairs of
neighbours, so 发动机异响 is found in 发动机有异响 by three of its four pairs. Latin words are stemmed by PostgreSQL.
"""
import re
import unicodedata

LATIN = re.compile(r'[a-z0-9]+')
# Begins what stands for words that mean the same.
MARK = 'means'
HAN = re.compile(r'[\u3400-\u9fff]+')
# Signs and words that ask rather than describe: a run ends at them.
ASKING = re.compile('怎么办|怎么|怎样|什么|为何|如何|哪里|多少|[的了呢吗啊吧呀我你您他她它这那]')


def fold(text):
    """Wide letters become narrow ones, capitals small ones."""
    return unicodedata.normalize('NFKC', text or '').lower()


def split_words(text):
    """:return: the words of a folded text, in the order of their kinds: Latin ones, then pairs of Chinese signs"""
    words = LATIN.findall(text)
    for run in HAN.findall(ASKING.sub(' ', text)):
        words += [run[at:at + 2] for at in range(len(run) - 1)] or [run]
    return words


def speaks_of(text, word):
    """Whether a folded ``text`` has ``word``: a Latin one from its beginning on, so that *squeal* is in *squealing*."""
    if LATIN.match(word):
        return bool(re.search(rf'(?<![a-z0-9]){re.escape(word)}', text))
    return word in text
