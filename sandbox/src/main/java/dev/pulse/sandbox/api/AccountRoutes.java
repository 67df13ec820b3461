package dev.pulse.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.sandbox.api.Accounts.Account;
import dev.pulse.sandbox.api.Answers.LoggedIn;
import dev.pulse.sandbox.users.PasswordHash;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.util.Optional;

/** Login: an email and a password for a token. */
final class AccountRoutes {
  private final Accounts accounts;
  private final PasswordHash hash;
  private final Tokens tokens;
  private final JsonBody json;

  AccountRoutes(Accounts accounts, PasswordHash hash, Tokens tokens, JsonBody json) {
    this.accounts = accounts;
    this.hash = hash;
    this.tokens = tokens;
    this.json = json;
  }

  void logIn(Context context) throws SQLException {
    JsonNode body = json.read(context);
    String email = body.path("email").asText();
    String password = body.path("password").asText();
    if (email.isEmpty() || password.isEmpty()) {
      throw Rejection.badRequest("body must be an object with email and password");
    }
    Caller caller = authenticate(email, password);
    String token = tokens.issue(caller);
    json.answer(context, 200, new LoggedIn(token, "Bearer", Tokens.VALIDITY.toSeconds(), email));
  }

  private Caller authenticate(String email, String password) throws SQLException {
    Optional<Account> account = accounts.find(email);
    if (account.isEmpty()) {
      hash.pretend(password);
    }
    return account
        .filter(known -> hash.matches(password, known.passwordHash()))
        .map(Account::caller)
        .orElseThrow(() -> Rejection.unauthorized("email or password is wrong"));
  }
}
