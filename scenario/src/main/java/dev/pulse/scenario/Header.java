package dev.pulse.scenario;

/**
 * A header of a request.
 *
 * @param name a token of RFC 9110, as typed
 * @param value rendered for each request
 */
public record Header(String name, Template value) {

  /** Checks that the name is a token. */
  public Header {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a header's name must be letters, digits and dashes such as Content-Type, is \""
              + name
              + '"');
    }
  }

  /** Whether a text can name a header. */
  public static boolean isName(String name) {
    return name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");
  }
}
