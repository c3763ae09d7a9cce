"""Gives one rating in the workbench, on a terminal of its own: `python one_rating.py PROGRAM ARGUMENT...`

Opens it, rates the first question, leaves, and waits for its end. Fails with what was written last if that goes wrong.
"""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

PATIENCE = 20  # seconds for what must happen, on a machine under load
QUIET = 0.5  # seconds without output, after which a key is taken to be dealt with

ESC, ENTER = b"\x1b", b"\r"
# The first closes the card with first steps; `q` says that all is saved, `q` again leaves.
KEYS = (ESC, b"3", ENTER, b"q", b"q")


class Terminal:
    def __init__(self, command):
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execv(command[0], command)
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.output = b""

    def read(self, seconds):
        """Takes in what is written next; False when nothing came in time or the program has gone."""
        if not select.select([self.end], [], [], max(0.0, seconds))[0]:
            return False
        try:
            more = os.read(self.end, 65536)
        except OSError:
            return False
        self.output += more
        return bool(more)

    def wait_for(self, word):
        deadline = time.monotonic() + PATIENCE
        while word not in self.output:
            if not self.read(deadline - time.monotonic()):
                self.give_up(f"{word!r} did not appear")

    def settle(self):
        while self.read(QUIET):
            pass

    def wait_exit(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.read(0.05)
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
        self.give_up("the program did not end")

    def give_up(self, why):
        plain = re.sub(rb"\x1b(\[[0-9;?<>=]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|.)", b" ", self.output)
        sys.exit(f"{why}; written last:\n{plain[-3000:].decode('utf-8', 'replace')}")


terminal = Terminal(sys.argv[1:])
terminal.wait_for(b"Commitments")
for key in KEYS:
    terminal.settle()
    os.write(terminal.end, key)
code = terminal.wait_exit()
if code != 0:
    terminal.give_up(f"the program ended with {code}")
