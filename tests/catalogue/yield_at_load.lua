-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: attempt to yield
coroutine.yield()
