#!/bin/sh
# Makes the secrets that compose.yaml mounts, once, into the folder secrets/ beside this file (or the one that is named).
# The files are readable by the containers' user; the folder is not readable by others.
set -eu
folder="${1:-$(cd "$(dirname "$0")" && pwd)/secrets}"
umask 077
mkdir -p "$folder"
random() { od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'; }
if [ ! -e "$folder/s3-secret-key" ]; then
  random 10 > "$folder/s3-access-key"
  random 24 > "$folder/s3-secret-key"
  printf '# Properties of every Kafka client: security.protocol, sasl.jaas.config, ...\n' > "$folder/kafka.properties"
  cat > "$folder/s3.json" <<EOF
{"identities": [{"name": "graft",
  "credentials": [{"accessKey": "$(cat "$folder/s3-access-key")", "secretKey": "$(cat "$folder/s3-secret-key")"}],
  "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}
EOF
  chmod 644 "$folder"/*
  echo "secrets.sh: made $folder"
else
  echo "secrets.sh: $folder is there already; nothing was changed"
fi
