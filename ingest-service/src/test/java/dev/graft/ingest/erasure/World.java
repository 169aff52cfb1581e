package dev.graft.ingest.erasure;

import com.google.protobuf.Message;
import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.ingest.door.Announcer;
import dev.graft.topics.Topic;
import dev.graft.v1.ImageFact;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A store, graft.images, and some who work on both, each stopped between two of its calls. One is
 * moved on by doing its work again from the start, with the answers that it got before, up to the
 * next call.
 */
final class World {
  /** What somebody does with a store and a topic; the result is what they answer. */
  interface Work extends BiFunction<BlobStore, Announcer, String> {}

  private static final class Paused extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final List<Work> works;
  private final BlobStore store = BlobStores.inMemory();
  private final List<ImageFact> topic;
  private final List<List<Optional<Object>>> answers;
  private final List<Optional<String>> results;

  World(List<Work> works) {
    this(
        works,
        List.of(),
        works.stream().map(w -> List.<Optional<Object>>of()).toList(),
        works.stream().map(w -> Optional.<String>empty()).toList());
  }

  private World(
      List<Work> works,
      List<ImageFact> topic,
      List<List<Optional<Object>>> answers,
      List<Optional<String>> results) {
    this.works = works;
    this.topic = new ArrayList<>(topic);
    this.answers = new ArrayList<>(answers);
    this.results = new ArrayList<>(results);
  }

  World copy() {
    var copy = new World(works, topic, answers, results);
    store.list("").forEach(key -> copy.store.put(key, store.get(key).orElseThrow()));
    return copy;
  }

  BlobStore store() {
    return store;
  }

  List<ImageFact> topic() {
    return topic;
  }

  Announcer announcer() {
    return new Announcer() {
      @Override
      public <V extends Message> void announce(Topic<V> to, String key, V fact) {
        topic.add((ImageFact) fact);
      }
    };
  }

  /** What one of them answered, if it is done. */
  Optional<String> result(int who) {
    return results.get(who);
  }

  /** The next call of one of them. */
  void step(int who) {
    var known = new ArrayList<>(answers.get(who));
    int before = known.size();
    int[] at = {0};
    BlobStore recorded =
        (BlobStore)
            Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(),
                new Class<?>[] {BlobStore.class},
                (proxy, method, arguments) ->
                    next(known, at, before, () -> method.invoke(store, arguments)));
    var announcing =
        new Announcer() {
          @Override
          public <V extends Message> void announce(Topic<V> to, String key, V fact) {
            next(known, at, before, () -> topic.add((ImageFact) fact));
          }
        };
    try {
      results.set(who, Optional.of(works.get(who).apply(recorded, announcing)));
    } catch (Paused afterOneCall) {
      answers.set(who, known);
    }
  }

  private interface Call {
    @Nullable Object ask() throws ReflectiveOperationException;
  }

  private static @Nullable Object next(
      List<Optional<Object>> known, int[] at, int before, Call call) {
    if (at[0] < known.size()) {
      return known.get(at[0]++).orElse(null);
    }
    if (known.size() > before) {
      throw new Paused();
    }
    try {
      var answer = Optional.ofNullable(call.ask());
      known.add(answer);
      at[0]++;
      return answer.orElse(null);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Two worlds with the same signature have the same future. */
  String signature() {
    var text = new StringBuilder();
    for (var key : store.list("")) {
      text.append(key).append('=').append(shown(store.get(key))).append('\n');
    }
    topic.forEach(fact -> text.append(fact).append('\n'));
    answers.forEach(
        known -> {
          known.forEach(answer -> text.append(shown(answer.orElse("nothing"))).append(','));
          text.append('\n');
        });
    return text.append(results).toString();
  }

  private static String shown(Object answer) {
    if (answer instanceof Optional<?> maybe) {
      return maybe.map(World::shown).orElse("absent");
    }
    return answer instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : answer.toString();
  }
}
