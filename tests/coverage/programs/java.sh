#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: java
cat >Run.java <<'JAVA'
public class Run {
    static volatile int n;
    public static void main(String[] args) throws Exception {
        Thread[] all = new Thread[4];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Thread(() -> { for (int k = 0; k < 50; k++) n += System.getProperties().size(); });
            all[i].start();
        }
        for (Thread t : all) t.join();
        new ProcessBuilder("true").start().waitFor();
    }
}
JAVA
exec java -Xmx100m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 Run.java
