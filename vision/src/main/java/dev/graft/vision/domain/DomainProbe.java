package dev.graft.vision.domain;

import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.PlainNetwork;
import dev.graft.vision.backbone.Stage;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.layer.BatchNorm2d;
import dev.graft.vision.layer.Pass;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at pictures with a network's own eyes. Every BatchNorm remembers mean and variance of each
 * channel of what it was trained on; the same channels are measured on the given pictures. For one
 * thread.
 */
public final class DomainProbe implements AutoCloseable {
  private static final int BATCH = 8;

  private record Norm(String stage, String layer, BatchNorm2d norm) {}

  private final PlainNetwork plain;
  private final List<Norm> norms;

  private DomainProbe(PlainNetwork plain) {
    this.plain = plain;
    this.norms = norms(plain.network().chain());
  }

  /** Whether the network has any BatchNorm to measure with: VGG, ViT, ConvNeXt have none. */
  public static boolean canMeasure(Architecture architecture) {
    return !norms(architecture.network(0).chain()).isEmpty();
  }

  /**
   * Loads and checks a network.
   *
   * @throws BadWeightsException if the bytes are not those of the digest, or not of that network
   * @throws IllegalArgumentException if there is no such architecture, it ships no weights and none
   *     are named, or it has no BatchNorm
   */
  public static DomainProbe load(BackboneSpec spec, WeightsSource weights, Device device)
      throws BadWeightsException {
    PlainNetwork plain = PlainNetwork.load(spec, weights, device);
    if (!canMeasure(plain.architecture())) {
      plain.close();
      throw new IllegalArgumentException(
          spec.name() + " has no BatchNorm, so nothing is known of the pictures it was trained on");
    }
    return new DomainProbe(plain);
  }

  private static List<Norm> norms(List<Stage> chain) {
    var found = new ArrayList<Norm>();
    for (Stage stage : chain) {
      stage
          .layer()
          .eachLayer(
              stage.prefix(),
              (name, layer) -> {
                if (layer instanceof BatchNorm2d norm) {
                  found.add(new Norm(stage.name(), name, norm));
                }
              });
    }
    return List.copyOf(found);
  }

  public Architecture architecture() {
    return plain.architecture();
  }

  /** What the network was trained on, as its BatchNorms remember it. */
  public DomainStatistics trainedOn() {
    return new DomainStatistics(
        0,
        norms.stream()
            .map(
                norm ->
                    new ChannelStatistics(
                        norm.stage(),
                        norm.layer(),
                        doubles(norm.norm().runningMean()),
                        doubles(norm.norm().runningVariance())))
            .toList());
  }

  /**
   * What prepared pictures look like; a hundred of them are enough.
   *
   * @param prepared at least one, as {@link dev.graft.vision.picture.Preprocessing#tensor} makes it
   */
  public DomainStatistics of(List<float[]> prepared) {
    if (prepared.isEmpty()) {
      throw new IllegalArgumentException("no picture to look at");
    }
    var moments = new ArrayList<Moments>();
    for (Norm norm : norms) {
      var sums = new Moments(norm.norm().runningMean().length);
      norm.norm().watch(sums::add);
      moments.add(sums);
    }
    for (int from = 0; from < prepared.size(); from += BATCH) {
      var batch = prepared.subList(from, Math.min(from + BATCH, prepared.size()));
      plain.pass(batch, input -> plain.network().features(input, Pass.INFER).getShape());
    }
    var layers = new ArrayList<ChannelStatistics>();
    for (int i = 0; i < norms.size(); i++) {
      layers.add(moments.get(i).statistics(norms.get(i).stage(), norms.get(i).layer()));
    }
    return new DomainStatistics(prepared.size(), layers);
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Override
  public void close() {
    plain.close();
  }
}
