#!/usr/bin/env bash
# Exports the branch "main" of a repository to a folder on this machine, with Spark in local mode.
#
#   LAKEFS_ACCESS_KEY=... LAKEFS_SECRET_KEY=... spark-submit-examples/local.sh REPOSITORY FOLDER [URL]

set -euo pipefail

repository=${1:?"the name of a repository"}
folder=${2:?"an absolute folder"}
url=${3:-http://localhost:8000/api/v1}
here=$(cd "$(dirname "$0")/.." && pwd)

# In the environment, because process lists show --conf.
export LAKECTL_SERVER_ENDPOINT_URL=$url
export LAKECTL_CREDENTIALS_ACCESS_KEY_ID=${LAKEFS_ACCESS_KEY:?"the access key of lakeFS"}
export LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY=${LAKEFS_SECRET_KEY:?"the secret key of lakeFS"}

exec spark-submit \
  --master 'local[*]' \
  --conf 'spark.redaction.regex=(?i)secret|password|token|credential|access[._-]?key' \
  --class io.spillway.Main "$here/target/spillway.jar" \
  "$repository" "file://$folder" --branch=main
