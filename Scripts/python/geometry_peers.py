"""Other people's programs on the program's own jobs; run by Scripts/benchmark.

Argument: a file with the program's results (name, median, best, unit, separated by tabs). Every time is
processor time of one thread; the ratio is the peer's time over ours. A peer that is not installed is
left out and named.
"""

import json
import pathlib
import sys
import tempfile

from measuring import SECONDS, median_seconds, own_results

RUNS = 3
FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures"
JOB = FIXTURES / "formation-job"


def ours(path):
    """The program's medians in seconds, by name."""
    return {name: median * SECONDS[unit] for name, (median, unit) in own_results(path).items()}


def show(name, seconds, mine, note=""):
    ratio = f"{seconds / mine:8.1f} x ours"
    unit, scale = next((u, k) for u, k in (("ns", 1e9), ("us", 1e6), ("ms", 1e3)) if seconds * k < 1e4)
    print(f"{name:44} {seconds * scale:9.1f} {unit} {ratio}  {note}")


def nodes(path):
    """Times as TDB seconds past J2000 and states in km of an OEM."""
    import datetime

    epoch = datetime.datetime(2000, 1, 1, 12)
    times, states = [], []
    for line in path.read_text().splitlines():
        cells = line.split()
        if len(cells) == 7 and "T" in cells[0]:
            stamp = datetime.datetime.fromisoformat(cells[0])
            times.append((stamp - epoch).total_seconds())
            states.append([float(cell) for cell in cells[1:]])
    return times, states


def formation_windows(mine):
    """SPICE gfoclt on the formation job: 15 windows, 3 of them total."""
    import erfa
    import numpy
    import spiceypy as spice

    truth = json.loads((JOB / "truth_windows.json").read_text())
    with tempfile.TemporaryDirectory() as folder:
        kernel = f"{folder}/job.bsp"
        handle = spice.spkopn(kernel, "formation job", 0)
        for body, name in ((-901, "observer"), (-902, "occulter")):
            times, states = nodes(JOB / f"{name}.oem")
            spice.spkw13(
                handle, body, 399, "J2000", times[0], times[-1], name, 7, len(times), states, times
            )
        hours = numpy.arange(times[0] - 7200, times[-1] + 7200, 900.0)
        earth = erfa.epv00(2451545.0, hours / 86400)[0]
        kilometres = 149597870.7
        sun = numpy.hstack(
            [-earth["p"] * kilometres, -earth["v"] * (kilometres / 86400)]
        )
        spice.spkw13(
            handle, 10, 399, "J2000", hours[0], hours[-1], "sun", 11, len(hours), sun, hours
        )
        spice.spkcls(handle)
        spice.furnsh(kernel)
    pool = []
    for body, radius, number in ((-902, 1.95e-3, 1400902), (10, 695700.0, 1400010)):
        name = f"FIX{number}"
        spice.pdpool(f"BODY{body}_RADII", [radius] * 3)
        spice.pipool(f"FRAME_{name}", [number])
        spice.pcpool(f"FRAME_{number}_NAME", [name])
        spice.pipool(f"FRAME_{number}_CLASS", [4])
        spice.pipool(f"FRAME_{number}_CLASS_ID", [number])
        spice.pipool(f"FRAME_{number}_CENTER", [body])
        spice.pcpool(f"TKFRAME_{number}_SPEC", ["MATRIX"])
        spice.pcpool(f"TKFRAME_{number}_RELATIVE", ["J2000"])
        spice.pdpool(f"TKFRAME_{number}_MATRIX", [1.0, 0, 0, 0, 1, 0, 0, 0, 1])
        pool.append(name)
    start = times[0] + 100.0
    span = spice.cell_double(2)
    spice.wninsd(start, start + 86400.0, span)

    def search(kind, step):
        result = spice.cell_double(2000)
        spice.gfoclt(
            kind, "-902", "ELLIPSOID", pool[0], "10", "ELLIPSOID", pool[1], "NONE", "-901", step,
            span, result,
        )
        return [tuple(t - start for t in spice.wnfetd(result, i)) for i in range(spice.wncard(result))]

    for step in (60.0, 10.0, 1.0):
        found = {}

        def both():
            found["ANY"] = search("ANY", step)
            found["FULL"] = search("FULL", step)

        seconds = median_seconds(both, 1 if step < 5 else RUNS)
        worst = max(
            (
                abs(found_time - true_time)
                for kind in ("ANY", "FULL")
                for window in found[kind]
                for found_time, true_time in zip(
                    window, min(truth[kind], key=lambda w: abs(w[0] - window[0]))
                )
            ),
            default=float("nan"),
        )
        show(
            f"SPICE gfoclt, ANY and FULL, step {step:g} s", seconds, mine,
            f"{len(found['ANY'])}/15 windows, {len(found['FULL'])}/3 total, contacts within {worst:.1e} s",
        )


def sgp4_states(mine):
    """python-sgp4, its C++ core, a day of one low satellite (00005 of AIAA 2006-6753)."""
    import numpy
    from sgp4.api import Satrec

    satellite = Satrec.twoline2rv(
        "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753",
        "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667",
    )
    minutes = numpy.arange(0.0, 1440.0, 0.0144)
    day = numpy.full(minutes.shape, satellite.jdsatepoch)
    fraction = satellite.jdsatepochF + minutes / 1440
    seconds = median_seconds(lambda: satellite.sgp4_array(day, fraction), RUNS) / len(minutes)
    show("python-sgp4 (C++), one state", seconds, mine)


def main():
    mine = ours(sys.argv[1])
    jobs = (
        ("spiceypy", formation_windows, "windows, one day of the formation job"),
        ("sgp4", sgp4_states, "SGP4 state"),
    )
    for package, job, name in jobs:
        if name not in mine:
            continue
        try:
            job(mine[name])
        except ImportError as absent:
            print(f"no comparison with {package}: {absent}", file=sys.stderr)


if __name__ == "__main__":
    main()
