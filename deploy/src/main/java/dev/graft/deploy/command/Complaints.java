package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns what went wrong into a sentence on standard error and exit code 1; stack traces are for
 * what we did not foresee.
 */
public final class Complaints implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult parsed) {
    var err = commandLine.getErr();
    if (exception instanceof Failure) {
      err.println("graft: " + exception.getMessage());
    } else if (exception instanceof StatusRuntimeException refusal) {
      err.println("graft: " + sentence(refusal));
    } else {
      err.println("graft: this is a fault in Graft itself, please report it");
      exception.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  static String sentence(StatusRuntimeException refusal) {
    var status = refusal.getStatus();
    var said = status.getDescription() == null ? "" : ": " + status.getDescription();
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          mistrust(refusal)
              .orElse("the service does not answer" + said + " (is it up? `graft status` shows)");
      case NOT_FOUND, INVALID_ARGUMENT, FAILED_PRECONDITION, ALREADY_EXISTS, RESOURCE_EXHAUSTED ->
          said.isEmpty() ? status.getCode().name() : said.substring(2);
      default -> status.getCode() + said;
    };
  }

  /** It may well be up: we don't trust it, or it does not know us. */
  private static Optional<String> mistrust(StatusRuntimeException refusal) {
    for (Throwable cause = refusal.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return Optional.of(
            "no secure way to the service: %s. Who vouches for it, and who we are, is said by graft.client.tls.*; see --config"
                .formatted(cause.getMessage()));
      }
    }
    return Optional.empty();
  }
}
