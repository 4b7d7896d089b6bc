#!/usr/bin/env python3
"""Writes an electron density on a grid as the FITS cube that [[corona.part]] kind = "cube" reads.

    make_density_cube.py OUT.fits --npz FILE        arrays r, theta, phi, density  or  x, y, z, density
    make_density_cube.py OUT.fits --mas rho002.h5   a density of MAS (Predictive Science), HDF5
    make_density_cube.py OUT.fits --demo 121x73x72  the Saito corona with a belt, to try things out

  --factor F            multiplies the samples; for --npz 1, for --mas 1e8 (its code unit is 1e8 cm-3)
  --longitude-offset D  degrees added to every longitude; FORWARD's cubes have their zero at the central
                        meridian: give that meridian's Carrington longitude

Needs Python 3.9 with numpy, and h5py for --mas. To adapt it to a model of your own, call write_sphere or
write_box with arrays. Densities are electrons per cubic centimetre; where a code gives a mass density (as
BATS-R-US and AWSoM do, g/cm3), divide it by the mean mass per electron, 1.6726e-24 g for pure hydrogen.

The file: one array of three axes, BITPIX -32, -64, 16 or 32, BUNIT 'cm-3' or 'm-3', and for each axis
  CTYPE  RADIUS | LOGRADIUS (natural logarithm of the radius) | RADI-LOG (FITS's own logarithmic axis)
         COLAT (from solar north) | LAT | CRLT (heliographic latitude);  CRLN (Carrington longitude)
         or X, Y, Z in Carrington axes: X towards longitude 0, Z towards solar north
  CUNIT  solRad, m, km, cm, AU; deg, rad
  CRPIX, CRVAL, CDELT for equal steps; otherwise PSi_0 = EXTNAME of a one-dimensional array with the
         coordinates (or of a table, PSi_1 = its column).
The axes may stand in any order. A sphere reaches both poles to within two steps and goes once around.
"""

import argparse
import math
import sys

import numpy as np

BLOCK = 2880


def records(cards):
    """The header block of a unit from (keyword, value) pairs."""
    lines = []
    for keyword, value in cards:
        if isinstance(value, bool):
            text = "T" if value else "F"
        elif isinstance(value, str):
            text = "'" + value.ljust(8) + "'"
        elif isinstance(value, int):
            text = str(value)
        else:
            text = repr(float(value)).upper()
            text = text if "." in text or "E" not in text else text.replace("E", ".0E")
        text = text if isinstance(value, str) else text.rjust(20)
        lines.append(f"{keyword:8}= {text}".ljust(80))
    block = "".join(lines) + "END".ljust(80)
    return block.ljust(-(-len(block) // BLOCK) * BLOCK).encode("ascii")


def axis_cards(number, quantity, unit, values):
    """The cards of an axis, and the coordinates to be written as an extension where steps differ."""
    values = np.asarray(values, dtype=float)
    cards = [(f"CTYPE{number}", quantity), (f"CUNIT{number}", unit)]

    def even(numbers):
        steps = np.diff(numbers)
        return np.ptp(steps) <= 1e-9 * abs(numbers[-1] - numbers[0])

    if quantity == "RADIUS" and not even(values) and even(np.log(values)):
        cards[0] = (f"CTYPE{number}", "LOGRADIUS")
        values = np.log(values)
    if even(values):
        step = (values[-1] - values[0]) / (len(values) - 1)
        cards += [(f"CRPIX{number}", 1.0), (f"CRVAL{number}", values[0]), (f"CDELT{number}", step)]
        return cards, None
    # The cards of equal steps are there for other readers; this axis counts samples for them.
    cards += [(f"CRPIX{number}", 1.0), (f"CRVAL{number}", 1.0), (f"CDELT{number}", 1.0)]
    return cards + [(f"PS{number}_0", f"AXIS{number}")], values


def write(path, axes, density):
    """Writes a cube; axes from the fastest (last of the array) to the slowest, (quantity, unit, values)."""
    shape = tuple(len(values) for _, _, values in reversed(axes))
    if density.shape != shape:
        sys.exit(f"make_density_cube: the density has shape {density.shape}, the axes {shape}")
    cards = [("SIMPLE", True), ("BITPIX", -32), ("NAXIS", 3)]
    cards += [(f"NAXIS{i + 1}", len(axis[2])) for i, axis in enumerate(axes)]
    cards += [("EXTEND", True), ("BUNIT", "cm-3")]
    tables = []
    for number, axis in enumerate(axes, 1):
        more, table = axis_cards(number, *axis)
        cards += more
        if table is not None:
            tables.append((f"AXIS{number}", table))
    with open(path, "wb") as file:
        file.write(records(cards))
        for slab in density:
            # Slab by slab, so that a mapped or lazily read array need not fit in the memory.
            file.write(np.ascontiguousarray(slab, dtype=">f4").tobytes())
        file.write(b"\0" * (-4 * density.size % BLOCK))
        for name, values in tables:
            data = values.astype(">f8").tobytes()
            file.write(
                records(
                    [("XTENSION", "IMAGE"), ("BITPIX", -64), ("NAXIS", 1), ("NAXIS1", len(values)),
                     ("PCOUNT", 0), ("GCOUNT", 1), ("EXTNAME", name)]))
            file.write(data + b"\0" * (-len(data) % BLOCK))


def write_sphere(path, r, theta, phi, density):
    """A sphere: r in solar radii, theta (colatitude) and phi in radians, density[phi, theta, r]."""
    theta, phi = np.asarray(theta, float), np.asarray(phi, float)
    # Models add ghost cells beyond the poles and beyond the full circle; the sphere has none.
    rings = (theta >= -1e-6) & (theta <= math.pi + 1e-6)
    turn = np.abs(phi - phi[0]) <= 2 * math.pi * (1 + 1e-6)
    if not rings.all() or not turn.all():
        density = density[turn][:, rings]
    theta, phi = np.clip(theta[rings], 0, math.pi), phi[turn]
    axes = [("RADIUS", "solRad", r), ("COLAT", "rad", theta), ("CRLN", "rad", phi)]
    write(path, axes, density)


def write_box(path, x, y, z, density):
    """A box: x, y, z in solar radii along Carrington axes, density[z, y, x]."""
    write(path, [("X", "solRad", x), ("Y", "solRad", y), ("Z", "solRad", z)], density)


def demo(text):
    """The equatorial law of Saito, Poland and Munro (1977) with a belt 30 per cent denser."""
    counts = [int(part) for part in text.lower().split("x")]
    if len(counts) != 3 or min(counts) < 3:
        sys.exit("make_density_cube: --demo needs three numbers of at least 3, as in 121x73x72")
    r = np.geomspace(1, 30, counts[0])
    theta = (np.arange(counts[1]) + 0.5) * math.pi / counts[1]
    phi = np.arange(counts[2]) * 2 * math.pi / counts[2]
    law = 1.36e6 * r**-2.14 + 1.68e8 * r**-6.13
    warp = np.cos(theta)[None, :] - 0.3 * np.cos(phi)[:, None] * np.sin(theta)[None, :]
    factor = 1 + 0.3 * np.exp(-((warp / 0.3) ** 2))

    class Lazy:
        shape = (counts[2], counts[1], counts[0])
        size = int(np.prod(shape))

        def __iter__(self):
            return (row[:, None] * law for row in factor)

    return r, theta, phi, Lazy()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--npz")
    source.add_argument("--mas")
    source.add_argument("--demo")
    parser.add_argument("--factor", type=float)
    parser.add_argument("--longitude-offset", type=float, default=0.0)
    options = parser.parse_args()
    offset = math.radians(options.longitude_offset)
    if options.demo:
        r, theta, phi, density = demo(options.demo)
        write_sphere(options.out, r, theta, phi + offset, density)
        return
    if options.mas:
        import h5py

        with h5py.File(options.mas) as file:
            # The last axis of the data, dim1, is the radius; then colatitude and longitude.
            r, theta, phi = (np.array(file[name]) for name in ("dim1", "dim2", "dim3"))
            density = np.array(file["Data"]) * (options.factor or 1e8)
        write_sphere(options.out, r, theta, phi + offset, density)
        return
    arrays = np.load(options.npz)
    density = arrays["density"] * (options.factor or 1.0)
    if "r" in arrays:
        write_sphere(
            options.out, arrays["r"], arrays["theta"], arrays["phi"] + offset, density)
    else:
        write_box(options.out, arrays["x"], arrays["y"], arrays["z"], density)


if __name__ == "__main__":
    main()
