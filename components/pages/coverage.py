"""Official tolls beside the incidents: never added, the gap as a range, or the reason why not."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.lines.coverage import falls, gap_rows, quarter_rows
from components.lines.trend import with_months
from components.parts.address import asked, tell
from components.parts.coverage_strip import coverage_strip
from components.parts.exhibit import chart, heading
from components.parts.filters import view
from components.parts.tables import table
from components.parts.windows import window
from components.pictures.comparison_charts import tolls_beside
from components.view import furniture, once
from components.words.language import literal
from components.words.names import publisher_name, source_names
from components.words.numbers import day, said, whole
from data.counting.coverage import TRIPOLI_AREA, coverage, toll_figure, tolls_known
from data.counting.periods import bins, extent, stock_on
from data.counting.query import query
from data.counting.selection import Selection

CHARTED = ("killed", "injured", "displaced", "held")

v = view()
words, record, selection = v.words, v.record, v.selection
heading(v, "coverage")
st.info(words("coverage.caution"))
wide = Selection(selection.date_from, selection.date_to, selection.as_known_on)
tolls = tolls_known(record, wide)
compared = once(v, "compared", lambda: {one.toll_id: one for one in coverage(record, tolls, wide)})
# a chart draws totals of all harm; those of a part of it stand in the table, and alone where there are no others
of_all_harm = tolls[tolls["of_harm"].isna() & tolls["measure"].isin(CHARTED)]
charted = of_all_harm if len(of_all_harm) else tolls[tolls["measure"].isin(CHARTED)]
if charted.empty:
    st.info(words("coverage.empty"))
    st.stop()
coverage_strip(v)

bar = st.container(horizontal=True, vertical_alignment="bottom", gap="medium")
measures = [m for m in CHARTED if (charted["measure"] == m).any()]
usual = selection.measure if selection.measure in measures else measures[0]
measure = bar.segmented_control(
    words("filters.measure"),
    measures,
    default=asked("toll", measures, usual, words),
    required=True,
    format_func=lambda m: words.term("measure", m),
    key="toll-measure",
)
# The chart opens on whom the reader chose; if no toll speaks of them, on whom most tolls of the period speak of.
groups = list(charted.loc[charted["measure"] == measure, "group"].value_counts().index)
opens_on = selection.group if selection.group in groups else groups[0]
group = bar.selectbox(
    words("filters.group"),
    groups,
    groups.index(asked("of", groups, opens_on, words)),
    format_func=lambda g: words.term("group", g),
    key="toll-group",
    width=260,
)
of_group = charted[(charted["measure"] == measure) & (charted["group"] == group)]
scopes = list(of_group["area_scope"].value_counts().index)
scope = (
    bar.segmented_control(
        words("coverage.area"),
        scopes,
        default=asked("scope", scopes, scopes[0], words),
        required=True,
        format_func=lambda s: words(f"coverage.scope.{s}"),
        key=f"toll-scope-{measure}-{group}",
    )
    or scopes[0]
)


tell("toll", measure, usual)
tell("of", group, opens_on)
tell("scope", scope, scopes[0])


def drawn() -> tuple[go.Figure, str, pd.DataFrame, list[str]]:
    """The tolls beside the incidents, what that shows in words, and their table."""
    own = of_group[of_group["area_scope"] == scope].copy()
    figures = [compared[toll].toll for toll in own["toll_id"]]
    own["publisher"] = own["source_id"].map(source_names(record, words.language))
    own["open"] = [figure.open for figure in figures]
    own["best"] = [figure.best for figure in figures]
    own["label"] = [
        f"<b>{row.publisher}</b><br>{day(row.day, words)}: {said(figure, words)}<br>{row.measure_as_printed}, {row.area}"
        for row, figure in zip(own.itertuples(), figures, strict=True)
    ]
    counted = pd.DataFrame(columns=["day", "low", "best", "high", "label"])
    if scope in ("tripoli", "country") and measure in ("killed", "injured"):
        area = {"district": TRIPOLI_AREA} if scope == "tripoli" else {"country": ("LY",)}
        beside = selection.replace(
            measure=measure,
            group=group
            if group in ("all", "civilians", "children", "migrants", "health workers")
            else "all",
            **area,
        )
        rows = bins(query(record, beside), record, measure, "week")
        counted = rows.rename(columns={"end": "day"})[["day", "low", "best", "high"]].copy()
        counted[["low", "best", "high"]] = counted[["low", "best", "high"]].astype("Float64")
        counted["label"] = [day(one, words) for one in counted["day"]]
        runs = counted[["low", "best", "high"]].cumsum().ffill()
        counted[["low", "best", "high"]] = runs
    title = words(
        "coverage.title_chart",
        n=len(own),
        measure=words.term("measure", measure),
        latest=said(figures[-1], words),
        publisher=own["publisher"].iloc[-1],
        day=day(own["day"].iloc[-1], words),
    )
    around = furniture(
        v,
        title,
        words(
            "coverage.subtitle",
            measure=words.term("measure", measure),
            group=words.term("group", group),
            area=words(f"coverage.scope.{scope}"),
        ),
    )
    labels = {
        "incidents": words("coverage.incidents"),
        "band": words("trends.band"),
        "axis": words("trends.axis", measure=words.term("measure", measure)),
    }
    figure = tolls_beside(own, counted, measure, around, labels, (start, end))
    shown = [
        "day",
        "publisher",
        "best",
        "qualifier",
        "measure_as_printed",
        "area",
        "document",
        "url",
    ]
    fallen = falls(own, words)
    return with_months(figure, start, end, v), title, own[shown], fallen


start, end = extent(selection, record)
figure, title, twin, fallen = once(v, ("tolls", measure, group, scope), drawn)
chart(v, figure, f"coverage-{measure}-{group}-{scope}", title, twin)
for fall in fallen:
    st.caption(literal(fall))

st.subheader(words("coverage.gaps"), anchor=False)
gaps = once(v, "gaps", lambda: gap_rows(v, tolls, compared).drop(columns="toll_id"))
st.caption(
    words.md(
        "coverage.gap_rule",
        n=sum(one.comparable for one in compared.values()),
        of=whole(len(compared), words),
    )
)
table(
    gaps.iloc[window(words, len(gaps), "gaps")],
    column_config={
        **{
            name: words(f"column.{name}")
            for name in (
                "as_of",
                "publisher",
                "measure",
                "group",
                "area",
                "toll",
                "incidents",
                "gap",
                "reason",
                "scope_bands",
                "note",
            )
        },
        "link": st.column_config.LinkColumn(
            words("column.counted"), display_text=words("coverage.open")
        ),
        "url": st.column_config.LinkColumn(
            words("column.url"), display_text=words("exhibit.source")
        ),
    },
)
quarters = once(v, "quarters", lambda: quarter_rows(v))
if len(quarters):
    st.subheader(words("coverage.quarters"), anchor=False)
    st.caption(words("coverage.quarters_note"))
    table(
        quarters,
        key="quarters",
        column_config={
            **{name: words(f"column.{name}") for name in quarters if name != "link"},
            "link": st.column_config.LinkColumn(
                words("column.counted"), display_text=words("coverage.open")
            ),
        },
    )
stock = stock_on(record, end, selection.as_known_on)
if stock is not None:
    st.caption(
        literal(
            words(
                "coverage.stock",
                publisher=publisher_name(record, stock["publisher"], words),
                day=day(stock["day"], words),
                area=stock["area"],
                count=said(toll_figure(stock), words),
            )
        )
    )
