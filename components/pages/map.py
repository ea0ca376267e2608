"""Where: marks for places known to 5 km, areas for the rest, hexagons, and time that plays."""

import functools

import streamlit as st

from components.briefing.framed_map import CUTS, FORMS, framed_map
from components.briefing.month_maps import month_maps
from components.lines.map import COLOUR_BY, source_line, summary
from components.parts import incident_map
from components.parts.address import asked, tell
from components.parts.drawing import drawing
from components.parts.exhibit import empty, heading, served_at
from components.parts.filters import view
from components.parts.map_table import map_table
from components.parts.opened_figure import open_lineage
from components.parts.tables import table
from components.parts.windows import window
from components.view import once, stamp, view_of
from components.words.language import literal
from components.words.numbers import days, said
from components.words.sentences import selection_sentence, titled
from data.counting.bounded import by_boundaries
from data.counting.figure import of_row
from data.counting.periods import bins
from data.counting.placing import place, placed, placed_rows
from data.counting.query import query
from data.counting.selection import Selection
from data.record.team_geography import readable_geography
from data.store.passed_on import passed_on

SECONDS_A_WEEK = 1.2
HEIGHT = 560
REGIONS, LAYERS = ("tripoli", "libya"), ("incidents", "months", "hexagons")

v = view()
words, record, selection = v.words, v.record, v.selection
heading(v, "map")
if not v.answer.ids:
    empty(v)
    st.stop()

sea = Selection(
    selection.date_from, selection.date_to, selection.as_known_on, selection.measure, cause="at sea"
)
every_dataset = v.holdings.record  # the layer stands beside whatever datasets are chosen
drowned = query(every_dataset, sea)
bar = st.container(horizontal=True, vertical_alignment="bottom", gap="medium")
region = bar.segmented_control(
    words("map.region"),
    REGIONS,
    default=asked("region", REGIONS, REGIONS[0], words),
    required=True,
    format_func=lambda r: words(f"map.{r}"),
    key="map-region",
)
colour_by = bar.segmented_control(
    words("map.colour"),
    COLOUR_BY,
    default=asked("colour", COLOUR_BY, COLOUR_BY[0], words),
    required=True,
    format_func=lambda c: words(f"map.by.{c}"),
    key="map-colour",
)
layer = bar.segmented_control(
    words("map.layer"),
    LAYERS,
    default=asked("layer", LAYERS, LAYERS[0], words),
    required=True,
    format_func=lambda x: words(f"map.{x}"),
    key="map-layer",
)
for name, value, usual in (("region", region, REGIONS[0]), ("colour", colour_by, COLOUR_BY[0]), ("layer", layer, LAYERS[0])):  # fmt: skip
    tell(name, value, usual)
if layer == "months":
    told = once(
        v, ("months", region, colour_by), lambda: month_maps(v, str(region), str(colour_by))
    )
    drawing(told.picture.svg(), " ".join(told.said))
    incident_map.legend(v, placed(record, selection), colour_by, str(region), ("area", "war"))
    left = words("map.months_left", n=told.left_out) if told.left_out else ""
    st.caption(literal(" ".join(filter(None, (words("map.months_note"), left, stamp(v), source_line(words))))))  # fmt: skip
    months = st.expander(words("exhibit.twin"), on_change="rerun", key="months-twin")
    if months.open:
        with months:
            links = [
                f"incidents?{selection.replace(date_from=row.start.date(), date_to=row.end.date()).to_query()}"
                for row in told.rows.itertuples()
            ]
            shown = [
                "month",
                "low",
                "best",
                "high",
                "open",
                "incidents",
                "unreported",
                "not_on_map",
                "link",
            ]
            table(
                told.rows.assign(link=links)[shown],
                column_config={
                    "link": st.column_config.LinkColumn(
                        words("column.counted"), display_text=words("coverage.open")
                    )
                },
            )
    st.stop()
playing = bar.toggle(words("map.play"), key="map-playing")

weeks = bins(v.answer, record, selection.measure, "week")
weeks = weeks[weeks["incidents"] + weeks["unreported"] > 0].reset_index(drop=True)


def offer_picture(shown: Selection) -> None:
    """The picture of the map of what is shown, or why there is none."""
    may_leave, barred = passed_on(v.holdings.record, shown)
    for name in barred:
        st.caption(literal(words("briefing.kept_back", dataset=words.term("dataset", name))))
    if may_leave is None:
        return
    told = view_of(v.holdings, may_leave, words, "light")
    if incident_map.many(placed(told.record, told.selection)):
        st.caption(words("map.picture_many"))
        return
    bar = st.container(horizontal=True, vertical_alignment="bottom", gap="medium")
    cut = bar.segmented_control(
        words("map.cut"),
        list(CUTS),
        default=next(iter(CUTS)),
        required=True,
        format_func=lambda one: words(f"map.cuts.{one.replace(':', '_')}"),
        key="map-cut",
    )
    form = bar.segmented_control(
        words("map.form"),
        FORMS,
        default=FORMS[0],
        required=True,
        format_func=str.upper,
        key="map-form",
    )
    bar.download_button(
        words("map.take_picture"),
        functools.partial(
            framed_map, told, str(region), str(colour_by), str(cut), str(form), served_at()
        ),
        f"map-{region}-{str(cut).replace(':', '-')}.{form}",
        "image/svg+xml" if form == "svg" else "image/png",
        on_click="ignore",
        key="map-take",
    )


@st.fragment(run_every=SECONDS_A_WEEK if playing else None)
def timed_map() -> None:
    """The map up to a week, or of one week while it plays."""
    said_weeks = once(v, "weeks", lambda: [days(row.start, row.end, words) for row in weeks.itertuples()])  # fmt: skip
    names = dict(zip(weeks["key"], said_weeks, strict=True))
    whole = words("map.whole_period")
    options = [whole, *weeks["key"]]
    if playing:
        at = st.session_state.get("map-week", whole)
        place_now = options.index(at) if at in options else 0
        st.session_state["map-week"] = options[place_now % (len(options) - 1) + 1]
    week = whole
    if "map-week" not in st.session_state and len(options) > 2:
        first = asked("week", ["", *weeks["key"]], "", words)
        st.session_state["map-week"] = first or whole
    if len(options) > 2:
        week = st.select_slider(
            words("map.week"), options, key="map-week", format_func=lambda key: names.get(key, key)
        )
    if not playing:  # each week of a play in the address would be an entry of the browser's history
        tell("week", "" if week == whole else str(week), "")
    shown = selection
    if week != whole:
        row = weeks[weeks["key"] == week].iloc[0]
        shown = selection.replace(date_from=row["start"].date(), date_to=row["end"].date())
    found, shown_ids = placed(record, shown), query(record, shown).ids
    if week != whole:
        st.text(selection_sentence(shown, record, words))
    if layer == "hexagons":
        coarse = incident_map.draw_hexagons(v, shown, f"hexagons-{region}", region, HEIGHT)
        note = words("map.hexagon_note", n=coarse, measure=words.term("measure", selection.measure))
        st.caption(
            f"{literal(note)} {literal(stamp(v, None if shown == selection else shown_ids))} {literal(source_line(words))}"
        )
        return
    beside = None
    offered = selection.cause != "at sea" and len(drowned.ids) > 0
    if offered and st.toggle(words.md("map.at_sea", n=len(drowned.ids)), key="map-at-sea"):
        beside = place(every_dataset, sea.replace(date_from=shown.date_from, date_to=shown.date_to))
    name = f"map-{region}-{colour_by}{'-sea' if beside else ''}"
    chosen = incident_map.draw(v, shown, colour_by, name, region, HEIGHT, beside)
    incident_map.legend(v, found, colour_by, region)
    if beside:
        told, opens = st.columns([5, 1], vertical_alignment="center")
        figure = of_row(drowned.figures().loc[selection.measure])
        told.caption(
            words.md("map.at_sea_note", figure=said(figure, words), measure=words.term("measure", selection.measure), unplaced=len(beside.unplaced))
        )  # fmt: skip
        if opens.button(words("exhibit.lineage"), key="open-at-sea", type="tertiary"):
            st.session_state["_sea-opened"] = True
            st.rerun()
    st.caption(
        f"{literal(summary(v, found))} {literal(stamp(v, None if shown == selection else shown_ids))} {literal(source_line(words))}"
    )
    if incident_map.many(found):
        st.caption(words("map.squares_note"))
    if chosen:
        st.session_state["_map-opened"] = chosen
        st.rerun()
    twin = st.expander(words("exhibit.twin"), on_change="rerun", key="map-twin")
    if twin.open:
        with twin:
            map_table(v, shown, str(region), incident_map.pixels_of(v, 1.0), HEIGHT)
    picture = st.expander(words("map.picture"), on_change="rerun", key="map-picture")
    if picture.open:
        with picture:
            offer_picture(shown)
    unplaced = st.expander(words.md("map.unplaced", n=len(found.unplaced)), on_change="rerun", key="map-unplaced")  # fmt: skip
    if unplaced.open:
        with unplaced:
            part = window(words, len(found.unplaced), "unplaced")
            rows = placed_rows(record, shown, found.unplaced[part])
            table(titled(record, rows, words)[["date_low", "title", "place", "low", "best", "high", "open", "incident_id"]])  # fmt: skip


timed_map()
opened = st.session_state.pop("_map-opened", None)
if opened:
    incident_map.open_incidents(v, opened)
if st.session_state.pop("_sea-opened", False):
    beside_view = view_of(v.holdings, sea, words, v.theme)
    open_lineage(beside_view, sea, selection.measure)

for one in readable_geography()[0].boundaries:
    bounds = st.expander(words.md("geography.by", file=one.file), on_change="rerun", key=f"bounds-{one.file}")  # fmt: skip
    if bounds.open:
        with bounds:
            rows, undecided = once(v, ("bounds", one.file, id(one)), lambda: by_boundaries(record, selection, one.areas))  # noqa: B023  # fmt: skip
            st.text(words("geography.undecided", n=len(undecided)))
            if len(rows):
                arabic = rows["name_ar"].where(rows["name_ar"] != "", rows["name"])
                named = rows.assign(name=arabic) if words.language == "ar" else rows
                table(
                    named[
                        ["name", "pcode", "low", "best", "high", "open", "incidents", "unreported"]
                    ]
                )
            st.caption(literal(f"{one.attribution} ({one.licence})"))
