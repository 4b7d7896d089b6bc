"""The same sums in numpy, beside the program's; run by Scripts/benchmark.

Arguments: a file with the program's results (name, median, best, unit, separated by tabs) and the groups
measured. Both sides are processor time of one thread; the ratio is numpy's time over ours.
"""

import sys

import numpy as np

from measuring import median_seconds, own_results

RUNS = 5


def cases(count):
    """The partial phases of the program's own benchmark."""
    index = np.arange(count)
    a = np.full(count, 0.00465)
    b = a * (0.6 + 1.5 * ((index % 97) / 97))
    near, far = np.abs(b - a), a + b
    return a, b, near + (far - near) * (index + 0.5) / count


def flat_disc(a, b, c):
    alpha = np.arccos((c * c + a * a - b * b) / (2 * c * a))
    beta = np.arccos((c * c + b * b - a * a) / (2 * c * b))
    kite = 0.5 * np.sqrt((-c + a + b) * (c + a - b) * (c - a + b) * (c + a + b))
    return (a * a * alpha + b * b * beta - kite) / (np.pi * a * a)


def solid_angle(a, b, c):
    s = (a + b + c) / 2
    sin_s, sin_a, sin_b, sin_c = np.sin(s), np.sin(s - a), np.sin(s - b), np.sin(s - c)
    alpha = 2 * np.arctan2(np.sqrt(sin_a * sin_c), np.sqrt(sin_s * sin_b))
    beta = 2 * np.arctan2(np.sqrt(sin_b * sin_c), np.sqrt(sin_s * sin_a))
    excess = 4 * np.arctan(
        np.sqrt(np.tan(s / 2) * np.tan((s - a) / 2) * np.tan((s - b) / 2) * np.tan((s - c) / 2))
    )
    half_a, half_b = np.sin(a / 2) ** 2, np.sin(b / 2) ** 2
    return (4 * alpha * half_a + 4 * beta * half_b - 2 * excess) / (4 * np.pi * half_a)


def saito1977(r, z):
    equator = 1.36e6 * r**-2.14 + 1.68e8 * r**-6.13
    pole = 3.15e6 * r**-4.71 + 1.60e6 * r**-3.01
    share = (1 - (z / r) ** 2) ** 2
    return pole + (equator - pole) * share


def k_corona(west, north, distance=215.03, latitude=0.08, u=0.63, samples=400):
    """Total and polarised brightness: 400 uniform samples within 20 radii of the nearest point."""
    sunward = np.sqrt(1 - west**2 - north**2)
    nearest = distance * sunward
    step = 40.0 / samples
    along = (np.arange(samples) + 0.5) * step - 20
    s = nearest[:, None] + along
    x = s * west[:, None]
    y = s * north[:, None]
    towards = distance - s * sunward[:, None]
    r2 = x * x + y * y + towards * towards
    r = np.sqrt(r2)
    z = y * np.cos(latitude) + towards * np.sin(latitude)
    sine2 = 1 / r2
    cosine = np.sqrt(1 - sine2)
    sine = np.sqrt(sine2)
    logarithm = np.log((1 + sine) / cosine)
    a = cosine * sine2
    b = -(1 - 3 * sine2 - cosine**2 * (1 + 3 * sine2) / sine * logarithm) / 8
    c = 4 / 3 - cosine - cosine**3 / 3
    d = (5 + sine2 - cosine**2 * (5 - sine2) / sine * logarithm) / 8
    rho2 = distance**2 * (west**2 + north**2)
    electrons = saito1977(r, z)
    tangential = (1 - u) * c + u * d
    polarized = ((1 - u) * a + u * b) * (rho2[:, None] / r2)
    # 3/16 of the Thomson cross-section times the solar radius, over the disc's mean.
    scale = 3 / 16 * 6.6524587e-25 * 6.957e10 * step / (1 - u / 3)
    return (
        scale * (electrons * (2 * tangential - polarized)).sum(axis=1),
        scale * (electrons * polarized).sum(axis=1),
    )


def sightlines(side):
    edge = 0.032 * (2 * (np.arange(side) + 0.5) / side - 1)
    west, north = (plane.ravel() for plane in np.meshgrid(edge, edge))
    outside = 215.03 * np.hypot(west, north) > 1.05
    return west[outside], north[outside]


def main():
    ours = own_results(sys.argv[1])
    rows = []
    a, b, c = cases(1_000_000)
    if "obscuration, flat discs" in ours:
        for name, work in (("flat discs", flat_disc), ("solid angle", solid_angle)):
            work(a, b, c)  # once to warm up
            seconds = median_seconds(lambda: work(a, b, c), RUNS)
            rows.append(("obscuration, " + name, seconds / a.size * 1e9, "1e6 cases"))
    if "K corona, saito1977, standard" in ours:
        west, north = sightlines(64)
        # In pieces that stay in the processor's cache.
        pieces = [slice(start, start + 64) for start in range(0, west.size, 64)]
        k_corona(west[pieces[0]], north[pieces[0]])  # once to warm up
        seconds = median_seconds(lambda: [k_corona(west[p], north[p]) for p in pieces], RUNS)
        nanoseconds = seconds / west.size * 1e9
        speed = f"400 uniform samples: {400e3 / nanoseconds:.1f} M samples/s"
        for name in ("K corona, saito1977, standard", "K corona, saito1977, plain scalar"):
            rows.append((name, nanoseconds, speed))
    if not rows:
        return
    print(f"\n{'beside numpy ' + np.__version__:<36}{'numpy':>12}{'ours':>12} unit   ratio")
    for name, theirs, note in rows:
        median, unit = ours[name]
        print(f"{name:<36}{theirs:>12.1f}{median:>12.1f} {unit:<4}{theirs / median:>8.1f}  {note}")


if __name__ == "__main__":
    main()
