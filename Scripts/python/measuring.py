"""What the comparisons share: processor time of one thread, and the program's own results."""

import time

SECONDS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}


def median_seconds(work, runs):
    """The median processor time of a piece of work over some runs."""
    times = []
    for _ in range(runs):
        begin = time.thread_time()
        work()
        times.append(time.thread_time() - begin)
    return sorted(times)[runs // 2]


def own_results(path):
    """Median and unit by name, from lines of name, median, best and unit apart by tabs."""
    results = {}
    for line in open(path, encoding="utf-8"):
        name, median, _, unit = line.rstrip("\n").split("\t")
        results[name] = (float(median), unit)
    return results
