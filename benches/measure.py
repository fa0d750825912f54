"""Runs programs and says what they took."""
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run(command, site, own_time=False):
    """Runs a command to its end: wall, user and system seconds, and peak memory in MiB; with `own_time` the wall seconds are those
    that it prints."""
    # Files, not pipes: a pipe that nobody reads would stop a program that has much to say.
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as messages:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=site, stdout=said, stderr=messages)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        # The process has been waited for.
        process.returncode = os.waitstatus_to_exitcode(status)
        if status:
            messages.seek(0)
            sys.exit(f"{Path(command[0]).name} failed:\n{messages.read(2000).decode(errors='replace')}")
        if own_time:
            said.seek(0)
            wall = float(said.read())
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "user": usage.ru_utime, "peak": usage.ru_maxrss / 1024}


def whole_build(command, site, output, own_time=False):
    """A build from nothing, with nothing left to write to disk from before."""
    shutil.rmtree(output, ignore_errors=True)
    os.sync()
    return run(command, site, own_time)


def medians(runs):
    """The median of each figure, and the fastest and slowest wall time."""
    figures = {key: statistics.median(one[key] for one in runs) for key in runs[0]}
    walls = [one["wall"] for one in runs]
    return {**figures, "least": min(walls), "most": max(walls)}


def version(command):
    """What a program says of its version."""
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.sub(r"-[0-9a-f]{12,}\+\S*| linux/.*", "", said.strip().splitlines()[0])


def machine(folder):
    """What the figures were measured on: processor, cores, memory, system, the file system of a folder."""
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text()).group(1)) / 1024**2
    kind = subprocess.run(["df", "--output=fstype", folder], capture_output=True, text=True, check=True).stdout.split()[-1]
    name = processor.group(1) if processor else platform.machine()
    return f"{name}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, {kind}"


def load():
    """How many processes wanted to run in the last minute."""
    return os.getloadavg()[0]
