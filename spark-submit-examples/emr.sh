#!/usr/bin/env bash
# Adds a step to a cluster of EMR 7 that exports what changed on a branch since the last success, and waits for its end.
# Not tested on EMR; see docs/how-to/run-on-emr.md. The properties file is on the cluster's primary node, and contains
# spark.hadoop.lakefs.api.url, .access_key and .secret_key.
#
#   CLUSTER=j-... JAR=s3://BUCKET/jars/spillway.jar SETTINGS=/etc/spillway.conf \
#     spark-submit-examples/emr.sh REPOSITORY BRANCH s3://BUCKET/PREFIX/

set -euo pipefail

repository=${1:?"the name of a repository"}
branch=${2:?"a branch"}
destination=${3:?"s3://BUCKET/PREFIX/"}
cluster=${CLUSTER:?"the id of a cluster"}

steps=$(
  cat <<JSON
[
  {
    "Name": "spillway $repository $branch",
    "ActionOnFailure": "CONTINUE",
    "Jar": "command-runner.jar",
    "Args": [
      "spark-submit", "--deploy-mode", "client",
      "--properties-file", "${SETTINGS:?"a file of Spark's settings on the primary node"}",
      "--executor-cores", "4", "--executor-memory", "2g",
      "--class", "io.spillway.Main", "${JAR:?"where the jar lies"}",
      "$repository", "$destination", "--branch=$branch", "--since=last"
    ]
  }
]
JSON
)
step=$(aws emr add-steps --cluster-id "$cluster" --steps "$steps" --query 'StepIds[0]' --output text)
echo "Step $step" >&2
# Ends with a nonzero code if the step fails.
aws emr wait step-complete --cluster-id "$cluster" --step-id "$step"
