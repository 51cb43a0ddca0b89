package io.spillway.simulation;
import java.util.*;
class Scratch {
  public static void main(String[] a) throws Exception {
    org.apache.logging.log4j.core.config.Configurator.setRootLevel(org.apache.logging.log4j.Level.OFF);
    int threads = Integer.getInteger("threads", 2);
    if (a[0].equals("replay")) { History h = History.parse(String.join(" ", Arrays.copyOfRange(a, 1, a.length)));
      try (World w = h.world(Scenario.named(h.setting()).start(1)).tracing()) { try { History.play(h, w); System.out.println("passes"); } catch (Violation v) { System.out.println(v.getMessage()); if (v.getCause() != null) v.getCause().printStackTrace(System.out); v.printStackTrace(System.out); } w.trace().forEach(System.out::println); } System.exit(0); }
    if (a[0].equals("share")) { long t = System.nanoTime(); Share sh = new Share(Share.scale(), Long.parseLong(a[1]), threads, line -> System.out.printf("%.1f %s%n", (System.nanoTime() - t) / 1e9, line));
      try { Scenario.ALL.forEach(sh::singleCrashes); Scenario.ALL.forEach(sh::answers); Scenario.ALL.forEach(sh::freezes); sh.random(400); Scenario.ALL.forEach(sh::doubleCrashes); } catch (Broken b) { System.out.println("BROKEN " + b.getMessage()); }
      var os = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
      System.out.printf("%d histories %.1f s cpu %.1f%n", sh.played(), (System.nanoTime() - t) / 1e9, os.getProcessCpuTime() / 1e9); System.exit(0); }
    if (a[0].equals("random")) { long t = System.nanoTime(); long seed = Long.parseLong(a[1]); long count = Long.parseLong(a[2]); int bad = 0;
      var os = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean(); long c = os.getProcessCpuTime();
      RandomHistories r = new RandomHistories(seed, count);
      try { r.play(threads); } catch (Broken b) { System.out.println("BROKEN " + b.getMessage().substring(0, Math.min(Integer.getInteger("most", 12000), b.getMessage().length()))); }
      System.out.printf("%d random %.1f s cpu %.1f%n", r.played(), (System.nanoTime() - t) / 1e9, (os.getProcessCpuTime() - c) / 1e9); System.exit(0); }
    for (Scenario s : Scenario.ALL) {
      if (a.length > 2 && !Arrays.asList(a[2].split(",")).contains(s.name())) continue;
      long t = System.nanoTime();
      var os = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
      long c = os.getProcessCpuTime();
      try {
      long n = 0; String more = "";
      switch (a[0]) {
        case "ends" -> n = new Exhaustive(s).play(Exhaustive.ENDS, (int) Double.parseDouble(a[1]), 0, threads).played();
        case "answers" -> n = new Exhaustive(s).play(Exhaustive.ANSWERS, (int) Double.parseDouble(a[1]), 0, threads).played();
        case "freezes" -> n = new Exhaustive(s).freezing(Integer.parseInt(a[1]), 0, threads).played();
        case "twice" -> { Crashes x = new Crashes(s, Double.parseDouble(a[1]), 1).twice(threads); n = x.played(); more = " states " + x.states(); }
      }
      double sec = (System.nanoTime() - t) / 1e9; double cpu = (os.getProcessCpuTime() - c) / 1e9;
      System.out.printf("%s %d histories%s %.1f s %.0f/s cpu %.1f s, %.0f per cpu second%n", s.name(), n, more, sec, n / sec, cpu, n / cpu);
      } catch (Broken b) { System.out.println(s.name() + " BROKEN " + b.getMessage().substring(0, Math.min(Integer.getInteger("most", 12000), b.getMessage().length()))); }
    }
    System.exit(0);
  }
}
