package dev.pulse.launcher.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Signals of the operating system. The JDK has no supported class for them, and its shutdown hooks
 * cannot tell a second Ctrl-C from the first; the reflection is for that class alone.
 */
public final class Signals {
  private Signals() {}

  /**
   * Hands a signal to an action from now on, instead of ending the JVM.
   *
   * @param name such as {@code INT} or {@code TERM}
   * @param action told the name, on a thread of its own each time
   * @return false where the JVM cannot, or was told not to, handle it
   */
  public static boolean handle(String name, Consumer<String> action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> answer(method.getName(), self, arguments, name, action));
      Object named = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, named, proxy);
      return true;
    } catch (InvocationTargetException taken) {
      return false;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no sun.misc.Signal", e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // Identity is what the proxy's equals means.
  private static Object answer(
      String method, Object self, Object[] arguments, String name, Consumer<String> action) {
    return switch (method) {
      case "equals" -> self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> "handler of " + name;
      default -> {
        action.accept(name);
        yield true;
      }
    };
  }
}
