"""Words that records share are found in whole columns as in each text alone."""

import itertools

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from data.matching.shared_words import words_of
from data.record.places import fold

ODD = ["", "al", "Al-Khoms, al Hadba", "حي الأندلس", "l'al\u00a0foo", "a\u2010b", "¨é—x", "Souq/Suq_al-Joumaa", "ab\u200fcdef"]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(), st.sampled_from(ODD)), min_size=1, max_size=8))
def test_words_found_in_whole_columns_are_those_of_each_text(texts):
    """The plain way: fold the text, split it, keep what is long enough."""
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    there, backwards = words_of(pd.Series(texts, dtype="str"), pd.Series(texts[::-1], dtype="str"))
    plain = [{word for word in fold(text).split() if len(word) > 3} for text in texts]
    rows = np.arange(len(texts))
    found, turned = there.of(rows), backwards.of(rows)
    assert [len(found[n]) for n in rows] == [len(words) for words in plain]
    for n, m in itertools.product(rows, rows):
        assert len(found[n] & turned[m]) == len(plain[n] & plain[len(texts) - 1 - m])
    left = there.without(backwards).of(rows)
    assert [len(left[n]) for n in rows] == [len(plain[n] - plain[len(texts) - 1 - n]) for n in rows]
