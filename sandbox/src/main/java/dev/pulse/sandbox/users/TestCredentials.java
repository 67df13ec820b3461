package dev.pulse.sandbox.users;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a test user logs in with. These are published test data, no secret.
 *
 * @param tenant name of the tenant the user belongs to
 * @param email unique over all tenants
 * @param password in plain text
 */
public record TestCredentials(String tenant, String email, String password) {
  /** tenant1 to tenant5. */
  public static final int TENANTS = 5;

  /** user1 and user2 of each tenant. */
  public static final int USERS_PER_TENANT = 2;

  private static final String PASSWORD = "test123";

  /** All ten, tenant by tenant. */
  public static List<TestCredentials> all() {
    return IntStream.rangeClosed(1, TENANTS)
        .boxed()
        .flatMap(
            tenant -> IntStream.rangeClosed(1, USERS_PER_TENANT).mapToObj(user -> of(tenant, user)))
        .toList();
  }

  private static TestCredentials of(int tenant, int user) {
    String name = "tenant" + tenant;
    return new TestCredentials(name, "user" + user + "@" + name + ".com", PASSWORD);
  }
}
