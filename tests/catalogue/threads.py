# SPDX-License-Identifier: MIT OR Apache-2.0
# The program of cases about threads: one reads a pipe while another yields, and
# the first closes descriptors before and afterwards.
import os
import threading
import time

r, w = os.pipe()
os.close(os.dup(0))
reader = threading.Thread(target=os.read, args=(r, 1))
reader.start()
time.sleep(0.1)
yielder = threading.Thread(target=os.sched_yield)
yielder.start()
yielder.join()
os.write(w, b"x")
reader.join()
os.close(os.dup(0))
print("joined")
