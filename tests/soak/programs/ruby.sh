#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: ruby
# Threads, children, pipes, sockets, fibers, the collector.
cat >run.rb <<'RUBY'
require "socket"; require "open3"; require "digest"; require "timeout"
$stdout.sync = true
puts (1..100).sum { |i| `echo #{i}`.to_i }
puts (1..8).map { |n| Thread.new { (1..300).sum { |i| File.read("/proc/self/comm").size; n } } }.map(&:value).inspect
pids = (1..30).map { |i| fork { exit! i } }
puts pids.sum { |p| Process.wait2(p)[1].exitstatus }
out, status = Open3.capture2e("cat; exit 4", stdin_data: "data " * 20000)
puts Digest::SHA256.hexdigest(out), status.exitstatus
server = TCPServer.new("127.0.0.1", 0)
t = Thread.new { 200.times { s = server.accept; s.puts s.gets.to_s.reverse.strip; s.close } }
puts (1..200).map { |i| s = TCPSocket.new("127.0.0.1", server.addr[1]); s.puts "w#{i}"; r = s.gets.strip; s.close; r }.last
t.join
hits = 0; trap("USR1") { hits += 1 }
20.times { |i| Process.kill("USR1", Process.pid); sleep 0.001 until hits > i }
puts hits
begin Timeout.timeout(0.1) { sleep 10 } rescue puts $!.class end
f = Fiber.new { 3.times { |i| Fiber.yield File.exist?("/") ? i : nil } }
puts 3.times.map { f.resume }.inspect
200000.times.map { |i| "s#{i}" }; GC.start
puts IO.pipe.tap { |r, w| w.write "x"; w.close }.first.read
puts spawn("exit 9").then { |p| Process.wait2(p)[1].exitstatus }
RUBY
ruby -W0 run.rb
