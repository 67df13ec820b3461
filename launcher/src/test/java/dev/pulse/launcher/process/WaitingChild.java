package dev.pulse.launcher.process;

import java.util.Map;

/** A part that does what its first argument says, and else serves until its parent is gone. */
final class WaitingChild {
  private WaitingChild() {}

  public static void main(String[] arguments) throws Exception {
    var link = ParentLink.over(System.in, System.out);
    String wish = arguments.length == 0 ? "" : arguments[0];
    switch (wish) {
      case "give up" -> {
        link.failed("the disk is full\nmake room on it");
        System.exit(3);
      }
      case "crash" -> {
        System.err.println("java.lang.Error: no such luck");
        System.exit(1);
      }
      case "die later" -> {
        link.ready(Map.of());
        System.err.println("I was fine a moment ago");
        System.exit(7);
      }
      default -> {
        System.out.println("a library says hello");
        link.note("warming up");
        link.ready(Map.of("url", "http://127.0.0.1:1/?a=b", "port", "1"));
      }
    }
    link.awaitParentGone();
    System.exit(0);
  }
}
