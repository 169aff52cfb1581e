package dev.graft.loop;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One bound on the native memory of all stores of the process. Kafka's defaults allow 100 MB for
 * each, and there are stores times partitions of them. After Kafka's own "Memory Management" guide.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  /** Key of the setting that says how much, in bytes, as a long. */
  public static final String BYTES = "graft.rocksdb.bytes";

  private static @Nullable Cache cache;
  private static @Nullable WriteBufferManager buffers;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    Object bytes = configs.getOrDefault(BYTES, 128L << 20);
    share(options, Long.parseLong(bytes.toString()));
    options.setMaxWriteBufferNumber(2);
    options.setWriteBufferSize(4L << 20);
  }

  private static synchronized void share(Options options, long bytes) {
    if (cache == null || buffers == null) {
      cache = new LRUCache(bytes);
      buffers = new WriteBufferManager(bytes / 2, cache); // counted within the cache
    }
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(cache);
    table.setCacheIndexAndFilterBlocks(true);
    options.setWriteBufferManager(buffers);
  }

  @Override
  public void close(String storeName, Options options) {
    // the cache is everyone's and lives as long as the process
  }
}
