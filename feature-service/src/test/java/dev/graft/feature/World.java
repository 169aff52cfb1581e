package dev.graft.feature;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.events.Digests;
import dev.graft.feature.embed.Crew;
import dev.graft.feature.embed.EmbedLive;
import dev.graft.feature.embed.Embedding;
import dev.graft.feature.embed.LiveFirst;
import dev.graft.feature.embed.Patience;
import dev.graft.feature.read.PictureReader;
import dev.graft.feature.space.Backbones;
import dev.graft.feature.space.Boundary;
import dev.graft.loop.Outgoing;
import dev.graft.loop.Received;
import dev.graft.topics.Keys;
import dev.graft.v1.Embedded;
import dev.graft.v1.ImageErased;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.layer.Weight;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;

/** All that embeds, over a store in memory, with small networks of random weights. */
public final class World implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  public final BlobStore blobs;
  public volatile Set<BackboneSpec> wanted = Set.of();
  public final TickingClock clock = new TickingClock();
  public final Patience patience = new Patience(Duration.ofSeconds(30), Duration.ZERO, clock);
  public final Crew crew = Crew.of(2);
  public final Backbones backbones;
  public final Boundary boundary = new Boundary();
  public final LiveFirst turns = new LiveFirst(Duration.ofSeconds(1));
  public final Embedding embedding;
  public final EmbedLive live;

  public World() {
    this(BlobStores.inMemory());
  }

  public World(BlobStore blobs) {
    this.blobs = blobs;
    this.backbones = new Backbones(() -> wanted, blobs, Device.CPU);
    var reader = new PictureReader(blobs, new PictureDecoder(PictureLimits.DEFAULT));
    this.embedding = new Embedding(reader, crew, patience, clock);
    this.live = new EmbedLive(backbones, embedding, boundary, turns);
  }

  @Override
  public void close() {
    crew.close();
    backbones.close();
  }

  /** Random weights of the smallest network there is, in the store. */
  public BackboneSpec weights(int seed) {
    var random = new Random(seed);
    var tensors = new ArrayList<NamedTensor>();
    Architectures.find("mini").orElseThrow().network(0).weights().entrySet().stream()
        .filter(entry -> entry.getValue().kind() != Weight.Kind.COUNTER)
        .forEach(entry -> tensors.add(tensor(entry.getKey(), entry.getValue(), random)));
    byte[] file = SafetensorsWriter.bytes(tensors);
    var digest = Digests.sha256Hex(file);
    blobs.create(Keys.blob(digest), file);
    return new BackboneSpec("mini", digest);
  }

  private static NamedTensor tensor(String name, Weight weight, Random random) {
    var values = new float[(int) weight.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (weight.start()) {
            case ONES -> 1;
            case ZEROS -> 0;
            case TINY -> 1e-6f;
            case KAIMING, SMALL, NARROW -> (float) random.nextGaussian() * 0.1f;
          };
    }
    return new NamedTensor(name, weight.shape(), values);
  }

  public static byte[] picture(int seed) {
    return picture(seed, 80, 70);
  }

  public static byte[] picture(int seed, int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      image.setRGB(random.nextInt(width), random.nextInt(height), random.nextInt(1 << 24));
    }
    try {
      var out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fact of a picture that is in the store. */
  public ImageFact stored(String id, byte[] bytes) {
    blobs.create(Keys.pixels(id), bytes);
    return fact(id, Digests.sha256Hex(bytes));
  }

  public static ImageFact fact(String id, String digest) {
    return ImageFact.newBuilder()
        .setStored(ImageStored.newBuilder().setImageId(id).setBlobDigest(digest))
        .build();
  }

  public static ImageFact erased(String id) {
    return ImageFact.newBuilder().setErased(ImageErased.newBuilder().setImageId(id)).build();
  }

  /** A poll of one partition, from an offset on. */
  public static List<Received<ImageFact>> poll(long offset, ImageFact... facts) {
    var poll = new ArrayList<Received<ImageFact>>();
    Arrays.stream(facts)
        .forEach(
            fact ->
                poll.add(
                    new Received<>(
                        "graft.images", 0, offset + poll.size(), NOW, id(fact), fact, Map.of())));
    return poll;
  }

  private static String id(ImageFact fact) {
    return fact.hasStored() ? fact.getStored().getImageId() : fact.getErased().getImageId();
  }

  public static List<Embedded> embedded(List<Outgoing> outgoing) {
    return outgoing.stream()
        .filter(Outgoing.Send.class::isInstance)
        .map(out -> (Embedded) ((Outgoing.Send<?>) out).value())
        .toList();
  }

  /** "image fault" of each refusal. */
  public static List<String> refused(List<Outgoing> outgoing) {
    return outgoing.stream()
        .filter(Outgoing.Refuse.class::isInstance)
        .map(out -> (Outgoing.Refuse) out)
        .map(refuse -> refuse.source().key() + " " + refuse.fault())
        .toList();
  }

  /** A second passes each time it is asked. */
  public static final class TickingClock extends Clock {
    private final AtomicLong asked = new AtomicLong();
    private volatile Runnable onTick = () -> {};

    /** Does something when so many seconds have passed. */
    public void at(long seconds, Runnable work) {
      onTick =
          () -> {
            if (asked.get() == seconds) {
              work.run();
            }
          };
    }

    @Override
    public Instant instant() {
      var now = NOW.plusSeconds(asked.incrementAndGet());
      onTick.run();
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
