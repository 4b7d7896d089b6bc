"""Checks rendered frames with the readers other people use; run by Scripts/check-interop."""

import contextlib
import json
import logging
import sys
import tomllib
import warnings
from pathlib import Path

import astropy.units as u
import numpy as np
import sunpy.map
from astropy.coordinates import ITRS, SkyCoord
from astropy.io import fits
from astropy.time import Time
from astropy.utils import iers
from astropy.wcs import WCS
from PIL import Image
from sunpy.coordinates import HeliographicCarrington, HeliographicStonyhurst, sun

iers.conf.auto_download = False

failures = 0


def report(good, name, detail=""):
    global failures
    failures += not good
    print(("ok    " if good else "FAIL  ") + name + ("" if good else f"\n        {detail}"))


class Complaints(logging.Handler):
    """Collects warnings, whether raised as such or written to a log."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.found = []

    def emit(self, record):
        self.found.append(f"log {record.name}: {record.getMessage()}")


@contextlib.contextmanager
def silence(name):
    """A check that fails on any exception and on any warning."""
    complaints = Complaints()
    loggers = [logging.getLogger(n) for n in ("sunpy", "astropy")]
    for logger in loggers:
        logger.addHandler(complaints)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield
        complaints.found += [f"{w.category.__name__}: {w.message}" for w in caught]
    except Exception as error:
        complaints.found.append(f"{type(error).__name__}: {error}")
    finally:
        for logger in loggers:
            logger.removeHandler(complaints)
    found = list(dict.fromkeys(complaints.found))
    report(not found, name, "\n        ".join(found))


def close(name, found, expected, tolerance):
    difference = abs(found - expected)
    report(
        difference <= tolerance, name, f"found {found}, expected {expected}, within {tolerance}"
    )


def turn(degrees):
    """An angle brought to -180...180."""
    return (degrees + 180) % 360 - 180


def check_files(path, label):
    """The FITS structure: checksums, coordinates of every image, the scenario's table."""
    with silence(f"{label}: astropy opens it, checksums hold"):
        with fits.open(path, checksum=True) as units:
            units.verify("exception")
            for unit in units:
                assert "CHECKSUM" in unit.header and "DATASUM" in unit.header, unit.name
                _ = unit.data
    with fits.open(path) as units:
        for unit in units:
            if unit.is_image:
                with silence(f"{label}[{unit.name}]: astropy.wcs"):
                    WCS(unit.header)
        names = [unit.name for unit in units]
        report(len(set(names)) == len(names), f"{label}: names of HDUs differ", names)


def check_scenario_table(path, label):
    with silence(f"{label}[SCENARIO]: the lines are TOML"):
        with fits.open(path) as units:
            lines = [str(line) for line in units["SCENARIO"].data["LINE"]]
            values = tomllib.loads("\n".join(lines))
            size = values["camera"]["size"]
            assert size == list(units[0].shape[::-1]), size


def check_map(path, label, shape):
    picture = None
    with silence(f"{label}: sunpy.map.Map without a warning"):
        picture = sunpy.map.Map(path)
        assert not isinstance(picture, list), f"{len(picture)} maps, expected one"
        _ = picture.wcs, picture.observer_coordinate, picture.date, picture.reference_date
        _ = picture.coordinate_frame, picture.rsun_obs, picture.exposure_time, picture.wavelength
    if picture is None or isinstance(picture, list):
        return
    report(type(picture) is sunpy.map.GenericMap, f"{label}: plain map", type(picture))
    report(
        picture.unit == u.dimensionless_unscaled, f"{label}: dimensionless", repr(picture.unit)
    )
    report(picture.data.shape == shape, f"{label}: shape", picture.data.shape)
    check_place(picture, label)
    check_observer(picture, label)


def check_place(picture, label):
    header = picture.meta
    crpix = [header["crpix1"] - 1, header["crpix2"] - 1] * u.pix
    centre = picture.pixel_to_world(*crpix)
    close(f"{label}: x at CRPIX", turn(centre.Tx.deg) * 3600, header["crval1"], 1e-6)
    close(f"{label}: y at CRPIX", centre.Ty.arcsec, header["crval2"], 1e-6)
    sun_centre = SkyCoord(0 * u.arcsec, 0 * u.arcsec, frame=picture.coordinate_frame)
    back = picture.pixel_to_world(*picture.world_to_pixel(sun_centre))
    close(f"{label}: x at the Sun's pixel", turn(back.Tx.deg) * 3600, 0, 1e-6)
    close(f"{label}: y at the Sun's pixel", back.Ty.arcsec, 0, 1e-6)
    occulter = SkyCoord(
        header["occ_x"] * u.arcsec, header["occ_y"] * u.arcsec, frame=picture.coordinate_frame
    )
    place = picture.world_to_pixel(occulter)
    close(f"{label}: occulter's column", place.x.value + 1, header["occ_pix1"], 1e-6)
    close(f"{label}: occulter's row", place.y.value + 1, header["occ_pix2"], 1e-6)
    hidden = np.argwhere(np.isnan(picture.data))
    edge = (np.array(picture.data.shape) - 1)[None, :]
    if len(hidden) and not ((hidden == 0) | (hidden == edge)).any() and "total" == header["occ_clas"]:
        row, column = hidden.mean(axis=0) + 1
        close(f"{label}: middle of the hidden pixels, column", column, header["occ_pix1"], 0.5)
        close(f"{label}: middle of the hidden pixels, row", row, header["occ_pix2"], 0.5)


def check_observer(picture, label):
    """The observer of the header against sunpy's own Sun, seen from the header's place on Earth."""
    header = picture.meta
    date = Time(header["date-avg"], scale="utc")
    place = SkyCoord(
        *[header[f"geo{axis}_obs"] * u.m for axis in "xyz"],
        frame=ITRS(obstime=date), representation_type="cartesian",
    )
    ours = picture.observer_coordinate
    theirs = place.transform_to(HeliographicStonyhurst(obstime=date))
    close(f"{label}: B0 from sunpy, deg", ours.lat.deg, theirs.lat.deg, 0.01)
    close(f"{label}: Stonyhurst longitude, deg", turn(ours.lon.deg - theirs.lon.deg), 0, 0.01)
    close(f"{label}: distance, m", ours.radius.to_value(u.m), theirs.radius.to_value(u.m), 1e5)
    frame = HeliographicCarrington(obstime=date, observer="self")
    carrington = theirs.transform_to(frame)
    close(
        f"{label}: L0 from sunpy, deg", turn(header["crln_obs"] - carrington.lon.deg), 0, 0.01
    )
    # The Earth's own B0 and L0 differ by the observer's parallax, 0.0026 degrees on a low orbit.
    if np.linalg.norm([header[f"geo{axis}_obs"] for axis in "xyz"]) < 8e6:
        close(f"{label}: B0 of the date, deg", header["solar_b0"], sun.B0(date).deg, 0.01)
        close(f"{label}: L0 of the date, deg", turn(header["crln_obs"] - sun.L0(date).deg), 0, 0.01)
    expected = np.degrees(np.arcsin(header["rsun_ref"] / header["dsun_obs"])) * 3600
    close(f"{label}: RSUN_OBS", header["rsun_obs"], expected, 1e-6)
    close(f"{label}: sunpy's rsun_obs", picture.rsun_obs.to_value(u.arcsec), expected, 1e-6)


def check_planes(path, label):
    pictures = []
    with silence(f"{label}: sunpy.map.Map gives a list without a warning"):
        pictures = sunpy.map.Map(path)
        assert isinstance(pictures, list), type(pictures)
        for picture in pictures:
            _ = picture.wcs, picture.observer_coordinate, picture.unit
    with fits.open(path) as units:
        images = [unit.name for unit in units if unit.is_image]
        report(
            len(pictures) == len(images), f"{label}: a map for every image",
            f"{len(pictures)} maps for {images}",
        )
        report(
            [unit.data.dtype.name for unit in units if unit.name == "MASK"] == ["uint8"],
            f"{label}[MASK]: uint8",
        )
    # One by one, so that a failure names its HDU.
    for index, name in enumerate(images):
        with fits.open(path) as units:
            data, header = units[index].data, units[index].header
            with silence(f"{label}[{name}]: sunpy.map.Map without a warning"):
                picture = sunpy.map.Map(data, header)
                _ = picture.wcs, picture.observer_coordinate, picture.unit


# The annotated picture has pixels of its own; only the preview carries the frame's coordinates.
TEXTS = ("Title", "Description", "Software", "totality:run")
PREVIEW_TEXTS = (*TEXTS, "totality:wcs")


def check_picture(path, label, mode, header, texts=TEXTS):
    with silence(f"{label}: Pillow reads it"):
        with Image.open(path) as picture:
            picture.load()
            report(picture.mode == mode, f"{label}: mode {mode}", picture.mode)
            missing = [text for text in texts if text not in picture.text]
            report(not missing, f"{label}: text chunks", f"missing {missing}")
            if header is None or missing:
                return
            if "totality:wcs" in texts:
                coordinates = json.loads(picture.text["totality:wcs"])
                report(
                    coordinates["crpix"] == [header["CRPIX1"], header["CRPIX2"]]
                    and coordinates["crval"] == [header["CRVAL1"], header["CRVAL2"]]
                    and coordinates["cdelt"] == [header["CDELT1"], header["CDELT2"]]
                    and coordinates["pc"][0] == [header["PC1_1"], header["PC1_2"]]
                    and coordinates["pc"][1] == [header["PC2_1"], header["PC2_2"]]
                    and coordinates["date-avg"] == header["DATE-AVG"],
                    f"{label}: coordinates as in the FITS file", coordinates,
                )
            run = json.loads(picture.text["totality:run"])
            report(
                run == {"runid": header["RUNID"], "scenario": header["SCENSHA"]},
                f"{label}: run as in the FITS file", run,
            )


def main(folder):
    frames = sorted(
        p for p in folder.glob("*/frames/*.fits") if not p.stem.endswith("_planes")
    )
    report(len(frames) == 4, "frames are there", [str(p) for p in frames])
    for path in frames:
        run = path.parent.parent
        planes = path.with_name(path.stem + "_planes.fits")
        header = fits.getheader(path)
        check_files(path, f"{run.name}/frame")
        check_scenario_table(path, f"{run.name}/frame")
        check_map(path, f"{run.name}/frame", (header["NAXIS2"], header["NAXIS1"]))
        check_files(planes, f"{run.name}/planes")
        check_scenario_table(planes, f"{run.name}/planes")
        check_planes(planes, f"{run.name}/planes")
        quick = run / "quicklook"
        check_picture(quick / f"{path.stem}.png", f"{run.name}/picture", "RGB", header)
        check_picture(
            quick / f"{path.stem}_gray16.png", f"{run.name}/preview", "I;16", header, PREVIEW_TEXTS
        )
    check_files(folder / "shadow.fits", "shadow")
    check_picture(folder / "shadow.png", "shadow picture", "RGB", None, texts=())
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
