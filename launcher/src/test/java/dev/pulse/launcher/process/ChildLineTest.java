package dev.pulse.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class ChildLineTest {
  @Test
  void factsComeThroughWithTheirOrderAndEqualsSigns() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("url", "http://127.0.0.1:8000/?a=b c");
    facts.put("empty", "");
    var line = ChildLine.parse(ChildLine.ready(facts).written()).orElseThrow();
    assertThat(line.kind()).isEqualTo(ChildLine.Kind.READY);
    assertThat(line.facts()).containsExactlyEntriesOf(facts);
  }

  @Test
  void whatALibraryPrintsIsNoLineOfOurs() {
    assertThat(ChildLine.parse("READY to go")).isEmpty();
    assertThat(ChildLine.parse("@pulse READIER now")).isEmpty();
    assertThat(ChildLine.parse("")).isEmpty();
  }

  @Test
  void lineFeedsCannotForgeASecondLine() {
    var note = new ChildLine(ChildLine.Kind.NOTE, "one\n@pulse READY url=evil");
    assertThat(note.written()).doesNotContain("\n");
  }
}
