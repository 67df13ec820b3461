package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.sandbox.SandboxAddress;
import dev.pulse.sandbox.users.TestUsers;
import dev.pulse.sandbox.users.UserVerification;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The test users. */
@Command(
    name = "users",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "create|verify",
    description = "The test users: 5 tenants with 2 users each.",
    footer = {"", "Example:", "  pulse users verify --target http://localhost:8000"})
final class UsersCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private UsersCommand() {}

  /** The command with its two. */
  static CommandLine with(Surroundings surroundings) {
    return new CommandLine(new UsersCommand())
        .addSubcommand(new Create(surroundings))
        .addSubcommand(new Verify(surroundings));
  }

  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "create or verify?");
  }

  /** Where the sandbox of this data folder is, if it runs. */
  private static @Nullable SandboxAddress sandbox(Surroundings surroundings) {
    try {
      return SandboxAddress.read(surroundings.home().sandbox()).orElse(null);
    } catch (IOException e) {
      throw new PulseFailure(ExitCode.ENVIRONMENT, "the sandbox's address: " + e, e);
    }
  }

  /** Creates them. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = {
        "Create the test users with their sample data in the sandbox's database, where they are"
            + " missing.",
        "Needs a sandbox that runs on this data folder (pulse demo, pulse sandbox), or another"
            + " database by PULSE_USERS_JDBC_URL."
      },
      footer = {"", "Example:", "  pulse users create"})
  static final class Create implements Callable<Integer> {
    private static final String JDBC_URL = "PULSE_USERS_JDBC_URL";

    private final Surroundings surroundings;

    Create(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      try {
        var outcome = TestUsers.create(jdbcUrl());
        surroundings
            .terminal()
            .out()
            .println(
                outcome.usersCreated()
                    + " users created, "
                    + outcome.tenantsFilled()
                    + " tenants filled with sample data; the others were there");
        return ExitCode.OK.code();
      } catch (SQLException e) {
        throw new PulseFailure(
            ExitCode.ENVIRONMENT,
            "the users cannot be created: " + e.getMessage() + "\n  does the sandbox still run?",
            e);
      }
    }

    private String jdbcUrl() {
      String named = surroundings.environment().getOrDefault(JDBC_URL, "");
      var running = sandbox(surroundings);
      if (named.isEmpty() && running == null) {
        throw new PulseFailure(
            ExitCode.ENVIRONMENT,
            "no sandbox runs on "
                + surroundings.home().root()
                + ": start one with pulse sandbox, or name a database by "
                + JDBC_URL);
      }
      return named.isEmpty() && running != null ? running.jdbcUrl() : named;
    }
  }

  /** Logs each in. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Log each test user in, and say which fail and why.",
      footer = {"", "Example:", "  pulse users verify --target http://localhost:8000"})
  static final class Verify implements Callable<Integer> {
    private static final String DEFAULT_TARGET = "http://localhost:8000";

    private final Surroundings surroundings;

    @Option(
        names = "--target",
        paramLabel = "URL",
        description =
            "Base URL of the API. Default: the sandbox that runs on this data folder, else "
                + DEFAULT_TARGET)
    private @Nullable URI target;

    Verify(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
      var running = sandbox(surroundings);
      var url =
          target != null
              ? target
              : running != null ? running.baseUrl() : URI.create(DEFAULT_TARGET);
      var results = UserVerification.verify(url);
      return print(url, results).code();
    }

    private ExitCode print(URI url, List<UserVerification.Result> results) {
      var out = surroundings.terminal().out();
      long good = results.stream().filter(UserVerification.Result::ok).count();
      for (var result : results) {
        out.println((result.ok() ? "  ✓ " : "  ✗ ") + result.email() + ": " + result.reason());
      }
      out.println(good + " of " + results.size() + " users can log in at " + url);
      return good == results.size() ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
