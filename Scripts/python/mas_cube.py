"""Checks make_density_cube.py --mas: a file laid out as MAS lays it out gives the cube of its numbers.

    mas_cube.py FOLDER

MAS (Predictive Science) writes HDF5 files with the array Data, longitude first and radius last, and its
scales dim1 (radius), dim2 (colatitude), dim3 (longitude), in code units of 1e8 per cubic centimetre, with
a ghost cell before each pole and beyond the full circle. The cube must be, byte for byte, the one that the
same densities without ghost cells give by --npz.
"""

import pathlib
import subprocess
import sys

import h5py
import numpy as np

folder = pathlib.Path(sys.argv[1])
r = np.geomspace(1, 30, 17)
theta = (np.arange(14) - 0.5) * np.pi / 12
phi = np.arange(26) * 2 * np.pi / 24
density = (
    (2 + np.cos(phi))[:, None, None] * (1.5 + np.sin(theta))[None, :, None] * r[None, None, :] ** -2.5
)
with h5py.File(folder / "rho002.h5", "w") as file:
    file["Data"] = density.astype(np.float32)
    for name, scale in (("dim1", r), ("dim2", theta), ("dim3", phi)):
        file[name] = scale
inside = (theta > 0) & (theta < np.pi)
turn = phi <= 2 * np.pi * (1 + 1e-9)
np.savez(
    folder / "rho002.npz", r=r, theta=theta[inside], phi=phi[turn],
    density=1e8 * density.astype(np.float32)[turn][:, inside])
script = pathlib.Path(__file__).parents[1] / "make_density_cube.py"
for source, name in (("--mas", "rho002.h5"), ("--npz", "rho002.npz")):
    subprocess.run(
        [sys.executable, script, folder / f"{source[2:]}.fits", source, folder / name], check=True)
made, expected = ((folder / f"{name}.fits").read_bytes() for name in ("mas", "npz"))
print(f"make_density_cube --mas: {'same cube as --npz' if made == expected else 'ANOTHER CUBE'}")
sys.exit(made != expected)
