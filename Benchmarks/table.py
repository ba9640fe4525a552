# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Figures of all turns as one Markdown page."""

import datetime
import os
import pathlib
import platform
import statistics
import subprocess


def mean(values):
    return statistics.fmean(values) if values else None


def number(value, digits=1):
    if value is None:
        return "–"
    return f"{value:,.{digits}f}".replace(",", " ")


def spread(values, digits=1):
    """The mean, and the turns that it is made of."""
    if not values:
        return "–"
    turns = " / ".join(number(value, digits) for value in values)
    return f"**{number(mean(values), digits)}** ({turns})"


def machine():
    model = next(
        (line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.machine())
    memory = int(pathlib.Path("/proc/meminfo").read_text().split()[1]) / 1024 / 1024
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, Linux {platform.release()}"


def commit(root):
    said = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=root, capture_output=True, text=True)
    return said.stdout.strip() or "not committed"


def ratio(of, to):
    """Of the same turns, so that a machine that was slow for a while was slow for both."""
    return [a / b for a, b in zip(of, to) if b]


def render(results, works, versions, absent, command, root):
    """`results` maps (peer, work) to what each turn has measured."""
    today = datetime.date.today().isoformat()
    lines = [
        "# Benchmarks", "",
        "What Toolgate costs beside two proxies that do none of its work. Written by `Benchmarks/compare`; only"
        " what stands below the line at the end is written by hand.", "",
        "The figure to look at is processor time of the proxy for each request or event, user and system, as"
        " `/proc/PID/stat` counts it: it hardly moves when the machine is busy with other things. All proxies run with one"
        " worker or event loop, one after the other and then all again, before the same upstream and the same load, on"
        " loopback. Toolgate has everything on: token, policy, limits, holds, intent, settlement, provenance. Each cell is"
        " the mean of the turns, and then the turns. [profile.md](profile.md) says where the time goes.", "",
        f"* Date: {today}", f"* Machine: {machine()}", f"* Toolgate: {commit(root)}",
        *(f"* {name}: {version}" for name, version in versions.items() if version != "-"),
        f"* Command: `{command}`",
        *(f"* Not measured: {name} ({why})" for name, why in absent.items()), "",
    ]
    names = list(versions)
    for work in works:
        unit = "event" if work.is_stream else "request"
        lines += [f"## {work.title}", "", work.explanation, ""]
        lines += [
            f"| | CPU µs per {unit} | ÷ Envoy | {unit}s/s | p50 ms | p99 ms | first byte p50 ms | failed |",
            "|---|--:|--:|--:|--:|--:|--:|--:|",
        ]
        envoy = [turn["cpu_us"] for turn in results.get(("Envoy", work.name), [])]
        for name in names:
            turns = results.get((name, work.name), [])
            if not turns:
                continue
            has_cpu = name != "no proxy"
            cpu = [turn["cpu_us"] for turn in turns] if has_cpu else []
            lines.append(
                f"| {name} | {spread(cpu)} | {number(mean(ratio(cpu, envoy)), 2)} |"
                f" {number(mean([turn['rate'] for turn in turns]), 0)} |"
                f" {number(mean([turn['p50_ms'] for turn in turns]), 2)} |"
                f" {number(mean([turn['p99_ms'] for turn in turns]), 2)} |"
                f" {number(mean([turn['first_ms'] for turn in turns]), 2)} |"
                f" {sum(turn['failed'] for turn in turns)} |")
        lines.append("")
    lines += ["## Memory", "", "Resident MB, all processes of the proxy together.", "",
              "| | at rest | after all the work |", "|---|--:|--:|"]
    for name in names:
        turns = results.get((name, "memory"), [])
        if turns:
            lines.append(
                f"| {name} | {spread([turn['rest'] for turn in turns])} | {spread([turn['after'] for turn in turns])} |")
    return "\n".join(lines) + "\n"


KEPT = "<!-- By hand from here on: Benchmarks/compare keeps it. -->"


def kept(page):
    """What a page holds that no run of the comparison writes."""
    text = page.read_text() if page.exists() else ""
    return f"\n{KEPT}{text.split(KEPT, 1)[1]}" if KEPT in text else ""
