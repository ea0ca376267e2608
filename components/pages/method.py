"""Definitions, rules, standards and limits, printed from the constants the code runs on."""

import pandas as pd
import streamlit as st

from components.briefing.document import pdf
from components.briefing.parts import reading_page
from components.parts.exhibit import heading, served_at
from components.parts.filters import kept_back, view
from components.parts.tables import static_table, table
from components.pictures.basemap import attribution_text
from components.words.names import note_text
from components.words.numbers import day, days
from data.counting.coverage import REASONS, TRIPOLI_AREA
from data.counting.doubts import LATE_DAYS
from data.counting.estimate import ROLES
from data.counting.signals import FLOOR, WEEKS, WINDOW_DAYS
from data.matching.grouping import ACCEPT, MARGIN
from data.record.codebook import codebook
from data.record.possible import LONGEST_INCIDENT_DAYS
from data.record.record import PROVISIONAL_DAYS
from data.record.schema import TABLES
from data.record.vocabulary import (
    ATTRIBUTION,
    GRADES,
    OPEN_QUALIFIERS,
    POINT_PRECISIONS,
    PRECISION_RADIUS_M,
    SOURCE_RANKS,
    TIER_OF_RANK,
)

v = view()
words, record = v.words, v.record
heading(v, "method")
st.caption(
    words.md(
        "method.version",
        title=note_text(record, record.title, words),
        version=record.version,
        date=day(record.date, words),
        licence=note_text(record, record.licence, words),
    )
)

if not kept_back():
    served = served_at()
    st.download_button(
        words("method.page"),
        lambda: pdf(reading_page(v, served)),
        f"{words('method.page_file')}.pdf",
        "application/pdf",
        on_click="ignore",
    )

if len(record.put_aside):
    st.subheader(words.md("method.put_aside", n=len(record.put_aside)), anchor=False)
    table(record.put_aside)

for name in (
    "counting",
    "estimate",
    "claims",
    "place",
    "tolls",
    "signals",
    "matching",
    "desk",
    "standards",
    "limits",
):
    st.subheader(words(f"method.{name}.title"), anchor=False)
    st.markdown(
        words.md(
            f"method.{name}.text",
            provisional=PROVISIONAL_DAYS,
            window=WINDOW_DAYS,
            weeks=words("sentence.or").join(str(weeks) for weeks in WEEKS),
            floor=words("covered.and").join(
                f"{least} {words.term('measure', one)}" for one, least in FLOOR.items()
            ),
            late=LATE_DAYS,
            accept=ACCEPT,
            margin=MARGIN,
            longest=LONGEST_INCIDENT_DAYS,
            open=" / ".join(words.term("qualifier", one) for one in OPEN_QUALIFIERS),
            points=words("covered.and").join(
                words.term("place_precision", one) for one in POINT_PRECISIONS
            ),
            tripoli=" + ".join(words.term("district", one) for one in TRIPOLI_AREA),
            statuses=words("covered.and").join(
                words.term("attribution_status", one) for one in ATTRIBUTION
            ),
            grades=words("covered.and").join(
                words.term("verification_grade", one) for one in GRADES
            ),
        )
    )
    if name == "counting":
        static_table(
            pd.DataFrame(
                [
                    {
                        words("column.dataset"): words("covered.and").join(
                            words.term("dataset", one) for one in band.datasets
                        ),
                        words("column.band"): words.term("coverage", band.kind),
                        words("column.period"): days(band.date_from, band.date_to, words),
                    }
                    for band in record.bands
                ]
            )
        )
    if name == "estimate":
        static_table(
            pd.DataFrame(
                [
                    {
                        words("column.source_rank"): rank,
                        words("column.kind"): words.term("rank_meaning", rank),
                        words("column.tier"): TIER_OF_RANK[rank],
                    }
                    for rank in SOURCE_RANKS
                ]
            )
        )
        st.caption(
            words.md(
                "method.roles",
                roles=words("covered.and").join(words.term("role", role) for role in ROLES),
            )
        )
    if name == "place":
        static_table(
            pd.DataFrame(
                [
                    {
                        words("column.precision"): words.term("place_precision", precision),
                        words("column.radius_m"): radius if radius else "–",
                    }
                    for precision, radius in PRECISION_RADIUS_M.items()
                ]
            ).astype(str)
        )
    if name == "tolls":
        static_table(
            pd.DataFrame(
                [{words("column.reason"): words.term("reason", reason)} for reason in REASONS]
            )
        )

st.subheader(words("method.codebook"), anchor=False)
chosen = st.selectbox(
    words("method.table"),
    list(TABLES),
    key="method-table",
    format_func=lambda name: f"{name} ({len(record.table(name))} / {record.read[name]})",
)
table(
    pd.DataFrame(codebook(chosen), columns=["column", "kind", "meaning", "values"]),
    column_config={"kind": words("column.form")},
)
st.subheader(words("method.rows"), anchor=False)
table(record.table(chosen))
st.subheader(words("method.geography"), anchor=False)

st.markdown(attribution_text())
