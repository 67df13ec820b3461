# Sets java and classpath for the scripts beside it; builds when there is nothing built yet.
# Expects here: the folder this stands in.
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
if [ ! -s "$here/target/classpath.txt" ]; then
  echo "building once, with mvn -Dquick -pl benchmarks -am package" >&2
  (cd "$here/.." && mvn -B -q -Dquick -DskipTests -pl benchmarks -am package) >&2
fi
classpath=$here/target/classes:$(cat "$here/target/classpath.txt")
