#!/usr/bin/env python3
"""Writes a manual page from what the program says of itself.

usage: totality --experimental-dump-help | manual_page.py VERSION DATE > totality.1

The page (roff with the macros of man(7)) has the general words first, then each subcommand with its
arguments and options, as `totality help` has them.
"""

import json
import re
import sys


def escaped(text):
    """Text as roff reads it: backslashes, and characters that begin a request, taken literally."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    text = re.sub(r"(?m)^\.", r"\\&.", text)
    return "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text)


def paragraphs(text):
    """Paragraphs of words, and indented ones as they stand."""
    lines = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        rows = block.split("\n")
        plain = all(not row.startswith(" ") for row in rows) and len(rows) == 1
        lines.append(".PP")
        if plain:
            lines.append(escaped(block))
        else:
            lines += [".nf", *(escaped(row) for row in rows), ".fi"]
    return lines


def option_name(name):
    """A name with its dashes."""
    return ("-" if name["kind"] == "short" else "--") + name["name"]


def shown(command):
    """Arguments that help shows, without those every command has."""
    for argument in command.get("arguments", []):
        names = {name["name"] for name in argument.get("names", [])}
        if argument.get("shouldDisplay", True) and not names & {"help", "version"}:
            yield argument


def synopsis(path, command):
    """One line: the command with its arguments."""
    words = [f"\\fB{escaped(' '.join(path))}\\fR"]
    if command.get("subcommands"):
        words.append("\\fIsubcommand\\fR")
    for argument in shown(command):
        value = f"\\fI{escaped(argument.get('valueName', ''))}\\fR"
        if argument["kind"] == "positional":
            word = value
        else:
            word = f"\\fB{escaped(option_name(argument['preferredName']))}\\fR"
            if argument["kind"] == "option":
                word += f" {value}"
        if argument["isRepeating"]:
            word += "..."
        words.append(f"[{word}]" if argument["isOptional"] else word)
    return " ".join(words)


def described(argument):
    """An argument with its names, words, values and default."""
    if argument["kind"] == "positional":
        head = f"\\fI{escaped(argument['valueName'])}\\fR"
    else:
        names = ", ".join(f"\\fB{escaped(option_name(name))}\\fR" for name in argument["names"])
        value = f" \\fI{escaped(argument['valueName'])}\\fR" if argument["kind"] == "option" else ""
        head = names + value
    words = argument.get("abstract", "")
    if argument.get("allValues"):
        words += f" One of {', '.join(argument['allValues'])}."
    if argument.get("defaultValue") and argument["kind"] != "flag":
        words += f" Default: {argument['defaultValue']}."
    lines = [".TP", head, escaped(words.strip()) or "\\&"]
    if argument.get("discussion"):
        lines += [".IP", escaped(argument["discussion"].replace("\n", " "))]
    return lines


def section(path, command):
    """A command and its subcommands."""
    lines = [f".SS {escaped(' '.join(path[1:]))}"]
    lines += [escaped(command.get("abstract", "")), ".PP", synopsis(path, command)]
    if command.get("discussion"):
        lines += paragraphs(command["discussion"])
    for argument in shown(command):
        lines += described(argument)
    for sub in command.get("subcommands", []):
        if sub["commandName"] != "help":
            lines += section(path + [sub["commandName"]], sub)
    return lines


def main():
    version, date = sys.argv[1:3]
    command = json.load(sys.stdin)["command"]
    name = command["commandName"]
    lines = [
        f'.TH {name.upper()} 1 "{date}" "{name} {version}" "User Commands"',
        ".SH NAME",
        f"{name} \\- {escaped(command['abstract'].rstrip('.'))}",
        ".SH SYNOPSIS",
        synopsis([name], command),
        ".PP",
        f"\\fB{name}\\fR \\fBhelp\\fR \\fIsubcommand\\fR",
        ".SH DESCRIPTION",
        *paragraphs(command.get("discussion", "")),
        ".SH COMMANDS",
    ]
    for sub in command["subcommands"]:
        if sub["commandName"] != "help":
            lines += section([name, sub["commandName"]], sub)
    lines += [
        ".SH ENVIRONMENT",
        ".TP",
        "\\fBSOURCE_DATE_EPOCH\\fR",
        "Seconds since 1970 that files tell as the time of their making; the same scenario then gives "
        "the same bytes at any time.",
        ".SH SEE ALSO",
        "\\fBfitsverify\\fR(1), \\fBparallel\\fR(1), \\fBsbatch\\fR(1)",
    ]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
