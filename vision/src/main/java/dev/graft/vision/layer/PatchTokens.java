package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/**
 * A picture as a row of tokens: a class token, then its square patches line by line, each with the
 * embedding of its position added. {@code [n, 3, h, w]} to {@code [n, 1 + patches, width]}.
 * Dosovitskiy et al. 2021, "An image is worth 16x16 words".
 */
public final class PatchTokens extends Layer {
  private final Weight classToken; // [1, 1, width]
  private final Conv2d patches;
  private final Weight positions; // [1, 1 + grid * grid, width]
  private final int patch;

  /**
   * @param patch side of a patch in pixels
   * @param grid patches on a side of the pictures that the positions were learned on; a file may
   *     have another square grid
   */
  public PatchTokens(int patch, int width, int grid) {
    this.classToken = weight(Weight.Kind.TRAINED, Weight.Start.ZEROS, "class_token", 1, 1, width);
    this.patches = child("conv_proj", Conv2d.withBias(3, width, patch, patch, 0, 1));
    this.positions =
        weight(
            Weight.Kind.TRAINED,
            Weight.Start.NARROW,
            "encoder.pos_embedding",
            1,
            1L + (long) grid * grid,
            width);
    this.positions.alsoTakes(
        shape ->
            shape.length == 3
                && shape[0] == 1
                && shape[2] == width
                && shape[1] > 1
                && PositionGrid.isSquare(shape[1] - 1));
    this.patch = patch;
  }

  @Override
  public Flow flow(Flow in) {
    Flow map = patches.flow(in);
    return map.to(map.size(0), 1 + map.size(2) * map.size(3), map.size(1));
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    Shape input = x.getShape();
    if (input.get(2) % patch != 0 || input.get(3) % patch != 0) {
      throw new IllegalArgumentException(
          "a picture of %dx%d does not divide into patches of %d"
              .formatted(input.get(3), input.get(2), patch));
    }
    NDArray map = patches.forward(x, pass); // [n, width, rows, columns]
    NDArray tokens = tokens(map, pass);
    pass.done(map);
    NDArray places = positions(x, input.get(2) / patch, input.get(3) / patch, pass);
    if (pass != Pass.INFER) {
      return tokens.add(places);
    }
    tokens.addi(places);
    if (places != positions.array()) {
      places.close();
    }
    return tokens;
  }

  private NDArray tokens(NDArray map, Pass pass) {
    Shape shape = map.getShape();
    NDArray lines = map.reshape(new Shape(shape.get(0), shape.get(1), -1));
    NDArray row = lines.transpose(0, 2, 1); // [n, patches, width]
    NDArray first = classToken.array().broadcast(new Shape(shape.get(0), 1, shape.get(1)));
    first.attach(map.getManager()); // a result belongs to its first argument's: not to the weight's
    NDArray tokens = first.getNDArrayInternal().concat(new NDList(row), 1);
    pass.done(first);
    pass.done(row);
    pass.done(lines);
    return tokens;
  }

  /** The learned positions, or for another grid what lies between them. */
  private NDArray positions(NDArray x, long rows, long columns, Pass pass) {
    NDArray learned = positions.array();
    long tokens = learned.getShape().get(1);
    if (PositionGrid.fits(tokens - 1, rows, columns)) {
      return learned;
    }
    float[] mixing = PositionGrid.mixing((int) tokens - 1, (int) rows, (int) columns);
    NDArray matrix = x.getManager().create(mixing, new Shape(1, 1 + rows * columns, tokens));
    NDArray moved = matrix.matMul(learned); // [1, 1 + rows * columns, width]
    pass.done(matrix);
    return moved;
  }
}
