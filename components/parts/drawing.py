"""A drawing of our own on a page: a picture, of which nothing is alive."""

from __future__ import annotations

import base64
import html

import streamlit as st


def drawing(svg: str, alt: str) -> None:
    """Show an SVG file as a picture as wide as the page.

    Args:
        svg: the file.
        alt: what it shows, for those who cannot see it.
    """
    drawn = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    said = html.escape(alt)
    st.html(f'<img src="data:image/svg+xml;base64,{drawn}" alt="{said}" style="width:100%">')
