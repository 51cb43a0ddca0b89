"""Exports a branch from PySpark: the Scala example of lakeFS's documentation in Python. A failure raises an exception.

    spark-submit --jars target/spillway.jar spark-submit-examples/export.py REPOSITORY BRANCH s3://BUCKET/PREFIX/

with LAKEFS_URL, LAKEFS_ACCESS_KEY and LAKEFS_SECRET_KEY in the environment.
"""

import os
import sys

from pyspark.sql import SparkSession

repo, branch, root_location = sys.argv[1:]

spark = SparkSession.builder.appName("I can export").getOrCreate()
spillway = spark._jvm.io.spillway

client = spillway.ApiClient(os.environ["LAKEFS_URL"], os.environ["LAKEFS_ACCESS_KEY"], os.environ["LAKEFS_SECRET_KEY"])
exporter = spillway.Exporter(spark._jsparkSession, client, repo, root_location)

print(exporter.exportAllFromBranch(branch))
