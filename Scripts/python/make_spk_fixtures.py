"""Writes the SPK kernels of Fixtures/spk and the states SPICE itself reads from them.

Needs spiceypy 8.3.0 and numpy, in an environment outside the repository:

    python3 -m venv ENVIRONMENT && ENVIRONMENT/bin/pip install spiceypy==8.3.0 numpy
    ENVIRONMENT/bin/python Scripts/python/make_spk_fixtures.py

The motions are invented; what the tests rely on is that writer and reader are SPICE's own. Each
little-endian kernel gets a big-endian twin, which SPICE must read as the same states.
"""

import struct
import sys
from pathlib import Path

import numpy as np
import spiceypy as spice

FOLDER = Path(__file__).resolve().parents[2] / "Fixtures" / "spk"
RECORD = 1024
GM = 398600.4418
EPOCH = -771724800.0  # 1975-07-19T12:00:00 TDB
HOURS = 3
OBSERVER, OCCULTER, ECLIPTIC, STRANGE, BESSELIAN = -901, -902, -903, -904, -905


def orbit(t, offset_m=0.0):
    """A low orbit, km and km/s, with a wobble so that nothing is a conic.

    Seconds count from EPOCH: a double of seconds since J2000 resolves only 1.2e-7, a millimetre.
    """
    a, inclination, node = 6603.137, 0.9037, 1.83
    n = np.sqrt(GM / a**3)
    wobble, rate = 1.2, 2 * n
    u = n * t + offset_m / 1000 / a
    r = a + wobble * np.sin(rate * t)
    radial_rate = wobble * rate * np.cos(rate * t)
    radial = np.array([np.cos(u), np.sin(u), 0.0])
    along = np.array([-np.sin(u), np.cos(u), 0.0])
    position, velocity = r * radial, radial_rate * radial + r * n * along
    ci, si, cn, sn = np.cos(inclination), np.sin(inclination), np.cos(node), np.sin(node)
    turn = np.array([[cn, -sn * ci, sn * si], [sn, cn * ci, -cn * si], [0, si, ci]])
    return np.concatenate([turn @ position, turn @ velocity])


def circle(radius, days, phase):
    """A circular motion in the ecliptic's neighbourhood, for the chain of planets."""
    rate = 2 * np.pi / (days * 86400)

    def state(t):
        u = rate * t + phase
        c, s = np.cos(u), np.sin(u)
        return np.array(
            [
                radius * c,
                radius * s * 0.917,
                radius * s * 0.398,
                -radius * rate * s,
                radius * rate * c * 0.917,
                radius * rate * c * 0.398,
            ]
        )

    return state


def chebyshev(motion, start, interval, count, degree, components):
    """Coefficients by record, component and degree."""
    nodes = np.cos(np.pi * (np.arange(degree + 1) + 0.5) / (degree + 1))
    records = []
    for index in range(count):
        middle = start - EPOCH + (index + 0.5) * interval
        samples = np.array([motion(middle + x * interval / 2) for x in nodes])
        for component in range(components):
            values = samples[:, component]
            records += [
                (2 if k else 1)
                / (degree + 1)
                * np.sum(values * np.cos(k * np.arccos(nodes)))
                for k in range(degree + 1)
            ]
    return np.array(records)


class Kernel:
    """An SPK file in the making."""

    def __init__(self, name, comments):
        self.path = FOLDER / f"{name}.bsp"
        self.path.unlink(missing_ok=True)
        self.handle = spice.spkopn(str(self.path), f"Totality fixture {name}", 2000)
        spice.dafac(self.handle, comments)

    def chebyshev(self, kind, body, centre, motion, start, interval, count, degree, name, frame="J2000"):
        write = spice.spkw02 if kind == 2 else spice.spkw03
        data = chebyshev(motion, start, interval, count, degree, 3 if kind == 2 else 6)
        write(
            self.handle, body, centre, frame, start, start + count * interval, name, interval,
            count, degree, data, start,
        )

    def states(self, kind, body, motion, epochs, degree, name, frame="J2000", first=None, last=None):
        states = np.array([motion(et - EPOCH) for et in epochs])
        first = epochs[0] if first is None else first
        last = epochs[-1] if last is None else last
        head = (self.handle, body, 399, frame, first, last, name, degree, len(epochs), states)
        if kind in (8, 12):
            write = spice.spkw08 if kind == 8 else spice.spkw12
            write(*head, epochs[0], epochs[1] - epochs[0])
        else:
            (spice.spkw09 if kind == 9 else spice.spkw13)(*head, epochs)

    def close(self):
        spice.spkcls(self.handle)


def even(step, hours=HOURS, start=EPOCH):
    return start + np.arange(int(hours * 3600 / step) + 1) * step


def uneven(count, seed, hours=HOURS):
    """Nodes whose steps differ by up to a factor of three."""
    steps = 1 + 2 * np.random.default_rng(seed).random(count - 1)
    return EPOCH + np.concatenate([[0], np.cumsum(steps)]) / steps.sum() * hours * 3600


def occulter(t):
    return orbit(t, 220.0)


def write_kernels():
    end = EPOCH + HOURS * 3600
    kernel = Kernel("chebyshev", ["Totality test kernel.", "", "Types 2 and 3, three hours of a low orbit."])
    kernel.chebyshev(2, OBSERVER, 399, orbit, EPOCH, 600.0, 18, 13, "observer, type 2")
    kernel.chebyshev(2, OCCULTER, 399, occulter, EPOCH, 1800.0, 6, 25, "occulter, type 2, degree 25")
    kernel.chebyshev(3, ECLIPTIC, 399, orbit, EPOCH, 617.3, 17, 12, "type 3, ecliptic", "ECLIPJ2000")
    kernel.close()

    kernel = Kernel("lagrange", ["Types 8 and 9."])
    kernel.states(8, OBSERVER, orbit, even(60.0), 7, "type 8, degree 7")
    kernel.states(8, OCCULTER, occulter, even(60.0), 8, "type 8, degree 8", first=EPOCH + 100, last=end - 100)
    kernel.states(9, ECLIPTIC, orbit, uneven(230, 1), 11, "type 9, degree 11", "ECLIPJ2000")
    kernel.states(9, STRANGE, occulter, uneven(150, 2), 4, "type 9, degree 4")
    kernel.close()

    kernel = Kernel("hermite", ["Types 12 and 13."])
    kernel.states(13, OBSERVER, orbit, uneven(120, 3), 7, "type 13, degree 7")
    kernel.states(13, OCCULTER, occulter, uneven(120, 3), 9, "type 13, degree 9")
    kernel.states(12, ECLIPTIC, orbit, even(120.0), 11, "type 12, degree 11")
    kernel.states(12, STRANGE, occulter, even(120.0), 5, "type 12, degree 5")
    kernel.close()

    kernel = Kernel("planets", ["A chain of invented circles, not the Solar System."])
    start = EPOCH - 4 * 86400
    sun, barycentre = circle(8e5, 4333, 0.3), circle(1.496e8, 365.25, 5.0)
    earth, moon = circle(4670.0, 27.3, 1.0), circle(380000.0, 27.3, 4.1416)
    kernel.chebyshev(2, 10, 0, sun, start, 16 * 86400.0, 2, 10, "Sun")
    kernel.chebyshev(2, 3, 0, barycentre, start, 16 * 86400.0, 2, 12, "Earth-Moon barycentre")
    kernel.chebyshev(2, 399, 3, earth, start, 4 * 86400.0, 8, 12, "Earth")
    kernel.chebyshev(2, 301, 3, moon, start, 4 * 86400.0, 8, 12, "Moon")
    kernel.chebyshev(2, 499, 4, moon, start, 4 * 86400.0, 8, 12, "Mars, its barycentre left out")
    kernel.close()

    kernel = Kernel("segments", ["Gaps, precedence, and what cannot be read."])
    hour = even(60.0, 1.0)
    kernel.states(9, OBSERVER, orbit, hour, 7, "first hour")
    kernel.states(9, OBSERVER, orbit, hour + 5400, 7, "after the gap")
    kernel.states(9, OCCULTER, orbit, even(60.0), 7, "below")
    kernel.states(9, OCCULTER, occulter, hour + 3600, 7, "above")
    kernel.states(9, BESSELIAN, orbit, hour, 7, "B1950", "B1950")
    spice.spkw05(
        kernel.handle, STRANGE, 399, "J2000", EPOCH, EPOCH + 3600, "two bodies, type 5", GM, 2,
        [orbit(0), orbit(3600)], [EPOCH, EPOCH + 3600],
    )
    kernel.close()


def swapped(data):
    """The big-endian twin of a little-endian DAF (NAIF, DAF Required Reading)."""
    out = bytearray(data)

    def swap(begin, width, count=1):
        for at in range(begin, begin + width * count, width):
            out[at : at + width] = out[at : at + width][::-1]

    for at in (8, 12, 76, 80, 84):
        swap(at, 4)
    out[88:96] = b"BIG-IEEE"
    record = struct.unpack_from("<i", data, 76)[0]
    while record:
        begin = (record - 1) * RECORD
        following, _, count = struct.unpack_from("<3d", data, begin)
        swap(begin, 8, 3)
        for index in range(int(count)):
            at = begin + 24 + 40 * index
            first, last = struct.unpack_from("<2i", data, at + 32)
            swap(at, 8, 2)
            swap(at + 16, 4, 6)
            swap((first - 1) * 8, 8, last - first + 1)
        record = int(following)
    return bytes(out)


def truth():
    """Targets by file, with the stretch in which SPICE is asked."""
    hours = (EPOCH, EPOCH + HOURS * 3600)
    for name in ("chebyshev", "lagrange", "hermite"):
        for body in (OBSERVER, OCCULTER, ECLIPTIC, STRANGE):
            if name == "chebyshev" and body == STRANGE:
                continue
            stretch = hours
            if (name, body) == ("lagrange", OCCULTER):
                stretch = (EPOCH + 100, hours[1] - 100)
            if (name, body) == ("chebyshev", ECLIPTIC):
                stretch = (EPOCH, EPOCH + 617.3 * 17)
            yield name, body, 399, stretch
    days = (EPOCH - 4 * 86400, EPOCH + 28 * 86400)
    for target, centre in ((301, 399), (10, 399), (3, 399), (399, 10), (10, 0), (301, 3)):
        yield "planets", target, centre, days
    yield "segments", OBSERVER, 399, (EPOCH, EPOCH + 3600)
    yield "segments", OBSERVER, 399, (EPOCH + 5400, EPOCH + 9000)
    yield "segments", OCCULTER, 399, hours


def main():
    FOLDER.mkdir(exist_ok=True)
    write_kernels()
    for path in sorted(FOLDER.glob("*.bsp")):
        if not path.stem.endswith("-big"):
            path.with_name(f"{path.stem}-big.bsp").write_bytes(swapped(path.read_bytes()))
    rng = np.random.default_rng(19750719)
    lines = [
        f"# made by Scripts/python/make_spk_fixtures.py with {spice.tkvrsn('TOOLKIT')}",
        "# et: TDB seconds past J2000, to be read as the double it is",
        "kernel,target,center,et,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s",
    ]
    for name, target, centre, (first, last) in truth():
        epochs = np.sort(np.concatenate([[first, last], rng.uniform(first, last, 22)]))
        answers = []
        for twin in ("", "-big"):
            spice.furnsh(str(FOLDER / f"{name}{twin}.bsp"))
            answers.append([spice.spkgeo(target, et, "J2000", centre)[0] for et in epochs])
            spice.kclear()
        if not np.array_equal(*answers):
            sys.exit(f"{name}: SPICE reads other states from the big-endian twin")
        for et, state in zip(epochs, answers[0]):
            numbers = ",".join(repr(float(value)) for value in [et, *state])
            lines.append(f"{name},{target},{centre},{numbers}")
    (FOLDER / "states.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
