package dev.graft.vision.domain;

import java.util.List;

/**
 * What some pictures look like to a network: the statistics that go into each of its BatchNorms.
 *
 * @param pictures how many were seen; 0 for the statistics that the network was trained with
 * @param layers shallow to deep
 */
public record DomainStatistics(int pictures, List<ChannelStatistics> layers) {
  public DomainStatistics {
    layers = List.copyOf(layers);
  }
}
