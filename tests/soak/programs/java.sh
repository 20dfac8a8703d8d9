#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: java
# Threads, locks, files, sockets, children, the collector, the JIT.
cat >Run.java <<'JAVA'
import java.io.*; import java.net.*; import java.nio.file.*; import java.util.*;
import java.util.concurrent.*; import java.util.concurrent.atomic.*; import java.util.stream.*;
public class Run {
    static long fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        AtomicLong total = new AtomicLong();
        List<Future<Long>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int n = i;
            all.add(pool.submit(() -> { total.addAndGet(n); Path p = Files.createTempFile(Path.of("."), "f", "x");
                Files.writeString(p, "" + n); long r = Long.parseLong(Files.readString(p)); Files.delete(p); return r + fib(15); }));
        }
        long sum = 0;
        for (Future<Long> f : all) sum += f.get();
        System.out.println(total + " " + sum);
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread t = new Thread(() -> { try { for (int i = 0; i < 200; i++) try (Socket s = server.accept()) {
            s.getOutputStream().write(new BufferedReader(new InputStreamReader(s.getInputStream())).readLine().toUpperCase().getBytes()); }
            } catch (IOException e) { System.out.println(e); } });
        t.start();
        int right = 0;
        for (int i = 0; i < 200; i++) try (Socket s = new Socket(server.getInetAddress(), server.getLocalPort())) {
            s.getOutputStream().write(("word" + i + "\n").getBytes());
            if (new String(s.getInputStream().readAllBytes()).equals("WORD" + i)) right++; }
        t.join();
        System.out.println(right);
        for (int i = 0; i < 10; i++) {
            Process p = new ProcessBuilder("sh", "-c", "cat; exit " + i).start();
            p.getOutputStream().write("in".getBytes()); p.getOutputStream().close();
            System.out.print(new String(p.getInputStream().readAllBytes()) + p.waitFor() + " ");
        }
        System.out.println();
        List<byte[]> garbage = new ArrayList<>();
        for (int i = 0; i < 20000; i++) { garbage.add(new byte[5000]); if (garbage.size() > 100) garbage.clear(); }
        System.gc();
        System.out.println(IntStream.range(0, 1000000).parallel().mapToLong(i -> i % 7).sum() + " " + fib(30));
        pool.shutdown();
        Thread sleeper = new Thread(() -> { try { Thread.sleep(60000); } catch (InterruptedException e) { System.out.println("interrupted"); } });
        sleeper.start(); sleeper.interrupt(); sleeper.join();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("the end")));
        System.exit(6);
    }
}
JAVA
# where page 0 is there for it to read it must do without
[ "${ZPOLINE_ENGINE:-}" != zpoline ] ||
	set -- -XX:+UnlockDiagnosticVMOptions -XX:-ImplicitNullChecks
java -Xmx200m "$@" Run.java
[ $? -eq 6 ]
