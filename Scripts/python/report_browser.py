"""Drives pages of `totality report` in chromium; see Scripts/test-report."""

import argparse
import base64
import glob
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

import axe_core_python
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

failures = 0
HOSTILE = "<script>alert(1)</script> </script><img src=x onerror=alert(2)> \u202egnp.exe \"'& end"


def check(is_good, words, found=""):
    """Tells whether a claim holds."""
    global failures
    print(("ok    " if is_good else "FAIL  ") + words + ("" if is_good or found == "" else f": {found}"))
    if not is_good:
        failures += 1


class Browser:
    """Chromium without a window, as wide as asked for."""

    def __init__(self, width=1280, height=900, dark=False, script=True, still=False):
        options = Options()
        options.binary_location = shutil.which("chromium")
        for argument in [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--disable-dev-shm-usage", "--force-device-scale-factor=1",
            f"--window-size={width},{height}",
        ]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        if not script:
            options.add_experimental_option(
                "prefs", {"profile.managed_default_content_settings.javascript": 2})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=1, mobile=width < 500)
        self.command("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"},
        ])
        self.width = width

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def command(self, name, **values):
        return self.driver.execute_cdp_cmd(name, values)

    def open(self, page):
        """Opens a file and returns the seconds until everything was there."""
        begin = time.monotonic()
        self.driver.get("file://" + page)
        return time.monotonic() - begin

    def js(self, text, *values):
        return self.driver.execute_script(text, *values)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def click(self, element):
        """Clicks as a hand does, once the page stands still."""
        self.js("arguments[0].scrollIntoView({behavior: 'instant', block: 'center'})", element)
        element.click()

    def console(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        """Addresses asked for, but the page itself and what it holds."""
        addresses, has_page = [], False
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated"):
                address = message["params"].get("request", message["params"])["url"]
                has_page = has_page or address.endswith(".html")
                if not address.startswith(("data:", "file:", "about:", "chrome:")):
                    addresses.append(address)
                elif address.startswith("file:") and not address.endswith(".html"):
                    addresses.append(address)
        # A log that does not even tell of the page proves nothing.
        return addresses if has_page else ["nothing: the log is empty"]

    def shoot(self, path):
        """A picture of the whole page."""
        size = self.command("Page.getLayoutMetrics")["cssContentSize"]
        shot = self.command("Page.captureScreenshot", captureBeyondViewport=True, clip={
            "x": 0, "y": 0, "width": self.width, "height": min(size["height"], 15000), "scale": 1})
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))


def totality(program, *words, environment=None):
    return subprocess.run([program, *words], capture_output=True, text=True, env=environment)


def make_run(options, folder, frames, size, products):
    """Makes a run and its page."""
    made = totality(
        options.program, "batch", options.scenario, "-o", folder, "--frames", frames, "--products",
        products, "--set", f"camera.size=[{size},{size}]", "--set", f"camera.pixel_scale_arcsec={9216 / size}")
    check(made.returncode == 0, f"run of frames {frames}", made.stderr[-500:])


def hurt(folder):
    """Takes files and lines of a run away and adds what no run of ours writes."""
    path = glob.glob(folder + "/manifest/*.jsonl")[0]
    with open(path, encoding="utf8") as file:
        lines = [json.loads(line) for line in file]
    lines.sort(key=lambda line: line["frame"])
    numbers = [line["frame"] for line in lines]
    kept = []
    for line in lines:
        place = numbers.index(line["frame"])
        if place == 2:
            os.remove(folder + "/" + line["products"][0]["path"])
        if place == 3:
            line.update(state="failed", attempt=3, products=[],
                        error={"kind": "TrajectoryError", "message": HOSTILE})
        if place != 5:
            kept.append(line)
    with open(path, "w", encoding="utf8") as file:
        file.writelines(json.dumps(line) + "\n" for line in kept)
        file.write('{"half of a li')
    return numbers


def picture(browser):
    """What the player shows: the picture's address, or the reason in its place."""
    return browser.js("""
      const image = document.querySelector('.stage img');
      return image && !image.hidden ? image.src : document.querySelector('.reason').textContent""")


def use_player(browser, numbers):
    slider = browser.one("#player-place")
    frames = browser.js("return JSON.parse(document.querySelector('#report-data').textContent).frames")
    check([frame["n"] for frame in frames] == numbers, "the player has every frame, those missing too",
          [frame["n"] for frame in frames])
    first = picture(browser)
    check(first.startswith("data:image/png;base64,"), "the player begins with the first frame")
    slider.send_keys(Keys.ARROW_RIGHT)
    second = picture(browser)
    check(second.startswith("data:") and second != first, "an arrow key shows the next frame")
    slider.send_keys(Keys.ARROW_LEFT)
    check(picture(browser) == first, "and back")
    slider.send_keys(Keys.END)
    check(slider.get_attribute("value") == str(len(numbers) - 1), "End goes to the last frame")
    slider.send_keys(Keys.HOME)
    check(slider.get_attribute("value") == "0", "Home goes to the first")
    browser.js("""arguments[0].value = 1; arguments[0].dispatchEvent(new Event('input'))""", slider)
    check(picture(browser) == second, "the slider changes the picture")
    caption = browser.one("#player-now").text
    check(f"Frame {numbers[1]}" in caption and slider.get_attribute("aria-valuetext") == caption,
          "the caption is told to those who do not see the picture", caption)
    for place, words in [(2, "gone or cut"), (3, "<script>alert(1)</script>"), (5, "was not tried")]:
        browser.js("""arguments[0].value = arguments[1];
          arguments[0].dispatchEvent(new Event('input'))""", slider, place)
        shown = browser.one(".reason")
        check(words in shown.text and shown.is_displayed(), f"frame {place} shows its reason", shown.text)
        check(browser.js("return getComputedStyle(document.querySelector('.stage img')).display") == "none",
              f"and no picture ({place})")
    slider.send_keys(Keys.HOME)
    slider.send_keys(Keys.SPACE)
    time.sleep(1.3)
    check(int(slider.get_attribute("value")) > 0, "space plays", slider.get_attribute("value"))
    button = browser.one("[data-do=play]")
    check(button.get_attribute("aria-pressed") == "true" and button.text == "Pause", "the button says so")
    browser.click(button)
    place = slider.get_attribute("value")
    time.sleep(0.8)
    check(slider.get_attribute("value") == place, "and pauses")
    browser.js("document.querySelector('.sheet button').click()")
    check(picture(browser) == first, "a picture of the contact sheet goes into the player")


def column(browser, place):
    return browser.js("""
      return [...document.querySelectorAll('#frame-table tbody tr')].filter((row) => !row.hidden)
        .map((row) => row.cells[arguments[0]].textContent)""", place)


def use_table(browser, numbers):
    heads = browser.all("#frame-table thead th")
    names = [head.text for head in heads]
    place = names.index("Distance")
    button = heads[place].find_element(By.TAG_NAME, "button")
    browser.click(button)
    check(heads[place].get_attribute("aria-sort") == "ascending", "a head sorts and says so")
    browser.click(button)
    # Frames in order of distance, farthest first; what is not known comes last.
    known = [number for index, number in enumerate(numbers) if index not in (2, 3, 5)]
    order = [int(text) for text in column(browser, 0)]
    check(order[:len(known)] == known[::-1], "and the other way round, unknown distances last", order)
    check(column(browser, place)[-3:] == ["", "", ""], "cells without a number are empty")
    browser.click(heads[0].find_element(By.TAG_NAME, "button"))
    check([int(text) for text in column(browser, 0)] == numbers, "numbers sort as numbers")
    check(heads[place].get_attribute("aria-sort") is None, "one head is sorted at a time")
    text = browser.one("#filter-text")
    text.send_keys("<script>")
    check(len(column(browser, 0)) == 1, "text filters", column(browser, 0))
    check(browser.one("#filter-count").text == f"1 of {len(numbers)} frames", "the count follows")
    for _ in "<script>":
        text.send_keys(Keys.BACKSPACE)
    browser.js("""const select = document.querySelector('#filter-state'); select.value = 'done';
      select.dispatchEvent(new Event('change'))""")
    check(len(column(browser, 0)) == len(numbers) - 3, "the state filters", column(browser, 2))


def check_access(browser, words):
    """Runs axe-core's rules for WCAG 2.1 A and AA and its good practice."""
    path = os.path.join(os.path.dirname(axe_core_python.__file__), "axe.min.js")
    with open(path, encoding="utf8") as file:
        # As the inspector would: the page's own policy lets no other script in.
        browser.command("Runtime.evaluate", expression=file.read())
    answer = browser.command(
        "Runtime.evaluate", awaitPromise=True, returnByValue=True,
        expression="axe.run(document, {resultTypes: ['violations', 'incomplete']})")["result"]["value"]
    serious = [rule for rule in answer["violations"] if rule["impact"] in ("serious", "critical")]
    lesser = [rule for rule in answer["violations"] if rule not in serious]
    told = [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in serious]
    check(not serious, f"axe finds no serious violation ({words}; {len(answer['passes'])} rules passed)", told)
    for rule in lesser:
        print(f"note  axe: {rule['id']} ({rule['impact']}): {rule['help']}; {rule['nodes'][0]['html'][:160]}")


def check_width(browser, words):
    width, view = browser.js(
        "return [document.scrollingElement.scrollWidth, document.documentElement.clientWidth]")
    check(width <= view, f"nothing scrolls sideways ({words})", f"{width} in {view}")


def reproduce(options, work, folder):
    """Follows the commands of a page; products must come out the same."""
    answer = json.loads(totality(options.program, "report", folder, "--format", "json").stdout)
    check(answer["is_whole"] is False, "a part of a sequence is no whole run")
    script = "\n".join(answer["commands"]).replace("report RUN", "report " + folder)
    script = f'totality() {{ "{options.program}" "$@"; }}\n' + script
    place = os.path.join(work, "reproduced")
    shutil.rmtree(place, ignore_errors=True)
    os.makedirs(place)
    done = subprocess.run(["bash", "-c", script], cwd=place, capture_output=True, text=True)
    check(done.returncode == 0, "the page's commands run", done.stderr[-800:])

    def digests(root):
        return {
            os.path.relpath(path, root): hashlib.sha256(open(path, "rb").read()).hexdigest()
            for path in glob.glob(root + "/frames/*") + glob.glob(root + "/quicklook/*")}

    again, before = digests(place + "/again"), digests(folder)
    check(before and again == before, f"and make the same {len(before)} files, byte for byte")


def test_small(options, work):
    whole, folder = work + "/run", work + "/hurt"
    for path in (whole, folder):
        shutil.rmtree(path, ignore_errors=True)
    make_run(options, whole, "24:32", 256, "b,picture")
    reproduce(options, work, whole)
    shutil.copytree(whole, folder)
    numbers = hurt(folder)
    told = totality(options.program, "report", folder)
    check(told.returncode == 0, "the page of a run that went wrong", told.stderr)
    page = folder + "/report.html"
    with Browser() as browser:
        browser.open(page)
        verdict = browser.one(".verdict").text
        check("60 frames, 5 ok, 1 failed, 1 damaged, 53 not tried; totality" in verdict, "the verdict", verdict)
        use_player(browser, numbers)
        use_table(browser, numbers)
        check_width(browser, "1280 pixels")
        check_access(browser, "light")
        check(browser.console() == [], "nothing on the console", browser.console())
        check(browser.requests() == [], "no request but for the page itself", browser.requests())
        check(not browser.all("img[src='x']"), "no message became markup")
    with Browser() as browser:
        browser.open(page)
        browser.shoot(work + "/light.png")
    with Browser(dark=True) as browser:
        browser.open(page)
        check_access(browser, "dark")
        ground = browser.js("return getComputedStyle(document.body).backgroundColor")
        check(max(int(part) for part in ground[4:-1].split(",")) < 60, "dark where the system is dark", ground)
        browser.shoot(work + "/dark.png")
    with Browser(width=360, height=780) as browser:
        browser.open(page)
        check_width(browser, "360 pixels")
        check_access(browser, "narrow")
        browser.shoot(work + "/narrow.png")
    test_plain(work, page, numbers)


def test_plain(work, page, numbers):
    """Without JavaScript."""
    with Browser(script=False) as browser:
        browser.open(page)
        rows = browser.all("#frame-table tbody tr")
        check(len(rows) == len(numbers), "without JavaScript all rows are there", len(rows))
        check(all(row.is_displayed() for row in rows), "and seen")
        check(browser.one(".stage img").is_displayed(), "the first frame is shown")
        check(not browser.one(".controls").is_displayed() and not browser.one(".filter").is_displayed(),
              "nothing is offered that would not work")
        check(len(browser.all(".sheet img")) == len(numbers) - 3, "the contact sheet is there")
        check(browser.one("#commands").is_displayed(), "the commands are there")
        browser.shoot(work + "/plain.png")


def test_large(options, work):
    folder = work + "/large"
    shutil.rmtree(folder, ignore_errors=True)
    made = totality(
        options.program, "batch", options.scenario, "-o", folder, "--products", "b", "--set",
        "camera.size=[192,192]", "--set", "camera.pixel_scale_arcsec=48", "--set", "sequence.frames=200",
        "--set", "sequence.cadence_s=2.2")
    check(made.returncode == 0, "run of 200 frames", made.stderr[-500:])
    begin = time.monotonic()
    told = totality(options.program, "report", folder)
    print(f"note  page of 200 frames written in {time.monotonic() - begin:.1f} s")
    check(told.returncode == 0, "its page", told.stderr)
    page = folder + "/report.html"
    with open(page, encoding="utf8") as file:
        text = file.read()
    sheet = text[text.index('class="sheet"'):text.index('id="frames"')]
    pictures = sum(len(part.split('"')[0]) for part in sheet.split('src="')[1:])
    rest = len(text.encode()) - pictures
    print(f"note  {len(text.encode()) / 1e6:.2f} MB, of which {pictures / 1e6:.2f} MB are small pictures")
    check(rest <= 3_000_000, "at most 3 MB beside the small pictures", rest)
    times = []
    for _ in range(3):
        with Browser() as browser:
            times.append(browser.open(page))
    # The machine may have other work: the quickest of three openings is the page's own.
    print("note  opened in " + ", ".join(f"{seconds:.2f} s" for seconds in times))
    check(min(times) <= 2, "it opens within 2 s", f"{min(times):.2f} s")
    with Browser() as browser:
        browser.open(page)
        check(len(browser.all("#frame-table tbody tr")) == 200, "all frames are in the table")
        check(browser.console() == [], "nothing on the console", browser.console())


def main():
    parser = argparse.ArgumentParser()
    for name in ("program", "scenario", "work"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    test_small(options, options.work)
    if not options.quick:
        test_large(options, options.work)
    print(f"{failures} checks failed" if failures else "all checks passed")
    sys.exit(1 if failures else 0)


main()
