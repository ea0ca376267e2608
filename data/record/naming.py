"""The tables of names that others refer to: publishers, actors and their sides, places."""

from __future__ import annotations

from typing import Final

from data.record.columns import Column, Kind, Table, declared
from data.record.vocabulary import AFFILIATIONS, SIDE_BASIS

_ID: Kind = "text"

NAMES: Final[dict[str, Table]] = {
    "sources": declared(
        {
            "source_id": Column(_ID, "Publisher or voucher", required=True, unique=True),
            "name": Column("text", "Name as the publisher writes it", required=True),
            "name_ar": Column("text", "Its name in Arabic, if it has one", later=True),
            "name_fr": Column("text", "Its name in French, if another", later=True),
            "type": Column("code", "What kind of body it is", required=True),
            "affiliation": Column(
                "code",
                "Side it belongs or leans to, by our reading",
                required=True,
                values=AFFILIATIONS,
            ),
            "country": Column("text", "Where it is based, if known"),
            "reason": Column("text", "Why we gave this type and affiliation", required=True),
            "url": Column("text", "Its own page, if known"),
        }
    ),
    "actors": declared(
        {
            "actor_id": Column(
                _ID, "Force, state or body named in claims", required=True, unique=True
            ),
            "name": Column("text", "Name in English", required=True),
            "name_ar": Column("text", "Name in Arabic"),
            "name_fr": Column("text", "Name in French, if another", later=True),
            "aliases": Column("text", "Other names in Latin script, separated by |"),
            "aliases_ar": Column("text", "Other names in Arabic script, separated by |"),
            "leaders": Column("text", "People who lead it; not aliases", unit=""),
            "kind": Column("code", "State forces, armed group, foreign state, UN, other, unknown"),
            "note": Column("text", "What a reader must know"),
            "url": Column("text", "Where this is stated"),
        }
    ),
    "sides": declared(
        {
            "actor_id": Column("reference", "The actor", required=True),
            "side": Column(
                "code", "Bloc it fought for: one that record.toml names, or none", required=True
            ),
            "date_from": Column("partial", "First day of membership, if known"),
            "date_to": Column("partial", "Last day of membership, if known"),
            "basis": Column(
                "code", "How it is known; blank where no source speaks", values=SIDE_BASIS
            ),
            "who_says": Column("text", "Who says so"),
            "url": Column("text", "Where it is said"),
            "note": Column("text", "What a reader must know"),
        }
    ),
    "places": declared(
        {
            "place_id": Column(_ID, "Named place", required=True, unique=True),
            "name_en": Column("text", "Name in English", required=True),
            "name_ar": Column("text", "Name in Arabic"),
            "name_fr": Column("text", "Name in French, if another", later=True),
            "aliases": Column("text", "Transliterations and variants, separated by |"),
            "kind": Column(
                "code", "Front, airport, town, municipality, neighbourhood, district, site"
            ),
            "district": Column("code", "District it lies in"),
            "latitude": Column("degree", "Latitude", unit="degrees", limits=(-90, 90)),
            "longitude": Column("degree", "Longitude", unit="degrees", limits=(-180, 180)),
            "gazetteer": Column("text", "Where the point comes from"),
        }
    ),
}
