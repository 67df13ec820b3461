package dev.pulse.reporter.chart;

import dev.pulse.reporter.chart.Line.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Turns points into path data: a gap where there is no data, dots for values that stand alone. */
final class Trace {
  private Trace() {}

  /** The line through the values. */
  static String line(List<Point> points, ToDoubleFunction<Point> x, ToDoubleFunction<Point> y) {
    var data = new StringBuilder();
    for (List<Point> piece : pieces(points)) {
      if (piece.size() > 1) {
        append(data, 'M', x, y, piece.get(0));
        piece.subList(1, piece.size()).forEach(point -> append(data, 'L', x, y, point));
      }
    }
    return data.toString();
  }

  /** Dots at the values that have no neighbour: strokes of no length, which get round ends. */
  static String dots(List<Point> points, ToDoubleFunction<Point> x, ToDoubleFunction<Point> y) {
    var data = new StringBuilder();
    for (List<Point> piece : pieces(points)) {
      if (piece.size() == 1) {
        append(data, 'M', x, y, piece.get(0));
        data.append("h0");
      }
    }
    return data.toString();
  }

  /** The areas between two heights of the points. */
  static String area(
      List<Point> points,
      ToDoubleFunction<Point> x,
      ToDoubleFunction<Point> low,
      ToDoubleFunction<Point> high) {
    var data = new StringBuilder();
    for (List<Point> piece : pieces(points)) {
      append(data, 'M', x, low, piece.get(0));
      piece.forEach(point -> append(data, 'L', x, high, point));
      for (int i = piece.size() - 1; i > 0; i--) {
        append(data, 'L', x, low, piece.get(i));
      }
      data.append('Z');
    }
    return data.toString();
  }

  private static void append(
      StringBuilder data,
      char command,
      ToDoubleFunction<Point> x,
      ToDoubleFunction<Point> y,
      Point point) {
    data.append(command)
        .append(Svg.number(x.applyAsDouble(point)))
        .append(' ')
        .append(Svg.number(y.applyAsDouble(point)));
  }

  private static List<List<Point>> pieces(List<Point> points) {
    var pieces = new ArrayList<List<Point>>();
    int start = 0;
    for (int i = 0; i <= points.size(); i++) {
      if (i == points.size() || !points.get(i).hasData()) {
        if (i > start) {
          pieces.add(points.subList(start, i));
        }
        start = i + 1;
      }
    }
    return pieces;
  }
}
