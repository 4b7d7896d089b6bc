"""The light of a density cube once more, in numpy, beside the program's; run by Scripts/check-interop.

Arguments: the cube, and the planes file of a frame rendered with that cube as its only electrons and the
limb-darkening law 1 - 0.63 (1 - mu). The cube is interpolated and the sightlines are summed here from the
files alone; nothing of the program is used but its header's geometry.
"""

import math
import sys

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

U = 0.63
SOLAR_RADIUS_M = 6.957e8
# 3/16 of the Thomson cross-section (CODATA 2022, cm2) times the solar radius, cm.
SCALE = 3 / 16 * 6.6524587051e-25 * SOLAR_RADIUS_M * 100
STEPS = 40_000


class Cube:
    """Trilinear interpolation on the sphere that Scripts/make_density_cube.py writes."""

    def __init__(self, path):
        with fits.open(path) as hdus:
            header = hdus[0].header
            self.data = np.array(hdus[0].data, dtype=float)
        n_phi, n_theta, n_r = self.data.shape
        assert header["CTYPE1"] == "LOGRADIUS" and header["CTYPE2"] == "COLAT", header
        self.r = np.exp(header["CRVAL1"] + header["CDELT1"] * np.arange(n_r))
        self.theta = header["CRVAL2"] + header["CDELT2"] * np.arange(n_theta)
        self.phi0, self.step = header["CRVAL3"], header["CDELT3"]
        assert abs(n_phi * self.step - 2 * math.pi) < 1e-9

    def density(self, points):
        r = np.linalg.norm(points, axis=-1)
        theta = np.arccos(np.clip(points[..., 2] / r, -1, 1))
        phi = (np.arctan2(points[..., 1], points[..., 0]) - self.phi0) % (2 * math.pi) / self.step
        i = np.clip(np.searchsorted(self.r, r, side="right") - 1, 0, len(self.r) - 2)
        j = np.clip(np.searchsorted(self.theta, theta, side="right") - 1, 0, len(self.theta) - 2)
        k = np.floor(phi).astype(int)
        a = (r - self.r[i]) / (self.r[i + 1] - self.r[i])
        # Sightlines here stay away from the poles' gaps.
        b = (theta - self.theta[j]) / (self.theta[j + 1] - self.theta[j])
        c = phi - k
        total = 0.0
        for di, wi in ((0, 1 - a), (1, a)):
            for dj, wj in ((0, 1 - b), (1, b)):
                for dk, wk in ((0, 1 - c), (1, c)):
                    total += wi * wj * wk * self.data[(k + dk) % len(self.data), j + dj, i + di]
        return np.where((r >= self.r[0]) & (r <= self.r[-1]), total, 0.0)


def kernel(r):
    """van de Hulst's coefficients in the closed form of Billings (1966), and T and P of them."""
    y = 1 / r**2
    c = np.sqrt(1 - y)
    logarithm = np.arctanh(1 / r) * r
    a = c * y
    b = -(1 - 3 * y - (1 - y) * (1 + 3 * y) * logarithm) / 8
    cc = 4 / 3 - c - c**3 / 3
    d = (5 + y - (1 - y) * (5 - y) * logarithm) / 8
    return (1 - U) * cc + U * d, (1 - U) * a + U * b


def brightness(cube, header, x, y):
    """The K corona seen x towards solar west and y towards solar north, radians, in MSB."""
    distance = header["DSUN_OBS"] / SOLAR_RADIUS_M
    b0, l0 = math.radians(header["CRLT_OBS"]), math.radians(header["CRLN_OBS"])
    towards = np.array([math.cos(b0) * math.cos(l0), math.cos(b0) * math.sin(l0), math.sin(b0)])
    west = np.array([-math.sin(l0), math.cos(l0), 0])
    north = np.cross(towards, west)
    # Helioprojective longitude and latitude are spherical: x from the meridian, y above the equator.
    ray = (
        -math.cos(y) * math.cos(x) * towards + math.cos(y) * math.sin(x) * west + math.sin(y) * north
    )
    eye = distance * towards
    nearest = -(eye @ ray)
    rho = np.linalg.norm(eye + nearest * ray)
    # The tangent of an angle from the nearest point: uniform steps of it are fine near the Sun.
    limit = math.acos(min(1.0, rho / cube.r[-1]))
    angle = limit * (2 * (np.arange(STEPS) + 0.5) / STEPS - 1)
    s = rho * np.tan(angle)
    length = rho / np.cos(angle) ** 2 * 2 * limit / STEPS
    points = eye + (nearest + s)[:, None] * ray
    r = np.sqrt(rho**2 + s**2)
    t, p = kernel(r)
    across = p * (rho / r) ** 2
    electrons = cube.density(points) * length
    scale = SCALE / (1 - U / 3)
    return rho, scale * np.sum(electrons * (2 * t - across))


def main(cube_path, planes_path):
    cube = Cube(cube_path)
    worst = 0.0
    with fits.open(planes_path) as hdus:
        plane = next(hdu for hdu in hdus if hdu.name.strip() == "K")
        world = WCS(plane.header)
        header = plane.header
        size = header["NAXIS1"]
        for column, row in [(5, 9), (9, size - 7), (size - 4, 20), (size - 20, size - 6), (2, 40)]:
            expected = 0.0
            # A pixel holds the mean over its area: two Gauss-Legendre nodes each way.
            for dx in (-0.5 / math.sqrt(3), 0.5 / math.sqrt(3)):
                for dy in (-0.5 / math.sqrt(3), 0.5 / math.sqrt(3)):
                    place = world.wcs_pix2world(column + dx, row + dy, 0)
                    x, y = (math.radians(value) for value in place)
                    x = (x + math.pi) % (2 * math.pi) - math.pi
                    rho, light = brightness(cube, header, x, y)
                    expected += light / 4
            found = float(plane.data[row, column])
            error = abs(found / expected - 1)
            worst = max(worst, error)
            print(f"      rho {rho:6.3f}  program {found:.6e}  numpy {expected:.6e}  {error:.1e}")
    # Samples and planes are in single precision.
    good = worst < 1e-6
    print(("ok    " if good else "FAIL  ") + f"density cube against numpy, worst {worst:.1e}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
