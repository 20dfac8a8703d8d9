#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: java
# differs.zpoline: page 0 can be read where there are no protection keys: implicit null checks do not fault
# differs.nonet: page 0 can be read where there are no protection keys: implicit null checks do not fault
# Null checks that compiled code leaves to a fault at a low address.
cat >Null.java <<'JAVA'
public class Null {
    int field; Null next;
    static int get(Null n) { return n.field; }
    public static void main(String[] args) {
        int caught = 0, sum = 0;
        Null some = new Null();
        for (int i = 0; i < 200000; i++) sum += get(some);
        for (int i = 0; i < 10000; i++)
            try { sum += get(i % 2 == 0 ? null : some); } catch (NullPointerException e) { caught++; }
        System.out.println(caught + " " + sum);
    }
}
JAVA
java -Xmx200m -XX:-OmitStackTraceInFastThrow Null.java
