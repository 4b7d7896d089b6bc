#!/usr/bin/env python3
"""Makes the small foreign FITS files of Fixtures/fits with astropy and CFITSIO's fpack.

usage: make_fits_fixtures.py FOLDER [WIDTH HEIGHT]

Beside each file lies NAME.f64: the samples as astropy reads them (of planes of cubes one after the
other), little-endian doubles, bottom row first. The tests read the FITS file and compare bit for bit.
Needs numpy, astropy 8 and fpack (Debian: libcfitsio-bin).
"""
import gzip
import pathlib
import subprocess
import sys
import warnings

import numpy as np
from astropy.io import fits

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(6)
WIDTH, HEIGHT = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (18, 15)


def expected(name, samples):
    (folder / f"{name}.f64").write_bytes(np.asarray(samples, dtype="<f8").tobytes())


def read_back(path, index=None):
    """What astropy reads, as doubles; index: the unit, by default the first with data."""
    with fits.open(path) as units:
        data = units[index].data if index is not None else next(
            unit.data for unit in units if unit.data is not None and unit.data.ndim >= 2)
        return np.array(data)


def save(name, units):
    path = folder / f"{name}.fits"
    fits.HDUList(units).writeto(path, overwrite=True)
    return path


# A smooth corona with noise, one star and one hot pixel.
y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
radius = np.hypot(x - 14.3, y - 9.1) + 3
corona = 1e4 / radius**2.5 + rng.normal(0, 1.5, (HEIGHT, WIDTH)) + 100
corona[4, 7] = 30000
single = (corona * 1e-10).astype(">f4")
single[3, 3:6] = np.nan
single[0, 0] = 0
double = corona * 1e-10
double[-1, -1] = np.nan

# --- plain arrays of every type -----------------------------------------------------------------
limits = {"u8": (0, 255, np.uint8), "i16": (-32768, 32767, np.int16),
          "i32": (-2**31, 2**31 - 1, np.int32), "i64": (-2**63, 2**63 - 1, np.int64),
          "i8": (-128, 127, np.int8), "u16": (0, 65535, np.uint16),
          "u32": (0, 2**32 - 1, np.uint32), "u64": (0, 2**64 - 1, np.uint64)}
for name, (low, high, kind) in limits.items():
    data = rng.integers(low, high, (HEIGHT, WIDTH), dtype=kind, endpoint=True)
    data[0, :3] = [low, high, 5]
    save(f"plain_{name}", [fits.PrimaryHDU(data)])
    expected(f"plain_{name}", data.astype("f8"))
save("plain_f32", [fits.PrimaryHDU(single)])
expected("plain_f32", single)
save("plain_f64", [fits.PrimaryHDU(double)])
expected("plain_f64", double)

# --- scaled with a blank value; samples computed here, in double precision -----------------------
stored = rng.integers(-30000, 30000, (HEIGHT, WIDTH)).astype(np.int16)
stored[2, 4:9] = -32768
unit = fits.PrimaryHDU(stored)
unit.header["BSCALE"] = 0.25
unit.header["BZERO"] = 1000.5
unit.header["BLANK"] = -32768
path = folder / "scaled_i16.fits"
unit.writeto(path, overwrite=True)
# astropy rescales data it is given with BSCALE; put the cards into the written file instead.
plain = fits.PrimaryHDU(stored)
plain.writeto(path, overwrite=True)
raw = bytearray(path.read_bytes())
end = raw.find(b"END" + b" " * 77)
cards = [fits.Card("BSCALE", 0.25), fits.Card("BZERO", 1000.5), fits.Card("BLANK", -32768)]
text = "".join(card.image for card in cards).encode() + b"END" + b" " * 77
raw[end:end + len(text)] = text
path.write_bytes(raw)
samples = stored * 0.25 + 1000.5
samples[2, 4:9] = np.nan
expected("scaled_i16", samples)

# --- several units, names, versions, cubes, degenerate axes --------------------------------------
cube = rng.normal(0, 1, (3, HEIGHT, WIDTH))
tables = fits.BinTableHDU.from_columns(
    [fits.Column("T", "D", array=np.arange(4.0)), fits.Column("N", "5A", array=["a", "b", "c", "d"])],
    name="LOG")
save("units", [
    fits.PrimaryHDU(), tables, fits.ImageHDU(cube, name="CUBE"),
    fits.ImageHDU(single, name="UNCERT"), fits.ImageHDU(double, name="uncert", ver=2),
    fits.ImageHDU(np.arange(5, dtype=np.int32), name="LINE")])
expected("units", cube)
save("degenerate", [fits.PrimaryHDU(double.reshape(1, 1, HEIGHT, WIDTH))])
expected("degenerate", double)
save("slit", [fits.PrimaryHDU(double.reshape(HEIGHT, WIDTH, 1))])
expected("slit", double)

# --- tile-compressed by astropy --------------------------------------------------------------------
whole16 = corona.astype(np.int16)
whole32 = (corona * 1000).astype(np.int32)
mask = (rng.random((HEIGHT, WIDTH)) < 0.1).astype(np.int16) * 7
mask[5:9, 4:15] = 3
variants = {
    "rice_i16": (whole16, dict(compression_type="RICE_1")),
    "rice_i32": (whole32, dict(compression_type="RICE_1", tile_shape=(6, 7))),
    "rice_u8": ((whole16 // 256).astype(np.uint8), dict(compression_type="RICE_1")),
    "gzip1_i16": (whole16, dict(compression_type="GZIP_1", tile_shape=(10, WIDTH))),
    "gzip2_i32": (whole32, dict(compression_type="GZIP_2")),
    "gzip2_f32": (single, dict(compression_type="GZIP_2", quantize_level=0)),
    "gzip1_f64": (double, dict(compression_type="GZIP_1", quantize_level=0)),
    "nocompress_i16": (whole16, dict(compression_type="NOCOMPRESS")),
    "plio_i16": (mask, dict(compression_type="PLIO_1")),
    "hcompress_i16": (whole16, dict(compression_type="HCOMPRESS_1", tile_shape=(11, 10))),
    "hcompress_i32": (whole32, dict(compression_type="HCOMPRESS_1", tile_shape=(HEIGHT, WIDTH))),
    "hcompress_lossy": (
        whole32, dict(compression_type="HCOMPRESS_1", hcomp_scale=4, tile_shape=(HEIGHT, WIDTH))),
    "hcompress_smooth": (
        whole32, dict(compression_type="HCOMPRESS_1", hcomp_scale=16, hcomp_smooth=1,
                      tile_shape=(HEIGHT, WIDTH))),
    "rice_f32": (single, dict(compression_type="RICE_1", quantize_level=16)),
    "rice_f32_dither1": (
        single, dict(compression_type="RICE_1", quantize_level=16, quantize_method=1,
                     dither_seed=42)),
    "rice_f32_one_tile": (
        single, dict(compression_type="RICE_1", quantize_level=16, quantize_method=1,
                     dither_seed=123, tile_shape=(HEIGHT, WIDTH))),
    "rice_f32_dither2": (
        single, dict(compression_type="RICE_1", quantize_level=16, quantize_method=2,
                     dither_seed=9999)),
    "rice_f64_dither1": (
        double, dict(compression_type="RICE_1", quantize_level=4, quantize_method=1,
                     dither_seed=10000)),
    "gzip1_f32_dither1": (
        single, dict(compression_type="GZIP_1", quantize_level=16, quantize_method=1,
                     dither_seed=7)),
    "hcompress_f32": (
        single, dict(compression_type="HCOMPRESS_1", quantize_level=16, tile_shape=(HEIGHT, WIDTH))),
}
for name, (data, options) in variants.items():
    name = f"tiled_{name}"
    path = save(name, [fits.PrimaryHDU(), fits.CompImageHDU(data, name="B", **options)])
    expected(name, read_back(path, 1))
path = save("tiled_cube", [fits.PrimaryHDU(), fits.CompImageHDU(
    (cube * 1000).astype(np.int32), compression_type="RICE_1", tile_shape=(2, 6, 7))])
expected("tiled_cube", read_back(path, 1))


# --- packed by CFITSIO's fpack ---------------------------------------------------------------------
def fpack(name, source, *options):
    target = folder / f"{name}.fits"
    target.unlink(missing_ok=True)
    subprocess.run(["fpack", *options, "-O", str(target), str(source)], check=True)
    expected(name, read_back(target))


scratch = folder / "scratch.fits"
fits.PrimaryHDU(whole16).writeto(scratch, overwrite=True)
for option, name in (("-r", "rice"), ("-h", "hcompress"), ("-g1", "gzip1"), ("-g2", "gzip2"),
                     ("-p", "plio")):
    fpack(f"fpack_{name}_i16", scratch, option, "-w" if name == "hcompress" else "-t", *(
        [] if name == "hcompress" else [f"{WIDTH},7"]))
fits.PrimaryHDU(whole16.astype(np.uint16) + np.uint16(20000)).writeto(scratch, overwrite=True)
fpack("fpack_rice_u16", scratch, "-r")
fits.PrimaryHDU(single).writeto(scratch, overwrite=True)
fpack("fpack_rice_f32", scratch, "-r", "-q", "8")
fpack("fpack_gzip2_f32", scratch, "-g2", "-q", "0")
fpack("fpack_rice_dither2", scratch, "-r", "-qz", "8")
fpack("fpack_hcompress_f32", scratch, "-h", "-q", "16")
fits.PrimaryHDU(double).writeto(scratch, overwrite=True)
fpack("fpack_rice_f64", scratch, "-r", "-q", "8")
scratch.unlink()

# --- gzip around everything ------------------------------------------------------------------------
for name in ("units", "tiled_rice_i16"):
    packed = gzip.compress((folder / f"{name}.fits").read_bytes(), mtime=0)
    (folder / f"{name}.fits.gz").write_bytes(packed)
print(sum(p.stat().st_size for p in folder.iterdir()), "bytes in", len(list(folder.iterdir())), "files")
