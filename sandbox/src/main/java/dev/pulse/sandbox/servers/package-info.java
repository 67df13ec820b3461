/**
 * PostgreSQL and Redis as child processes of this JVM: unpacked from Maven artifacts, started on
 * free loopback ports, all data below one directory, and never outliving the JVM. Start at {@link
 * dev.pulse.sandbox.servers.EmbeddedServers}.
 */
@NullMarked
package dev.pulse.sandbox.servers;

import org.jspecify.annotations.NullMarked;
