package dev.pulse.reporter.correlation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which series moved with a given one, allowing for a lag and for what both owe to the load.
 *
 * <p>Partial rank correlation given the load, at every lag; the strongest counts. It is held
 * against the strongest at any lag of surrogates of the given series, and the probabilities of all
 * series are corrected together (Holm). The same input gives the same result on every machine.
 */
public final class LaggedCorrelation {
  /** Fewer points tell nothing. */
  public static final int LEAST_POINTS = 30;

  /** A weaker correlation explains too little to be worth reporting, however sure it is. */
  public static final double LEAST_RHO = 0.5;

  /**
   * Fewer independent points, and the spectrum that surrogates are drawn from is too uncertain: two
   * series that drift through a short run look related too often.
   */
  static final double LEAST_INDEPENDENT = 20;

  private static final int LEAST_SURROGATES = 999;
  private static final int SURROGATES_PER_SERIES = 60;
  private static final int MOST_SURROGATES = 9_999;

  /** Share of its points that a series must have. */
  private static final double LEAST_PRESENT = 0.8;

  private final int[] chosen;
  private final PartialRanks ranks;
  private final double[] target;
  private final int mostLag;
  private final long seed;

  /**
   * Takes the series that others are held against.
   *
   * @param target on a regular grid; NaN where there is none
   * @param load on the same grid
   * @param wanted the points that count, such as those of sustained stages
   * @param mostLag steps
   */
  public LaggedCorrelation(
      double[] target, double[] load, boolean[] wanted, int mostLag, long seed) {
    this.chosen =
        IntStream.range(0, target.length)
            .filter(i -> wanted[i] && !Double.isNaN(target[i]) && !Double.isNaN(load[i]))
            .toArray();
    this.ranks = new PartialRanks(at(load, 0));
    this.target = ranks.of(at(target, 0));
    this.mostLag = mostLag;
    this.seed = seed;
  }

  /** Whether there are points enough to tell anything. */
  public boolean isPossible() {
    return chosen.length >= LEAST_POINTS;
  }

  /** Values of the points that count, some steps earlier. */
  private double[] at(double[] values, int earlier) {
    double[] taken = new double[chosen.length];
    for (int i = 0; i < taken.length; i++) {
      int from = chosen[i] - earlier;
      taken[i] = from < 0 || from >= values.length ? Double.NaN : values[from];
    }
    return taken;
  }

  /** A series at each lag that has points enough. */
  private static final class Lagged {
    private final int[] lags;
    private final double[][] ranks;

    Lagged(int[] lags, double[][] ranks) {
      this.lags = lags;
      this.ranks = ranks;
    }

    double[] at(int lag) {
      int i = Arrays.binarySearch(lags, lag);
      return i < 0 ? new double[0] : ranks[i];
    }

    Correlated strongest(double[] other) {
      Correlated best = Correlated.NONE;
      for (int i = 0; i < lags.length; i++) {
        double rho = PartialRanks.product(ranks[i], other);
        boolean isBetter =
            Math.abs(rho) > Math.abs(best.rho()) + 1e-9
                || (Math.abs(rho) > Math.abs(best.rho()) - 1e-9
                    && Math.abs(lags[i]) < Math.abs(best.lag()));
        best = isBetter ? new Correlated(lags[i], rho, 1) : best;
      }
      return best;
    }
  }

  private Lagged lagged(double[] series) {
    int[] lags =
        IntStream.rangeClosed(-mostLag, mostLag)
            .filter(
                lag ->
                    Arrays.stream(at(series, lag)).filter(v -> !Double.isNaN(v)).count()
                        >= LEAST_PRESENT * chosen.length)
            .toArray();
    return new Lagged(
        lags,
        Arrays.stream(lags).mapToObj(lag -> ranks.of(at(series, lag))).toArray(double[][]::new));
  }

  /** One result for each series, in their order. */
  public List<Correlated> with(List<double[]> series) {
    if (!isPossible()) {
      return series.stream().map(one -> Correlated.NONE).toList();
    }
    List<Lagged> all = series.stream().map(this::lagged).toList();
    List<Correlated> found = all.stream().map(one -> one.strongest(target)).toList();
    return corrected(found, chances(all, found));
  }

  /**
   * As many independent points would tell as much as these of two series do that each remember
   * their last value (Bartlett).
   */
  private double independent(double[] series) {
    double memory = Math.max(0, memory(target)) * Math.max(0, memory(series));
    return chosen.length * (1 - memory) / (1 + memory);
  }

  private static double memory(double[] unit) {
    double sum = 0;
    for (int i = 1; i < unit.length; i++) {
      sum += unit[i] * unit[i - 1];
    }
    return sum;
  }

  /** How often surrogates come as far, for each series that is strong enough to ask; else 1. */
  private double[] chances(List<Lagged> all, List<Correlated> found) {
    double[] chances = new double[all.size()];
    Arrays.fill(chances, 1);
    int[] asked =
        IntStream.range(0, all.size())
            .filter(i -> Math.abs(found.get(i).rho()) >= LEAST_RHO)
            .filter(i -> independent(all.get(i).at(found.get(i).lag())) >= LEAST_INDEPENDENT)
            .toArray();
    if (asked.length == 0) {
      return chances;
    }
    int draws =
        Math.max(
            LEAST_SURROGATES, Math.min(MOST_SURROGATES, SURROGATES_PER_SERIES * all.size() - 1));
    int[] asFar = new int[all.size()];
    var surrogates = new Surrogates(target, new SplittableRandom(seed));
    for (int draw = 0; draw < draws; draw++) {
      double[] surrogate = surrogates.next();
      for (int i : asked) {
        double rho = Math.abs(all.get(i).strongest(surrogate).rho());
        asFar[i] += rho >= Math.abs(found.get(i).rho()) ? 1 : 0;
      }
    }
    for (int i : asked) {
      chances[i] = (asFar[i] + 1.0) / (draws + 1);
    }
    return chances;
  }

  /** Holm's step-down over all series. */
  private static List<Correlated> corrected(List<Correlated> found, double[] chances) {
    var order = new ArrayList<Integer>();
    IntStream.range(0, chances.length).forEach(order::add);
    order.sort(Comparator.comparingDouble((Integer i) -> chances[i]).thenComparing(i -> i));
    Correlated[] corrected = new Correlated[chances.length];
    double most = 0;
    for (int rank = 0; rank < chances.length; rank++) {
      int i = order.get(rank);
      most = Math.max(most, Math.min(1, chances[i] * (chances.length - rank)));
      corrected[i] = new Correlated(found.get(i).lag(), found.get(i).rho(), most);
    }
    return List.of(corrected);
  }
}
