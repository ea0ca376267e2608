"""A point chosen on a map drawn by hand's own means: the bundled outlines and the gazetteer's places, no request outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.parts.address import root
from components.pictures.palette import palette
from components.view import View
from components.words.names import place_named

_HTML = '<svg tabindex="0" role="application"></svg>'
_CSS = """
svg { width: 100%; height: 420px; display: block; cursor: crosshair; touch-action: none; border-radius: 6px }
svg:focus-visible { outline: 2px solid currentColor; outline-offset: 2px }
"""
# degrees are drawn as they are, east-west shortened as at 31 degrees north; a click says where, as fine as a pixel is
_SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  const svg = parentElement.querySelector('svg')
  const SPACE = 'http://www.w3.org/2000/svg', SHORT = Math.cos(31 * Math.PI / 180)
  svg.setAttribute('aria-label', data.label)
  svg.style.background = data.sea
  const made = (name, given, to = svg) => {
    const one = document.createElementNS(SPACE, name)
    Object.entries(given).forEach(([key, value]) => one.setAttribute(key, value))
    to.append(one)
    return one
  }
  svg.replaceChildren()
  const ground = made('g', {}), over = made('g', {})
  let view = { x: data.view[0] * SHORT, y: -data.view[1], w: data.view[2] }
  const path = (shape) => (shape.type === 'Polygon' ? [shape.coordinates] : shape.type === 'MultiPolygon' ? shape.coordinates : [])
    .flat().map((ring) => 'M' + ring.map(([lon, lat]) => `${(lon * SHORT).toFixed(4)},${(-lat).toFixed(4)}`).join('L') + 'Z').join('')
  const files = [['land', data.land, 'none'], ['districts', 'none', data.line]]
  const ended = new AbortController()
  Promise.all(files.map(([name]) => fetch(`${data.root}/bundled/geography/${name}.geojson`, { signal: ended.signal }).then((one) => one.json())))
    .then((found) => found.forEach((file, n) => file.features.forEach((one) => made('path', { d: path(one.geometry), fill: files[n][1], stroke: files[n][2], 'vector-effect': 'non-scaling-stroke' }, ground))))
    .catch((error) => { if (error.name !== 'AbortError') made('title', {}).textContent = String(error) })
  const draw = () => {
    const box = svg.getBoundingClientRect(), h = view.w * box.height / Math.max(box.width, 1), unit = view.w / Math.max(box.width, 1)
    svg.setAttribute('viewBox', `${view.x - view.w / 2} ${view.y - h / 2} ${view.w} ${h}`)
    over.replaceChildren()
    const seen = data.places.filter(([lon, lat]) => Math.abs(lon * SHORT - view.x) < view.w / 2 && Math.abs(-lat - view.y) < h / 2)
    const named = []
    seen.forEach(([lon, lat, name]) => {
      made('circle', { cx: lon * SHORT, cy: -lat, r: 2.5 * unit, fill: data.ink }, over)
      const free = named.every(([x, y, wide]) => Math.abs(-lat - y) > 14 * unit || lon * SHORT > x + wide || lon * SHORT + 7 * name.length * unit < x)
      if (free && named.push([lon * SHORT, -lat, 7 * name.length * unit])) made('text', { x: lon * SHORT + 5 * unit, y: -lat + 4 * unit, 'font-size': 12 * unit, fill: data.ink, direction: 'ltr' }, over).textContent = name
    })
    if (data.point) made('circle', { cx: data.point[0] * SHORT, cy: -data.point[1], r: 7 * unit, fill: 'none', stroke: data.mark, 'stroke-width': 3 * unit }, over)
    if (document.activeElement === svg || svg.getRootNode().activeElement === svg) made('path', { d: `M${view.x - 9 * unit},${view.y}h${18 * unit}M${view.x},${view.y - 9 * unit}v${18 * unit}`, stroke: data.mark, 'stroke-width': 1.5 * unit }, over)
  }
  const at = (event) => {
    const box = svg.getBoundingClientRect(), unit = view.w / box.width
    return [view.x + (event.clientX - box.left - box.width / 2) * unit, view.y + (event.clientY - box.top - box.height / 2) * unit]
  }
  const zoom = (by, [x, y]) => {
    const w = Math.min(40, Math.max(0.02, view.w * by)), part = w / view.w
    view = { w, x: x + (view.x - x) * part, y: y + (view.y - y) * part }
    draw()
  }
  const say = ([x, y]) => {
    const fine = Math.max(0, Math.ceil(-Math.log10(view.w / svg.getBoundingClientRect().width)))
    data.point = [x / SHORT, -y]
    draw()
    setTriggerValue('point', { latitude: (-y).toFixed(fine), longitude: (x / SHORT).toFixed(fine) })
  }
  let from = null
  svg.onwheel = (event) => { event.preventDefault(); zoom(event.deltaY > 0 ? 1.25 : 0.8, at(event)) }
  svg.onpointerdown = (event) => { from = { at: at(event), moved: false, x: event.clientX, y: event.clientY }; svg.setPointerCapture(event.pointerId) }
  svg.onpointermove = (event) => {
    if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) < 5 && !from.moved) return
    from.moved = true
    const [x, y] = at(event)
    view = { ...view, x: view.x + from.at[0] - x, y: view.y + from.at[1] - y }
    draw()
  }
  svg.onpointerup = (event) => { if (from && !from.moved) say(at(event)); from = null }
  svg.onfocus = draw
  svg.onblur = draw
  svg.onkeydown = (event) => {
    const step = view.w / 12, keys = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }
    if (keys[event.key]) { view = { ...view, x: view.x + keys[event.key][0], y: view.y + keys[event.key][1] }; draw() }
    else if (event.key === '+' || event.key === '=') zoom(0.8, [view.x, view.y])
    else if (event.key === '-') zoom(1.25, [view.x, view.y])
    else if (event.key === 'Enter') say([view.x, view.y])
    else return
    event.preventDefault()
  }
  const size = new ResizeObserver(draw)
  size.observe(svg)
  return () => { ended.abort(); size.disconnect() }
}
"""


def point_map(view: View, key: str, point: tuple[str, str], chosen: Callable[[str, str], None]) -> None:  # fmt: skip
    """A map on which a click, or Enter at its cross, says where.

    Args:
        view: the view.
        key: of the map.
        point: latitude and longitude as they stand in the form; blank is none.
        chosen: is told latitude and longitude, as fine as the map was.
    """
    words, colours = view.words, palette(view.theme)
    rows = view.holdings.record.places.dropna(subset=["latitude", "longitude"])
    try:
        own = [float(point[1]), float(point[0])]
    except ValueError:
        own = []
    data: dict[str, Any] = {
        "label": words("desk.map_keys"),
        "root": root(),
        "view": [*own, 0.6] if own else [13.2, 32.6, 2.4],
        "point": own,
        "places": [[row["longitude"], row["latitude"], place_named(row, words)] for _, row in rows.iterrows()],
        "sea": colours.sea, "land": colours.land, "line": colours.border, "ink": colours.ink, "mark": colours.measure["injured"],
    }  # fmt: skip

    def said() -> None:
        found = st.session_state[key]["point"]
        if found:
            chosen(str(found["latitude"]), str(found["longitude"]))

    mount = st.components.v2.component("point_map", html=_HTML, css=_CSS, js=_SCRIPT)
    mount(key=key, data=data, on_point_change=said)
    st.caption(words("desk.map_keys"))
