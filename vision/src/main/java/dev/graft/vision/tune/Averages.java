package dev.graft.vision.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.graft.vision.layer.HostCopy;
import dev.graft.vision.optim.Parameter;
import dev.graft.vision.tensors.NamedTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A moving average of what learns: Polyak and Juditsky 1992. In the first steps less of it stays,
 * {@code (1 + n) / (10 + n)}, so that the beginning is soon forgotten.
 */
final class Averages implements AutoCloseable {
  private final Map<String, NDArray> averages = new LinkedHashMap<>();
  private final NDManager owner;
  private final double kept;

  /** Begins at the weights as they are. */
  Averages(NDManager owner, List<Parameter> parameters, double kept) {
    this.owner = owner.newSubManager();
    this.kept = kept;
    for (Parameter parameter : parameters) {
      NDArray copy = parameter.weight().array().duplicate();
      copy.attach(this.owner);
      averages.put(parameter.name(), copy);
    }
  }

  /** After a step, counted from 1. */
  void follow(List<Parameter> parameters, long step) {
    double stays = Math.min(kept, (1.0 + step) / (10.0 + step));
    for (Parameter parameter : parameters) {
      NDArray average = averages.get(parameter.name());
      if (average != null) {
        try (NDArray added = parameter.weight().array().mul(1 - stays)) {
          average.muli(stays).addi(added);
        }
      }
    }
  }

  List<NamedTensor> copy() {
    var tensors = new ArrayList<NamedTensor>();
    averages.forEach(
        (name, array) ->
            tensors.add(new NamedTensor(name, array.getShape().getShape(), HostCopy.of(array))));
    return tensors;
  }

  void restore(Map<String, NamedTensor> saved) {
    for (var entry : averages.entrySet()) {
      NamedTensor tensor = saved.get(entry.getKey());
      if (tensor == null) {
        throw new IllegalArgumentException("the average of " + entry.getKey() + " is missing");
      }
      NDArray before = entry.getValue();
      try (NDArray values = owner.create(tensor.values(), before.getShape())) {
        entry.setValue(values.duplicate());
      }
      before.close();
    }
  }

  @Override
  public void close() {
    owner.close();
  }
}
