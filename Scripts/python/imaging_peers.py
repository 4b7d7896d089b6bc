"""Enhancement filters of sunkit-image and watroo beside the program's, on the same pictures.

Arguments: a file with the program's results (name, median, best, unit, separated by tabs) and the folder where it
left its pictures: little-endian doubles, row by row from the bottom. Prints processor times, their ratio and how
far the filtered pictures differ, in units of the standard deviation.
"""

import pathlib
import sys
import warnings

import numpy as np

from measuring import median_seconds, own_results

try:
    import astropy.units as u
    import cv2
    import sunkit_image
    import sunpy.map
    from sunkit_image import enhance, radial
    from sunkit_image.utils import equally_spaced_bins
except ImportError as error:
    print(f"\nNO COMPARISON WITH SUNKIT-IMAGE: {error} (see --peers)", file=sys.stderr)
    sys.exit(0)

RUNS = 1  # sunkit-image's radial filters take up to a minute


def picture(folder, name):
    """A picture by its name, square."""
    samples = np.fromfile(folder / f"{name}.f64", dtype="<f8")
    side = round(samples.size**0.5)
    return samples.reshape(side, side)


def solar_map(samples):
    """The picture on the sky as the program has it: 5 solar radii of 960 arcsec from middle to edge."""
    side = samples.shape[0]
    header = {
        "CTYPE1": "HPLN-TAN", "CTYPE2": "HPLT-TAN", "CUNIT1": "arcsec", "CUNIT2": "arcsec",
        "CDELT1": 960 * 10 / side, "CDELT2": 960 * 10 / side,
        "CRPIX1": (side + 1) / 2, "CRPIX2": (side + 1) / 2, "CRVAL1": 0, "CRVAL2": 0,
        "RSUN_OBS": 960.0, "DSUN_OBS": 1.495978707e11, "HGLN_OBS": 0, "HGLT_OBS": 0,
        "DATE-OBS": "2024-04-08T18:00:00",
    }  # fmt: skip
    return sunpy.map.Map(samples, header)


def rings(count):
    return equally_spaced_bins(1, 7.1, count) * u.R_sun


def jobs(folder):
    """Name of the program's measurement and the same work as a function."""
    large = picture(folder, "corona2048")
    large_map, small_map = solar_map(large), solar_map(picture(folder, "corona512"))
    radius = {"application_radius": 1 * u.R_sun}
    flat = {"mean_attenuation_range": [1, 1], "std_attenuation_range": [1, 1], "ratio_mix": [0, 1]}
    yield "NRGF as sunkit-image, 256 rings, 2048²", lambda: radial.nrgf(
        large_map, radial_bin_edges=rings(256), **radius
    ).data
    yield "RHEF as sunkit-image, 1024 rings, 2048²", lambda: radial.rhef(
        large_map, radial_bin_edges=rings(1024), upsilon=0.35, **radius
    ).data
    yield "MGN as sunkit-image, 2048²", lambda: enhance.mgn(large.copy())
    yield "WOW, 2048²", lambda: enhance.wow(large.copy())
    yield "WOW as watroo, denoised 5,2,1, 2048²", lambda: enhance.wow(
        large.copy(), denoise_coefficients=[5, 2, 1]
    )
    yield "FNRGF as sunkit-image, 128 rings, 512²", lambda: radial.fnrgf(
        small_map, radial_bin_edges=rings(128), **radius
    ).data
    yield "FNRGF as sunkit-image, order 20, 512²", lambda: radial.fnrgf(
        small_map, radial_bin_edges=rings(128), order=20, **flat, **radius
    ).data


def difference(ours, theirs):
    """Largest and 99th percentile of the difference over the standard deviation, and unequal holes."""
    away = np.abs(ours - theirs)
    known = ~np.isnan(away)
    spread = np.nanstd(theirs)
    holes = np.count_nonzero(np.isnan(ours) != np.isnan(theirs))
    return away[known].max() / spread, np.percentile(away[known], 99) / spread, holes


def main():
    warnings.simplefilter("ignore")
    cv2.setNumThreads(1)  # other threads' time would not be counted
    own, folder = own_results(sys.argv[1]), pathlib.Path(sys.argv[2])
    if not (folder / "corona2048.f64").exists():
        return
    width = 42
    title = f"beside sunkit-image {sunkit_image.__version__}"
    print(f"\n{title:<{width}}{'theirs':>10}{'ours':>10} unit   ratio   largest   99 of 100  holes")
    for name, work in jobs(folder):
        result = []
        seconds = median_seconds(lambda: result.append(work()), RUNS)
        median, unit = own[name]
        largest, most, holes = difference(picture(folder, name), result[0])
        print(
            f"{name:<{width}}{seconds * 1e3:>10.0f}{median:>10.1f} {unit:<4}"
            f"{seconds * 1e3 / median:>8.1f}{largest:>10.1e}{most:>12.1e}{holes:>7}",
            flush=True,
        )


if __name__ == "__main__":
    main()
