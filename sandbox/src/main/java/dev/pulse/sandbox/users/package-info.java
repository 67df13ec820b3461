/**
 * The tables, the test users with their sample data, and the check that each can log in. Start at
 * {@link dev.pulse.sandbox.users.TestUsers} and {@link dev.pulse.sandbox.users.UserVerification}.
 */
@NullMarked
package dev.pulse.sandbox.users;

import org.jspecify.annotations.NullMarked;
