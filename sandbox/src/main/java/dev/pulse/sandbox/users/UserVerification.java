package dev.pulse.sandbox.users;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Logs each test user in at a running API, and says which fail and why. */
public final class UserVerification {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String LOGIN = "/api/auth/login";
  private static final Pattern TOKEN = Pattern.compile("\"(access_)?token\"\\s*:\\s*\"[^\"]+\"");

  private final URI login;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  private UserVerification(URI baseUrl) {
    String base = baseUrl.toString();
    login = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + LOGIN);
  }

  /**
   * How one user fared.
   *
   * @param email who was logged in
   * @param status the HTTP status, or 0 if no answer came
   * @param ok whether a token came back
   * @param reason why not, and what to do about it; "logged in" if ok
   */
  public record Result(String email, int status, boolean ok, String reason) {}

  /**
   * Logs every user of {@link TestCredentials} in, one after the other.
   *
   * @param baseUrl such as {@code http://localhost:8000}
   * @return one result per user, in their order
   */
  public static List<Result> verify(URI baseUrl) {
    UserVerification verification = new UserVerification(baseUrl);
    return TestCredentials.all().stream().map(verification::logIn).toList();
  }

  private Result logIn(TestCredentials user) {
    try {
      return judge(user.email(), client.send(request(user), BodyHandlers.ofString()));
    } catch (ConnectException e) {
      return unanswered(user, "connection refused at " + login + ": is the API up?");
    } catch (HttpTimeoutException e) {
      return unanswered(user, "no answer from " + login + " within " + LIMIT.toSeconds() + " s");
    } catch (IOException e) {
      return unanswered(user, "no answer from " + login + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered(user, "interrupted");
    }
  }

  private HttpRequest request(TestCredentials user) {
    String body =
        String.format(
            Locale.ROOT, "{\"email\":\"%s\",\"password\":\"%s\"}", user.email(), user.password());
    return HttpRequest.newBuilder(login)
        .timeout(LIMIT)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private Result judge(String email, HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status == 200 && TOKEN.matcher(answer.body()).find()) {
      return new Result(email, status, true, "logged in");
    }
    return new Result(email, status, false, reason(status));
  }

  private String reason(int status) {
    if (status == 200) {
      return "200, but no token in the answer of " + login;
    }
    if (status == 401 || status == 403) {
      return "login refused with "
          + status
          + ": does the user exist? `pulse users create` creates"
          + " the test users";
    }
    if (status == 404) {
      return "404: nothing answers at " + login + "; is this the API's base URL?";
    }
    return login + " answered " + status;
  }

  private static Result unanswered(TestCredentials user, String reason) {
    return new Result(user.email(), 0, false, reason);
  }
}
