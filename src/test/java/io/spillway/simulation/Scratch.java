package io.spillway.simulation;
import java.util.*;
class Scratch {
  public static void main(String[] a) throws Exception {
    org.apache.logging.log4j.core.config.Configurator.setRootLevel(org.apache.logging.log4j.Level.OFF);
    int threads = Integer.getInteger("threads", 2);
    for (Scenario s : Scenario.ALL) {
      if (a.length > 2 && !Arrays.asList(a[2].split(",")).contains(s.name())) continue;
      long t = System.nanoTime();
      var os = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
      long c = os.getProcessCpuTime();
      try {
      long n = 0; String more = "";
      switch (a[0]) {
        case "ends" -> n = new Exhaustive(s).play(Exhaustive.ENDS, threads).played();
        case "answers" -> n = new Exhaustive(s).play(Exhaustive.ANSWERS, threads).played();
        case "freezes" -> n = new Exhaustive(s).freezing(Integer.parseInt(a[1]), 0, threads).played();
        case "twice" -> { Crashes x = new Crashes(s, Double.parseDouble(a[1]), 1).play(threads); n = x.played(); more = " states " + x.states(); }
      }
      double sec = (System.nanoTime() - t) / 1e9; double cpu = (os.getProcessCpuTime() - c) / 1e9;
      System.out.printf("%s %d histories%s %.1f s %.0f/s cpu %.1f s, %.0f per cpu second%n", s.name(), n, more, sec, n / sec, cpu, n / cpu);
      } catch (Broken b) { System.out.println(s.name() + " BROKEN " + b.getMessage().substring(0, Math.min(Integer.getInteger("most", 12000), b.getMessage().length()))); }
    }
    System.exit(0);
  }
}
