# SPDX-License-Identifier: MIT OR Apache-2.0
"""trace_storm.py ZPOLINE COUNT_UP ROUNDS: traced programs, each killed at some moment.

What the program had written has its lines, in order and whole; the call that was
under way, if there was one, is shown as such; and so is what ended the program.
"""
import os
import random
import re
import subprocess
import sys
import time

LINE = re.compile(r'^\d+ write\(\d+, "(\d+)\\n", (\d+)\) += (\d+)$')
HALF = re.compile(r'^\d+ write\(\d+, "(\d+)\\n", \d+ <unfinished \.\.\.>$')
KILLED = re.compile(r"^\d+ \+\+\+ killed by SIGKILL \+\+\+$")


def child_of(pid):
    """The traced program, once it is there."""
    path = f"/proc/{pid}/task/{pid}/children"
    for _ in range(2000):
        with open(path, encoding="ascii") as file:
            children = file.read().split()
        if children:
            return int(children[0])
        time.sleep(0.002)
    sys.exit("the command has started nothing")


def begin(zpoline, program):
    """A run whose program has begun to write."""
    for name in ("log", "numbers"):
        if os.path.exists(name):
            os.unlink(name)
    run = subprocess.Popen([zpoline, "trace", "-e", "write", "-o", "log", program, "numbers"])
    pid = child_of(run.pid)
    while not os.path.exists("numbers") or not os.path.getsize("numbers"):
        time.sleep(0.002)
    return run, pid


def judge(turn):
    """What the log says, compared with what was done."""
    with open("numbers", encoding="ascii") as file:
        done = len(file.read().splitlines())
    with open("log", encoding="ascii") as file:
        lines = file.read().split("\n")
    if lines.pop() != "":
        sys.exit(f"round {turn}: the last line is torn: {lines[-1:]}")
    if not KILLED.match(lines.pop()):
        sys.exit(f"round {turn}: nothing about the end")
    under_way = None
    if lines and HALF.match(lines[-1]):
        under_way = int(HALF.match(lines.pop())[1])
    for i, line in enumerate(lines, 1):
        found = LINE.match(line)
        if not found or int(found[1]) != i or found[2] != found[3]:
            sys.exit(f"round {turn}: line {i} of {len(lines)} is {line!r}")
    # the call may have been made, or not, when its caller was killed
    told = len(lines)
    if under_way is not None and under_way != told + 1:
        sys.exit(f"round {turn}: {under_way} is under way behind {told}")
    if not told <= done <= told + 1 or (done > told and under_way is None):
        sys.exit(f"round {turn}: {done} were written, {told} told, {under_way} under way")
    return told


def main():
    zpoline, program, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")
    random.seed(seed)
    told = 0
    for turn in range(rounds):
        run, pid = begin(zpoline, program)
        time.sleep(random.random() * 0.02)
        os.kill(pid, 9)
        if run.wait() != -9:
            sys.exit(f"round {turn}: the command ended with {run.returncode}")
        told += judge(turn)
    print(f"{rounds} programs killed, {told} lines")


main()
