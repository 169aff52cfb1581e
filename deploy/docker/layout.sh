#!/bin/sh
# layout.sh SOURCE TARGET: what `mvn package` built, as it lies in the image.
#   TARGET/lib/*.jar             every jar once
#   TARGET/SERVICE.classpath     file names of lib, in the order that Maven gave them
#   TARGET/health/               the class that asks a service how it is
#   TARGET/start, TARGET/healthy
set -eu
source="$1"
target="$2"
mkdir -p "$target/lib"

# Two jars of one name must be one jar: the services share a folder.
keep() {
  to="$target/lib/$(basename "$1")"
  if [ -e "$to" ]; then
    cmp -s "$1" "$to" || { echo "layout.sh: two different jars are called $(basename "$1")" >&2; exit 1; }
  else
    ln "$1" "$to" 2>/dev/null || cp "$1" "$to"
  fi
}

for service in ingest feature trainer inference; do
  built="$source/$service-service/target"
  list=""
  for jar in "$built/$service"-service-*.jar $(tr ':' ' ' < "$built/classpath"); do
    case "$jar" in *-tests.jar) continue ;; esac
    [ -f "$jar" ] || { echo "layout.sh: $jar is no file; run mvn package first" >&2; exit 1; }
    keep "$jar"
    list="$list${list:+:}$(basename "$jar")"
  done
  printf '%s' "$list" > "$target/$service.classpath"
done
health="dev/graft/deploy/child"
mkdir -p "$target/health/$health" # one class of deploy, which has no other business in the image
cp "$source/deploy/target/classes/$health/HealthMain.class" "$target/health/$health/"
cp "$source/deploy/docker/start" "$source/deploy/docker/healthy" "$target/"
chmod 755 "$target/start" "$target/healthy"
