#!/usr/bin/env python3
"""Runs the commands of documents and compares what they print with what the document shows.

usage: run_documents.py PROGRAM [--write] [--list] [--small] [--before FILE] FILE.md...

Fenced blocks are read:
  console   lines after `$ ` are commands (a backslash at the end goes on in the next line); the lines that
            follow are what they print to standard output. `…` in a line stands for any text, a line of `…`
            alone for any lines. A block without printed lines is only run.
  sh        one script; every command must end with exit code 0.
  (none)    lines that begin with `totality` or `parallel`, each a command (README.md).
A comment `<!-- no-run: why -->` before a block leaves it out, and says so. Before the first block of a
document, a comment `<!-- before: commands -->` prepares the folder. Every document has a folder of its own.

  --before FILE  a script that prepares the folder; in its lines `# no-run WORDS: why` it names commands that
                 are left out because they hold those words

  --write   put what the commands print into the documents, in place of what stands there
  --list    print the commands and run nothing
  --small   render small pictures, where the document does not choose a size itself
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT_SECONDS = 600
FENCE = re.compile(r"^```(.*)$")
COMMENT = re.compile(r"<!-- (no-run|before): (.*?) -->", re.S)

# Stands between the documents and the program: the same fields of view with few pixels.
SMALL = """#!/usr/bin/env bash
case "$*" in
  *camera.size* | *--help* | *--template* | *--dry-run*) exec {program} "$@" ;;
esac
case $1 in
  gallery) set -- "$@" --side 128 ;;
  ejection) set -- "$@" --set camera.size=[128,128] --set camera.pixel_scale_arcsec=45.0752 ;;
  render | batch | budget | calibration | closed-loop)
    case $2 in
      astp* | camera.toml) set -- "$@" --set camera.size=[64,64] --set camera.pixel_scale_arcsec=206.4 ;;
      proba3) set -- "$@" --set camera.size=[128,128] --set camera.pixel_scale_arcsec=45.0752 ;;
      event.toml) set -- "$@" --set camera.size=[128,128] --set camera.pixel_scale_arcsec=45.0752 ;;
    esac ;;
esac
exec {program} "$@"
"""


class Block:
    """A fenced block: where it stands, what it is, and what stands in it."""

    def __init__(self, first, kind, lines, reason):
        self.first, self.kind, self.lines, self.reason = first, kind, lines, reason

    def commands(self):
        """Pairs of a command and the lines it is said to print, with the command's first line."""
        found = []
        lines = iter(enumerate(self.lines))
        if self.kind == "sh":
            return [(0, "set -euo pipefail\n" + "\n".join(self.lines), [])]
        for number, line in lines:
            if self.kind == "console" and line.startswith("$ "):
                command = line[2:]
            elif self.kind == "" and re.match(r"(totality|parallel) ", line):
                command = line
            elif self.kind == "console" and found:
                found[-1][2].append(line)
                continue
            else:
                continue
            while command.endswith("\\"):
                command += "\n" + next(lines)[1]
            found.append((number, command, []))
        return found


def blocks_of(text):
    """The fenced blocks of a document, and the commands that prepare its folder."""
    blocks, before, reason, inside = [], [], None, None
    for match in COMMENT.finditer(text):
        if match[1] == "before":
            before.append(match[2])
    lines = text.split("\n")
    for number, line in enumerate(lines):
        fence = FENCE.match(line)
        if inside is not None:
            if fence:
                blocks.append(inside)
                inside, reason = None, None
            else:
                inside.lines.append(line)
        elif fence:
            inside = Block(number + 1, fence[1].strip(), [], reason)
        elif line.startswith("<!-- no-run:"):
            reason = COMMENT.search(text[text.index(line):])[2]
        elif line.strip():
            reason = None
    return blocks, before


def agrees(shown, printed):
    """Whether what is printed is what the document shows."""
    pattern = ""
    for line in shown:
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += "[^\n]*".join(re.escape(part) for part in line.rstrip().split("…")) + r"\s*?\n"
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in printed) + "\n") is not None


class Runner:
    """Runs the blocks of a document in a folder of its own."""

    def __init__(self, program, small, folder):
        self.folder = Path(folder)
        (self.folder / "work").mkdir()
        (self.folder / "bin").mkdir()
        wrapper = self.folder / "bin" / "totality"
        if small:
            wrapper.write_text(SMALL.replace("{program}", program))
            wrapper.chmod(0o755)
        else:
            wrapper.symlink_to(program)
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        self.environment = {**os.environ, "PATH": path, "SOURCE_DATE_EPOCH": "1750000000"}

    def run(self, command):
        """Exit code, standard output's lines, and the last words on standard error."""
        try:
            done = subprocess.run(
                ["bash", "-c", command], cwd=self.folder / "work", env=self.environment,
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            return 124, [], f"not done after {LIMIT_SECONDS} s"
        printed = done.stdout.split("\n")
        if printed and printed[-1] == "":
            printed.pop()
        return done.returncode, printed, "\n".join(done.stderr.strip().split("\n")[-3:])


def run_document(path, runner, arguments, script):
    """Runs a document; returns how many commands ran, failed, and were left out."""
    text = path.read_text()
    blocks, before = blocks_of(text)
    before += [script] if script and "--list" not in arguments else []
    excused = dict(re.findall(r"(?m)^# no-run (.*?): (.*)$", script))
    lines = text.split("\n")
    ran = failed = left = 0
    replacements = []
    for command in before:
        code, _, words = runner.run("set -euo pipefail\n" + command)
        if code:
            print(f"{path}: FAILED to prepare the folder, exit code {code}: {words}")
            return 0, 1, 0
    for block in blocks:
        if block.kind not in ("console", "sh", ""):
            continue
        commands = block.commands()
        if block.reason and commands:
            left += len(commands)
            print(f"{path}:{block.first}: not run, {block.reason}")
            continue
        for number, command, shown in commands:
            place = f"{path}:{block.first + number + 1}"
            if "--list" in arguments:
                print(f"{place}: {command}")
                continue
            reasons = [why for words, why in excused.items() if words in command]
            if reasons:
                left += 1
                print(f"{place}: not run, {reasons[0]}")
                continue
            begin = time.monotonic()
            code, printed, words = runner.run(command)
            ran += 1
            seconds = time.monotonic() - begin
            if seconds > 5:
                print(f"{place}: {seconds:.1f} s")
            if code:
                failed += 1
                print(f"{place}: FAILED, exit code {code}\n  {command}\n  {words}")
            elif block.kind == "console" and "--write" in arguments:
                at = block.first + number + command.count("\n") + 1
                kept = any("…" in line for line in shown) and agrees(shown, printed)
                replacements.append((at, len(shown), shown if kept else printed))
            elif shown and not agrees(shown, printed):
                failed += 1
                print(f"{place}: FAILED, it prints something else\n  {command}")
                for line in printed[:40]:
                    print(f"  | {line}")
    for at, count, printed in reversed(replacements):
        lines[at:at + count] = printed
    if replacements:
        path.write_text("\n".join(lines))
    return ran, failed, left


def main():
    words, script = sys.argv[1:], ""
    if "--before" in words:
        at = words.index("--before")
        script = Path(words[at + 1]).read_text()
        del words[at:at + 2]
    arguments = [word for word in words if word.startswith("--")]
    words = [word for word in words if not word.startswith("--")]
    program, files = os.path.realpath(words[0]), [Path(word) for word in words[1:]]
    failures = commands = left_out = 0
    for path in files:
        begin = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            runner = Runner(program, "--small" in arguments, folder)
            ran, failed, left = run_document(path, runner, arguments, script)
        commands, failures, left_out = commands + ran, failures + failed, left_out + left
        print(f"{path}: {ran} commands, {failed} failed, {left} not run, {time.monotonic() - begin:.0f} s")
    print(f"{commands} commands of {len(files)} documents, {failures} failed, {left_out} not run")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
