# SPDX-License-Identifier: MIT OR Apache-2.0
# A terminal of its own: the ioctls that make it raw, resize it, read it.
import fcntl
import os
import struct
import termios
import tty

_, slave = os.openpty()
attributes = termios.tcgetattr(slave)
tty.setraw(slave)
termios.tcsetattr(slave, termios.TCSADRAIN, attributes)
termios.tcflush(slave, termios.TCIFLUSH)
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
os.get_terminal_size(slave)
termios.tcdrain(slave)
attributes[3] &= ~(termios.ICANON | termios.ECHO)
attributes[4] = attributes[5] = termios.B9600
termios.tcsetattr(slave, termios.TCSANOW, attributes)
termios.tcgetattr(slave)
