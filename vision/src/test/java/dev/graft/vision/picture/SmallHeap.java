package dev.graft.vision.picture;

import dev.graft.vision.hostile.HostilePictures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * Decodes bombs, disguises and some of the spoilt on four threads at once with the usual limits; to
 * be started with a heap that any two of the large ones together would break.
 */
final class SmallHeap {
  private SmallHeap() {}

  /** Ends with 0 if each was answered; what was thrown goes to the standard output. */
  public static void main(String[] args) throws Exception {
    var decoder = new PictureDecoder(PictureLimits.DEFAULT);
    List<Callable<String>> work = new ArrayList<>();
    for (var picture : HostilePictures.some(40)) {
      work.add(() -> Watched.answer(decoder, picture.bytes()));
    }
    int read = 0;
    int refused = 0;
    var threads = Executors.newFixedThreadPool(4);
    for (var answer : threads.invokeAll(work)) {
      if (answer.get().equals(Watched.READ)) { // throws what the decoder threw
        read++;
      } else {
        refused++;
      }
    }
    threads.shutdown();
    System.out.printf(
        "in %d MiB on 4 threads: %d read, %d refused%n",
        Runtime.getRuntime().maxMemory() >> 20, read, refused);
  }
}
