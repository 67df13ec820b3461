package dev.pulse.launcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.host.Version;
import dev.pulse.launcher.roles.AgentRole;
import dev.pulse.launcher.roles.AggregatorRole;
import dev.pulse.launcher.roles.BrokerRole;
import dev.pulse.launcher.roles.CollectRole;
import dev.pulse.launcher.roles.GeneratorRole;
import dev.pulse.launcher.roles.SandboxRole;
import dev.pulse.launcher.roles.SinkRole;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse} itself: knows its commands, and says what went wrong in the same way for all. */
@Command(
    name = "pulse",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Load tests whose results are complete, re-judgeable and honest.",
    exitCodeListHeading = "%nExit codes:%n",
    footer = {"", "Begin with:  pulse demo", "Then:        pulse COMMAND --help%n"})
public final class RootCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private RootCommand() {}

  /**
   * Runs a command line.
   *
   * @param arguments as typed
   * @param surroundings where it runs
   * @return the exit code, see {@link ExitCode}
   */
  public static int execute(String[] arguments, Surroundings surroundings) {
    return commandLine(surroundings).execute(arguments);
  }

  /** All commands, ready to parse or execute. */
  static CommandLine commandLine(Surroundings surroundings) {
    var line =
        new CommandLine(new RootCommand())
            .addSubcommand(new DemoCommand(surroundings))
            .addSubcommand(new RunCommand(surroundings))
            .addSubcommand(new ValidateCommand(surroundings))
            .addSubcommand(new RunsCommand(surroundings))
            .addSubcommand(new ShowCommand(surroundings))
            .addSubcommand(new ReportCommand(surroundings))
            .addSubcommand(new VerifyCommand(surroundings))
            .addSubcommand(new ReplayCommand(surroundings))
            .addSubcommand(new ExportCommand(surroundings))
            .addSubcommand(new ArchiveCommand(surroundings))
            .addSubcommand(new RestoreCommand(surroundings))
            .addSubcommand(new RmCommand(surroundings))
            .addSubcommand(UsersCommand.with(surroundings))
            .addSubcommand(new AgentRole(surroundings))
            .addSubcommand(new BrokerRole(surroundings))
            .addSubcommand(new AggregatorRole(surroundings))
            .addSubcommand(new SinkRole(surroundings))
            .addSubcommand(new CollectRole(surroundings))
            .addSubcommand(new GeneratorRole(surroundings))
            .addSubcommand(new SandboxRole(surroundings));
    var terminal = surroundings.terminal();
    line.setOut(new PrintWriter(terminal.out(), true, UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpAutoWidth(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, arguments) -> usageError(e));
    line.setExecutionExceptionHandler((e, command, parsed) -> failure(e, command));
    line.getCommandSpec().usageMessage().exitCodeList(exitCodes());
    return line;
  }

  /** Without a command there is nothing to do but to say what there is. */
  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "which command?");
  }

  private static int usageError(ParameterException e) {
    var command = e.getCommandLine();
    command.getErr().println("pulse: " + e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
      command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.BAD_CONFIGURATION.code();
  }

  private static int failure(Exception e, CommandLine command) {
    var log = LoggerFactory.getLogger(RootCommand.class);
    if (e instanceof PulseFailure failure) {
      log.warn("Command failed", failure);
      command
          .getErr()
          .println(
              failure.namesItsPlace() ? failure.getMessage() : "pulse: " + failure.getMessage());
      return failure.exitCode().code();
    }
    log.error("Command failed unexpectedly", e);
    command.getErr().println("pulse: " + Kafka.explain(e));
    return ExitCode.ENVIRONMENT.code();
  }

  private static Map<String, String> exitCodes() {
    var codes = new LinkedHashMap<String, String>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(Integer.toString(code.code()), code.meaning());
    }
    return codes;
  }
}
