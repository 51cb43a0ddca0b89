#!/usr/bin/env bash
# Exports what changed on a branch since the last success, with the driver on the cluster. Not tested on a real YARN;
# see docs/how-to/run-on-yarn.md. The properties file, readable only by you, contains at least
#
#   spark.hadoop.lakefs.api.url          https://lakefs.example.com/api/v1
#   spark.hadoop.lakefs.api.access_key   ...
#   spark.hadoop.lakefs.api.secret_key   ...
#
#   SETTINGS=FILE spark-submit-examples/yarn-cluster.sh REPOSITORY BRANCH s3://BUCKET/PREFIX/ [OPTION...]

set -euo pipefail

repository=${1:?"the name of a repository"}
branch=${2:?"a branch"}
destination=${3:?"s3://BUCKET/PREFIX/"}
shift 3
here=$(cd "$(dirname "$0")/.." && pwd)

# One attempt, because YARN's second would meet the lease of the first. With a properties file, Spark does not read
# spark-defaults.conf.
exec spark-submit \
  --master yarn \
  --deploy-mode cluster \
  --properties-file "${SETTINGS:?"a file of Spark's settings"}" \
  --driver-memory 2g \
  --executor-cores 4 \
  --executor-memory 2g \
  --conf spark.yarn.maxAppAttempts=1 \
  --conf spark.yarn.submit.waitAppCompletion=true \
  --conf 'spark.redaction.regex=(?i)secret|password|token|credential|access[._-]?key' \
  --class io.spillway.Main "$here/target/spillway.jar" \
  "$repository" "$destination" "--branch=$branch" --since=last "$@"
