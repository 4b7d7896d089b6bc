#!/usr/bin/env python3
"""Prints Fixtures/fits/wcs.txt: headers and where astropy.wcs says their pixels look.

usage: make_wcs_fixture.py > Fixtures/fits/wcs.txt

For each case a line `case NAME`, its cards, and lines `pixel COLUMN ROW LONGITUDE LATITUDE`: FITS pixels
counted from 1, helioprojective degrees. Needs astropy 8.
"""
import warnings

from astropy.io import fits
from astropy.wcs import WCS

warnings.simplefilter("ignore")
BASE = {
    "CTYPE1": "HPLN-TAN", "CTYPE2": "HPLT-TAN", "CUNIT1": "arcsec", "CUNIT2": "arcsec",
    "CRPIX1": 512.25, "CRPIX2": 500.75, "CRVAL1": 31.5, "CRVAL2": -120.25,
    "CDELT1": 12.5, "CDELT2": 12.5,
}


def header(cards):
    result = fits.Header()
    result["NAXIS"] = 2
    result["NAXIS1"] = 1024
    result["NAXIS2"] = 1000
    for keyword, value in cards.items():
        result[keyword] = value
    return result


def case(name, changes, seen_as=None):
    """seen_as: what the standard makes of cards that astropy does not take for the sky."""
    cards = {k: v for k, v in (BASE | changes).items() if v is not None}
    truth = {k: v for k, v in (cards | (seen_as or {})).items() if v is not None}
    wcs = WCS(header(truth))
    longitude = 1 if truth["CTYPE1"].startswith("HPLT") else 0
    print("case", name)
    for card in header(cards).cards[3:]:
        print(card.image.rstrip())
    for column, row in ((1, 1), (512.25, 500.75), (1024, 1), (3.5, 998.25), (700, 321)):
        world = wcs.all_pix2world([[column, row]], 1)[0]
        print("pixel", column, row, repr(float(world[longitude])), repr(float(world[1 - longitude])))


case("plain", {})
case("arc", {"CTYPE1": "HPLN-ARC", "CTYPE2": "HPLT-ARC", "CDELT1": 90.0, "CDELT2": 90.0})
case("wide tan", {"CDELT1": 200.0, "CDELT2": 150.0})
case("degrees", {"CUNIT1": "deg", "CUNIT2": "deg", "CRVAL1": 0.25, "CRVAL2": -0.5,
                 "CDELT1": 0.0225, "CDELT2": 0.0225})
case("mixed units", {"CUNIT1": "deg", "CRVAL1": 0.01, "CDELT1": 12.5 / 3600})
case("crota", {"CROTA2": 33.5})
case("crota, oblong pixels", {"CROTA2": -121.0, "CDELT2": 7.5})
case("crota, mirrored", {"CROTA2": 17.0, "CDELT1": -12.5})
case("pc", {"PC1_1": 0.8, "PC1_2": -0.6, "PC2_1": 0.6, "PC2_2": 0.8})
case("pc, one element left out", {"PC1_2": -0.1, "PC2_1": 0.15})
case("pc without cdelt", {"PC1_1": 12.0, "PC1_2": -3.0, "PC2_1": 3.5, "PC2_2": 12.5,
                          "CDELT1": None, "CDELT2": None})
case("pc beside crota", {"PC1_1": 0.8, "PC1_2": -0.6, "PC2_1": 0.6, "PC2_2": 0.8, "CROTA2": 50.0},
     {"CROTA2": None})
case("cd", {"CD1_1": 11.0, "CD1_2": -2.0, "CD2_1": 2.5, "CD2_2": 12.0, "CDELT1": None,
            "CDELT2": None})
case("cd beside cdelt and crota", {"CD1_1": 11.0, "CD1_2": -2.0, "CD2_1": 2.5, "CD2_2": 12.0,
                                   "CROTA2": 30.0}, {"CROTA2": None, "CDELT1": None, "CDELT2": None})
case("lonpole", {"LONPOLE": 150.0})
case("lonpole and crota", {"LONPOLE": -171.0, "CROTA2": 10.0, "CRVAL1": 900.0, "CRVAL2": 800.0})
case("lonpole in pv", {"PV1_3": 200.0}, {"PV1_3": None, "LONPOLE": 200.0})
case("arc, lonpole, far off", {"CTYPE1": "HPLN-ARC", "CTYPE2": "HPLT-ARC", "LONPOLE": 145.0,
                               "CRVAL1": 100000.0, "CRVAL2": 120000.0, "CDELT1": 60.0,
                               "CDELT2": 60.0})
case("latitude first", {"CTYPE1": "HPLT-TAN", "CTYPE2": "HPLN-TAN"})
case("latitude first, pc", {"CTYPE1": "HPLT-TAN", "CTYPE2": "HPLN-TAN", "PC1_1": 0.8, "PC1_2": -0.6,
                            "PC2_1": 0.6, "PC2_2": 0.8, "LONPOLE": 170.0})
case("solar-x", {"CTYPE1": "SOLAR-X", "CTYPE2": "SOLAR-Y"},
     {"CTYPE1": "HPLN-TAN", "CTYPE2": "HPLT-TAN"})
case("no types, no units", {"CTYPE1": None, "CTYPE2": None, "CUNIT1": None, "CUNIT2": None},
     {"CTYPE1": "HPLN-TAN", "CTYPE2": "HPLT-TAN", "CUNIT1": "arcsec", "CUNIT2": "arcsec"})
case("no reference", {"CRPIX1": None, "CRPIX2": None, "CRVAL1": None, "CRVAL2": None},
     {"CRPIX1": 512.5, "CRPIX2": 500.5, "CRVAL1": 0.0, "CRVAL2": 0.0})
