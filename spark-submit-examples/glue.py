"""Exports what changed on a branch since the last success, as a job of AWS Glue 5. Not tested on Glue.

docs/how-to/run-on-glue.md shows how to create such a job. lakeFS's keys are in a secret of AWS Secrets Manager, as JSON
with access_key and secret_key.
"""

import json
import sys

import boto3
from awsglue.utils import getResolvedOptions
from pyspark.sql import SparkSession

arguments = getResolvedOptions(sys.argv, ["repository", "branch", "destination", "lakefs_url", "lakefs_secret"])
secret = boto3.client("secretsmanager").get_secret_value(SecretId=arguments["lakefs_secret"])
keys = json.loads(secret["SecretString"])

spark = SparkSession.builder.getOrCreate()
spillway = spark._jvm.io.spillway

client = spillway.ApiClient(arguments["lakefs_url"], keys["access_key"], keys["secret_key"])
exporter = spillway.Exporter(spark._jsparkSession, client, arguments["repository"], arguments["destination"])

print(exporter.exportSinceLast(arguments["branch"]))
