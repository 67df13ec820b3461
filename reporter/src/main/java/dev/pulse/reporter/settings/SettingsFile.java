package dev.pulse.reporter.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A file's nodes: what is not of the kind that is asked for is refused with file and line. */
public final class SettingsFile {
  /** Larger than any such file, characters. */
  public static final int MAX_CHARS = 100_000;

  private final String name;

  /**
   * A single value.
   *
   * @param line where it stands, from 1
   */
  public record Scalar(String text, int line) {}

  /** Takes the file's name for messages. */
  public SettingsFile(String name) {
    this.name = name;
  }

  /**
   * The root of a file's content; empty where there is nothing in it.
   *
   * @throws SettingsException if it is not YAML, or too long
   */
  public Optional<Node> compose(String yaml) throws SettingsException {
    if (yaml.length() > MAX_CHARS) {
      throw error(
          1, "such a file has at most " + MAX_CHARS + " characters, this one " + yaml.length());
    }
    try {
      return new Compose(LoadSettings.builder().setLabel(name).build()).composeString(yaml);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new SettingsException(name + ":" + line + ": not YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new SettingsException(name + ":1: not YAML: " + e.getMessage(), e);
    }
  }

  /**
   * Keys with their values, none twice.
   *
   * @param what for the message where it is no mapping
   */
  public List<NodeTuple> mapping(Node node, String what) throws SettingsException {
    if (!(node instanceof MappingNode mapping)) {
      throw error(node, what + " must be a mapping of keys to values");
    }
    String within = what.contains(" ") ? "" : what + ".";
    var keys = new HashSet<String>();
    for (NodeTuple entry : mapping.getValue()) {
      String key = scalar(entry.getKeyNode(), "a key").text();
      if (!keys.add(key)) {
        throw error(entry.getKeyNode(), (within + key) + " stands twice");
      }
    }
    return mapping.getValue();
  }

  /** The members of a list. */
  public List<Node> sequence(Node node, String what) throws SettingsException {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    throw error(node, what + " must be a list");
  }

  /** The members of a list of single values. */
  public List<Scalar> scalars(Node node, String what) throws SettingsException {
    var scalars = new ArrayList<Scalar>();
    for (Node member : sequence(node, what)) {
      scalars.add(scalar(member, "each of " + what));
    }
    return scalars;
  }

  /** A single value. */
  public Scalar scalar(Node node, String what) throws SettingsException {
    if (node instanceof ScalarNode scalar) {
      return new Scalar(scalar.getValue(), line(node));
    }
    throw error(node, what + " must be a single value");
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  /** A refusal at a node. */
  public SettingsException error(Node node, String what) {
    return error(line(node), what);
  }

  /** A refusal at a line. */
  public SettingsException error(int line, String what) {
    return new SettingsException(name + ":" + line + ": " + what);
  }
}
