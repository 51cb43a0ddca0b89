// The example of lakeFS's documentation for a notebook or spark-shell, with a different import; and custom rounds.
//
//   export LAKEFS_URL=… LAKEFS_ACCESS_KEY=… LAKEFS_SECRET_KEY=… REPOSITORY=… DESTINATION=s3://BUCKET/PREFIX
//   spark-shell --jars target/spillway.jar <spark-submit-examples/shell.scala

import io.spillway.{ApiClient, Exporter}
import org.apache.spark.sql.SparkSession

val endpoint = sys.env("LAKEFS_URL")
val accessKey = sys.env("LAKEFS_ACCESS_KEY")
val secretKey = sys.env("LAKEFS_SECRET_KEY")

val repo = sys.env("REPOSITORY")

val spark = SparkSession.builder().appName("I can export").getOrCreate()
val sc = spark.sparkContext
sc.hadoopConfiguration.set("lakefs.api.url", endpoint)
sc.hadoopConfiguration.set("lakefs.api.access_key", accessKey)
sc.hadoopConfiguration.set("lakefs.api.secret_key", secretKey)

val rootLocation = sys.env("DESTINATION") + "/documented"

val apiClient = new ApiClient(endpoint, accessKey, secretKey)
val exporter = new Exporter(spark, apiClient, repo, rootLocation)

val branch = "main"
val report = exporter.exportAllFromBranch(branch)

// A filter assigns each key to a round. This one is defined here, and Spark sends its class to the workers.
import io.spillway.KeyFilter

class NamesLast extends KeyFilter {
  def rounds(): Int = 2
  def roundForKey(key: String): Int = if (key.startsWith("names/")) 2 else 1
}

val parallelism = 2
val inRounds = new Exporter(spark, apiClient, new NamesLast, repo, sys.env("DESTINATION") + "/in-rounds", parallelism)
inRounds.exportAllFromBranch(branch)
