-- SPDX-License-Identifier: MIT OR Apache-2.0
-- overlay: what a program writes goes to a folder, and it sees it in place
--
--   zpoline run -s overlay -a upper=/tmp/scratch -- make install
--   find /tmp/scratch                       what it has done
--   zpoline run -s overlay -a 'upper=/tmp/scratch leave=/var/tmp' -- sh
--
--   /tmp/scratch/usr/local/bin/program
--
-- Files are copied there before they are changed or locked; they are made, deleted, renamed
-- and listed as if they were where the program thinks, with the numbers that they had, and a
-- later run with the same folder goes on from there. A deleted file of the real tree is a
-- symbolic link to /.zpoline-overlay/gone; the folder .zpoline-overlay has what the overlay
-- must remember, and files of users who may not write beside others. /proc, /sys and /dev
-- are left alone, and each leave=PATH. Not led there: descriptors that the program is
-- started with, devices, mounts. A folder of the real tree cannot be renamed (EXDEV: mv
-- copies it), nor be listed by the old call getdents; memory that was mapped before a file
-- is copied shows the real one. There is no io_uring, and no Landlock. A library that only
-- the folder has is not found by programs that are started.
-- This is for programs that mean no harm: it is no sandbox.

local args = require "zpoline.args"
local path = require "zpoline.path"
local options = args.read { upper = "", leave = {} }

if options.upper == "" then
  args.fail("overlay: no folder is named. Remedy: -a upper=/tmp/scratch")
end

local outside = { ["/proc"] = true, ["/sys"] = true, ["/dev"] = true }
for _, name in ipairs(options.leave) do
  outside[path.option("overlay", "leave", name)] = true
end
local upper = path.option("overlay", "upper", options.upper)
local store = require "overlay.store"(path.real(upper, true) or upper)

-- A program that has given up its rights may lack those to write there.
if not store.open() then
  if require "inner.file".is_first_program() then
    args.fail(("overlay: nothing can be written to %s. Remedy: upper=FOLDER, in one that is there")
      :format(upper))
  elseif not store.version() then
    zp.log("%d overlay: user %d cannot use %s: what was written there is not seen, and "
      .. "nothing can be written. Remedy: upper= in a folder that all may enter",
      zp.pid(), zp.syscall "geteuid", upper)
  end
end

local tree = require "overlay.tree"(store, outside)
require "overlay.listing"(tree)
require "overlay.copy"(tree)
local fresh = require "overlay.fresh"(tree)
local calls = require "overlay.calls"(tree)
require "overlay.open"(tree, calls)
require "overlay.run"(tree, calls)
require "overlay.look"(tree, calls)
require "overlay.change"(tree, calls, fresh)
require "overlay.name"(tree, calls, fresh)
require "overlay.shown"(tree)

-- It would open and change files past us.
zp.hook("io_uring_setup", function() return -zp.errno.ENOSYS end)
-- A program that allows itself what is beneath its folders (xz does) would not be let into
-- ours, and could not make one there.
zp.hook("landlock_create_ruleset", function() return -zp.errno.EOPNOTSUPP end)
