-- SPDX-License-Identifier: MIT OR Apache-2.0
-- overlay: changes go to a folder; to the program they are made in place
--
--   zpoline run -s overlay -a upper=/tmp/scratch -- make install
--   find /tmp/scratch                       what it has done
--   zpoline run -s overlay -a 'upper=/tmp/scratch leave=/var/tmp' -- sh
--
--   /tmp/scratch/usr/local/bin/program
--
-- Files are copied to the folder before they are changed or locked. Files are made,
-- deleted, renamed and listed as if they were where the program expects them, and keep
-- their device and inode numbers. A later run with the same folder continues from there. A
-- deleted file of the real tree is a symbolic link to /.zpoline-overlay/gone. The folder
-- .zpoline-overlay has what the overlay must remember, and the files of users who may not
-- write beside the others. /proc, /sys, /dev and each leave=PATH are left alone.
--
-- Not redirected: descriptors that the program is started with, devices, mounts. A folder
-- of the real tree cannot be renamed (EXDEV: mv then copies it), nor listed with the old
-- call getdents. Memory that was mapped before a file is copied shows the real file.
-- io_uring and Landlock are not available. With --preload, programs that are started do
-- not find a library that exists only in the folder. This is for programs that mean no harm:
-- it is no sandbox.

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
