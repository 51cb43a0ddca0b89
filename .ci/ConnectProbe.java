import io.spillway.ApiClient;
import io.spillway.Exporter;
import io.spillway.base.SpillwayException;
import org.apache.spark.sql.SparkSession;

/**
 * Offers a session of Spark Connect to an exporter, which must refuse it in one sentence. No server
 * is asked: a session connects when it has something to say.
 */
public final class ConnectProbe {
  public static void main(String[] args) {
    SparkSession spark = SparkSession.builder().remote("sc://127.0.0.1:1").getOrCreate();
    ApiClient client = new ApiClient("http://127.0.0.1:1", "key", "secret");
    try {
      new Exporter(spark, client, "example", "file:///nowhere");
    } catch (SpillwayException e) {
      System.out.println(e.kind() + ": " + e.getMessage());
      boolean right =
          e.kind() == SpillwayException.Kind.BAD_INPUT && e.getMessage().contains("Spark Connect");
      Runtime.getRuntime().halt(right ? 0 : 1);
    }
    System.out.println("An exporter took " + spark.getClass());
    Runtime.getRuntime().halt(1);
  }
}
