#!/usr/bin/env bash
# Exports what changed on a branch since the last success; the first time, everything. Run it as often as you like: from
# cron, or from a lakeFS hook (HookReceiver.java). The AWS credentials come from the workers' own default chain.
#
#   LAKEFS_ACCESS_KEY=... LAKEFS_SECRET_KEY=... spark-submit-examples/continuous.sh REPOSITORY BRANCH s3://BUCKET/PREFIX/ [OPTION...]

set -euo pipefail

repository=${1:?"the name of a repository"}
branch=${2:?"a branch"}
destination=${3:?"s3://BUCKET/PREFIX/ or file:///DIR"}
shift 3
here=$(cd "$(dirname "$0")/.." && pwd)

# In the environment, because process lists show --conf.
export LAKECTL_SERVER_ENDPOINT_URL=${LAKEFS_URL:-http://localhost:8000/api/v1}
export LAKECTL_CREDENTIALS_ACCESS_KEY_ID=${LAKEFS_ACCESS_KEY:?"the access key of lakeFS"}
export LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY=${LAKEFS_SECRET_KEY:?"the secret key of lakeFS"}

exec spark-submit \
  --master "${SPARK_MASTER:-yarn}" \
  --deploy-mode client \
  --executor-cores 4 \
  --executor-memory 2g \
  --conf "spark.hadoop.fs.s3a.endpoint.region=${AWS_REGION:-us-east-1}" \
  --conf 'spark.redaction.regex=(?i)secret|password|token|credential|access[._-]?key' \
  --class io.spillway.Main "$here/target/spillway.jar" \
  "$repository" "$destination" "--branch=$branch" --since=last "$@"
