-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: warning: disk low
warn("disk ", "low")
