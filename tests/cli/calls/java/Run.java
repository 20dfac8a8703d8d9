// SPDX-License-Identifier: MIT OR Apache-2.0
// Threads, a file and a child.
import java.nio.file.Files;
import java.nio.file.Path;

public class Run {
    public static void main(String[] args) throws Exception {
        Thread[] all = new Thread[4];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Thread(() -> System.getProperties().size());
            all[i].start();
        }
        for (Thread t : all) t.join();
        Path file = Path.of("file");
        Files.writeString(file, "text");
        System.out.println(Files.readString(file));
        Files.delete(file);
        System.out.println(new ProcessBuilder("true").start().waitFor());
    }
}
