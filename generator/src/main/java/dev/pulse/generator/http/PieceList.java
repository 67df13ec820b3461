package dev.pulse.generator.http;

import dev.pulse.scenario.Template;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Builds the pieces of a request; what is fixed and stands side by side becomes one piece. */
final class PieceList {
  private final List<Piece> pieces = new ArrayList<>();
  private final ByteArrayOutputStream fixed = new ByteArrayOutputStream();

  PieceList add(String text) {
    return add(utf8(text));
  }

  PieceList add(byte[] bytes) {
    fixed.writeBytes(bytes);
    return this;
  }

  PieceList add(Template template) {
    return template.isConstant() ? add(template.constantText()) : add(new Piece.Filled(template));
  }

  PieceList add(Piece piece) {
    closeFixed();
    pieces.add(piece);
    return this;
  }

  private void closeFixed() {
    if (fixed.size() > 0) {
      pieces.add(new Piece.Fixed(fixed.toByteArray()));
      fixed.reset();
    }
  }

  Piece[] toArray() {
    closeFixed();
    return pieces.toArray(new Piece[0]);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
