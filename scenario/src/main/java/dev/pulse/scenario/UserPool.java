package dev.pulse.scenario;

import java.util.List;

/**
 * Users from a CSV file. VUs take them in turn, so two VUs share a user when there are more VUs.
 *
 * @param columns names, unique
 * @param rows a value for each column
 */
public record UserPool(List<String> columns, List<List<String>> rows) {

  /** Column whose value a sample carries as its tenant. */
  public static final String TENANT_COLUMN = "tenant";

  /** No users at all. */
  public static final UserPool NONE = new UserPool(List.of(), List.of());

  /** Checks that each row has a value for each column. */
  public UserPool {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    if (columns.stream().distinct().count() != columns.size()) {
      throw new IllegalArgumentException("columns must differ, are " + columns);
    }
    int width = columns.size();
    if (!rows.stream().allMatch(row -> row.size() == width)) {
      throw new IllegalArgumentException("each row must have " + width + " values");
    }
  }

  /** Whether there is no user. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Number of users. */
  public int size() {
    return rows.size();
  }

  /**
   * Row of the user that a VU takes.
   *
   * @param vu from 1, as k6 counts
   */
  public int rowOfVu(int vu) {
    return (vu - 1) % rows.size();
  }

  /** A value of a user. */
  public String value(int row, int column) {
    return rows.get(row).get(column);
  }

  /** Index of a column, -1 if there is none of that name. */
  public int column(String name) {
    return columns.indexOf(name);
  }

  /** The tenants in order of first appearance; empty without such a column. */
  public List<String> tenants() {
    int column = column(TENANT_COLUMN);
    return column < 0 ? List.of() : rows.stream().map(row -> row.get(column)).distinct().toList();
  }

  /** Names no values: passwords stand among them. */
  @Override
  public String toString() {
    return "UserPool[" + size() + " users, columns " + columns + "]";
  }
}
