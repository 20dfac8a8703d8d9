-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp has no 'transmogrify' \(docs/api\.md says what there is\)
zp.transmogrify "openat" -- wrong
