"""POPPY and an areal quadrature beside the program on the same waves: a point source behind a disc and a toothed outline.

Arguments: a file with the program's results (name, median, best, unit, separated by tabs) and the folder where it
left its waves: little-endian doubles, real and imaginary in turn, row by row from the bottom, relative to the
free wave. Prints processor times of one thread, their ratio, and how far the waves differ; the free wave is 1.

A hundred Fresnel zones in 550 nm. Grids of pixels do not follow the 6350 of PROBA-3 or the 31 600 of Apollo.
"""

import pathlib
import sys
import warnings

import numpy as np

from measuring import SECONDS, median_seconds, own_results

RUNS = 3
RADIUS, WAVELENGTH, SIDE, STEP = 0.05, 550e-9, 128, 0.1 / 512
DISTANCE = RADIUS**2 / (100 * WAVELENGTH)
NAMES = ("wave behind a disc, 128² points", "wave behind 12 teeth, 128² points")


def wave(folder, name):
    return np.fromfile(folder / f"{name}.f64", dtype="<c16").reshape(SIDE, SIDE)


def coverage(corners, pixels, step):
    """How much of each pixel about the axis a polygon covers: scan lines, 16 a pixel, each cut exactly."""
    lines = 16
    cover = np.zeros((pixels, pixels))
    edges = np.stack([corners, np.roll(corners, -1, axis=0)], axis=1)
    for line in range(pixels * lines):
        y = ((line + 0.5) / lines - 0.5 - pixels // 2) * step
        cut = edges[(edges[:, 0, 1] > y) != (edges[:, 1, 1] > y)]
        share = (y - cut[:, 0, 1]) / (cut[:, 1, 1] - cut[:, 0, 1])
        places = np.sort(cut[:, 0, 0] + share * (cut[:, 1, 0] - cut[:, 0, 0])) / step
        places += 0.5 + pixels // 2
        for left, right in places.reshape(-1, 2):
            first, last = int(left), int(right)
            row = cover[line // lines]
            row[first : last + 1] += 1 / lines
            row[first] -= (left - first) / lines
            row[last] -= (last + 1 - right) / lines
    return cover


def poppy_wave(corners):
    """Fresnel propagation of the light that the outline lets through as a hole; Babinet gives the shadow.

    The grid is four times as wide as the disc, with the pixels of the program's points: the best case for a
    grid, since the screen itself is as wide as the sky.
    """
    import astropy.units as u
    import poppy

    poppy.conf.use_multiprocessing = False
    if corners is None:
        hole = poppy.CircularAperture(radius=RADIUS * u.m)
    else:
        hole = poppy.ArrayOpticalElement(
            transmission=np.pad(coverage(corners, 520, STEP), 764), pixelscale=STEP * u.m / u.pixel
        )

    def propagate():
        front = poppy.FresnelWavefront(
            beam_radius=RADIUS * u.m, wavelength=WAVELENGTH * u.m, npix=512, oversample=4
        )
        front *= hole
        front.propagate_fresnel(DISTANCE * u.m)
        y, x = front.coordinates()
        first = SIDE // 2
        row = np.argmin(abs(y[:, 0])) - first
        column = np.argmin(abs(x[0])) - first
        away = max(abs(y[row + first, 0]), abs(x[0, column + first]), abs(x[0, 1] - x[0, 0] - STEP))
        assert away < 1e-9, f"POPPY's pixels lie elsewhere: {away} m"
        return 1 - front.wavefront[row : row + SIDE, column : column + SIDE]

    return f"POPPY {poppy.__version__}, 2048²", propagate


def areal_wave(corners):
    """The areal quadrature that diffraq is made of: Gauss nodes all over the outline, summed by FINUFFT.

    diffraq itself (GPL) is not on PyPI.
    """
    import finufft

    x, y, weight = circle() if corners is None else triangles(corners)
    area = WAVELENGTH * DISTANCE
    points = (np.arange(SIDE) - SIDE // 2) * STEP

    def diffract():
        light = weight * np.exp(1j * np.pi * (x**2 + y**2) / area)
        turn = 2 * np.pi * STEP / area
        sums = finufft.nufft2d1(turn * x, turn * y, light, (SIDE, SIDE), eps=1e-13, isign=-1, nthreads=1)
        square = points[:, None] ** 2 + points[None, :] ** 2
        return 1 - (np.exp(1j * np.pi * square / area) / (1j * area) * sums).T

    return f"FINUFFT {finufft.__version__}, {x.size} nodes", diffract


def gauss(count):
    """Nodes and weights of Gauss's rule on 0...1."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return (nodes + 1) / 2, weights / 2


def circle(radial=400, around=640):
    """Gauss's rule in the radius, even angles."""
    share, weight = gauss(radial)
    angles = 2 * np.pi * np.arange(around) / around
    r = RADIUS * share
    w = np.repeat(RADIUS * weight * r * 2 * np.pi / around, around)
    return np.outer(r, np.cos(angles)).ravel(), np.outer(r, np.sin(angles)).ravel(), w


def triangles(corners, count=300):
    """Gauss nodes in the triangles that the edges make with the middle."""
    share, weight = gauss(count)
    x, y, w = [], [], []
    for a, b in zip(corners, np.roll(corners, -1, axis=0)):
        along = a + share[:, None] * (b - a)
        x.append(np.outer(share, along[:, 0]).ravel())
        y.append(np.outer(share, along[:, 1]).ravel())
        w.append((a[0] * b[1] - a[1] * b[0]) * np.outer(share * weight, weight).ravel())
    return np.concatenate(x), np.concatenate(y), np.concatenate(w)


def main():
    warnings.simplefilter("ignore")
    results, folder = own_results(sys.argv[1]), pathlib.Path(sys.argv[2])
    if not all((folder / f"{name}.f64").exists() for name in NAMES):
        return
    corners = np.fromfile(folder / "12 teeth.f64", dtype="<f8").reshape(-1, 2)
    print(f"\n{'a point source’s wave, 100 Fresnel zones':<62}{'theirs':>9}{'ours':>9} unit   ratio   largest       rms")
    for peer in (poppy_wave, areal_wave):
        for name, outline in zip(NAMES, (None, corners)):
            try:
                title, work = peer(outline)
            except ImportError as absent:
                print(f"NO COMPARISON: {absent} (see --peers)", file=sys.stderr)
                break
            found = []
            seconds = median_seconds(lambda: found.append(work()), RUNS)
            median, unit = results[name]
            away = abs(found[-1] - wave(folder, name))
            what = f"{title}: {name.removesuffix(', 128² points')}"
            mine = median * SECONDS[unit]
            print(
                f"{what:<62}{seconds * 1e3:>9.1f}{mine * 1e3:>9.2f} ms  {seconds / mine:>8.1f}"
                f"{away.max():>10.1e}{(away**2).mean() ** 0.5:>10.1e}",
                flush=True,
            )


if __name__ == "__main__":
    main()
