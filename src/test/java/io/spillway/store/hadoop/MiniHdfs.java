package io.spillway.store.hadoop;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.datanode.metrics.DataNodeMetrics;
import org.apache.hadoop.hdfs.server.namenode.EditLogFileOutputStream;
import org.apache.hadoop.metrics2.lib.MutableCounterLong;

/** An HDFS of one name node and one data node in this JVM, on free ports of the loopback. */
public final class MiniHdfs implements AutoCloseable {
  private final MiniDFSCluster cluster;

  private MiniHdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts one that keeps its blocks in a folder. */
  public static MiniHdfs start(Path folder) throws IOException {
    File base = folder.resolve("hdfs").toFile();
    Configuration configuration = new Configuration();
    // Each change of a name would wait for the disk.
    EditLogFileOutputStream.setShouldSkipFsyncForTesting(true);
    MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(configuration, base).numDataNodes(1).format(true).build();
    cluster.waitActive();
    return new MiniHdfs(cluster);
  }

  /** {@code hdfs://127.0.0.1:PORT}, as users write it. */
  public String uri() {
    return "hdfs://127.0.0.1:" + cluster.getNameNodePort();
  }

  /**
   * Settings that somebody might choose: with the usual 400 ms, most of a small file's time is
   * waiting for its block to be known.
   */
  public Map<String, String> settings() {
    return Map.of(
        "dfs.client.block.write.locateFollowingBlock.initial.delay.ms",
        "10",
        "dfs.client.block.write.locateFollowingBlock.retries",
        "10",
        "dfs.client.socket-timeout",
        "30000");
  }

  /** The file system as Hadoop gives it, past everything of ours. */
  public FileSystem files() throws IOException {
    return cluster.getFileSystem();
  }

  /** Returns how often data nodes have forced a block to disk so far. */
  public long syncs() throws ReflectiveOperationException {
    // As a bean it is shown up to ten seconds late.
    Field counter = DataNodeMetrics.class.getDeclaredField("fsyncCount");
    counter.setAccessible(true);
    long all = 0;
    for (DataNode node : cluster.getDataNodes()) {
      all += ((MutableCounterLong) counter.get(node.getMetrics())).value();
    }
    return all;
  }

  /** Every file below a folder, by its path there, as HDFS itself has them. */
  public SortedMap<String, byte[]> everything(String folder) throws IOException {
    SortedMap<String, byte[]> found = new TreeMap<>();
    org.apache.hadoop.fs.Path top = new org.apache.hadoop.fs.Path("/" + folder);
    if (files().exists(top)) {
      RemoteIterator<LocatedFileStatus> all = files().listFiles(top, true);
      while (all.hasNext()) {
        org.apache.hadoop.fs.Path file = all.next().getPath();
        try (InputStream in = files().open(file)) {
          found.put(file.toUri().getPath().substring(folder.length() + 2), in.readAllBytes());
        }
      }
    }
    return found;
  }

  /** Whether a file or folder is there. */
  public boolean has(String key) throws IOException {
    return files().exists(new org.apache.hadoop.fs.Path("/" + key));
  }

  @Override
  public void close() {
    cluster.shutdown();
  }
}
