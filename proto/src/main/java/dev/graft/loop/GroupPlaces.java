package dev.graft.loop;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places that the threads of one replica have in the group of a topology, as static members
 * called {@code REPLICA-NUMBER}. A thread that dies does not give up its place, and the one that
 * Streams starts for it has another number: the group waits for the dead one to the end of its
 * session, or for ever, where a broker that was killed has lost that clock (seen on 4.3.1).
 */
final class GroupPlaces {
  private static final Logger log = LoggerFactory.getLogger(GroupPlaces.class);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Clients clients;
  private final String group;
  private final String replica;

  GroupPlaces(Clients clients, String group, String replica) {
    this.clients = clients;
    this.group = group;
    this.replica = replica;
  }

  /** Gives up the place of a thread, named by Streams, that has died. */
  void giveUp(String thread) throws InterruptedException {
    try (var admin = clients.admin()) {
      remove(admin, Set.of(placeOf(thread)));
    } catch (ExecutionException | TimeoutException e) {
      // The group ends the session itself, or the next look finds the place.
      log.debug("{}: the place of {} could not be given up", group, thread, e);
    }
  }

  /** Gives up the places of this replica that none of these threads has. */
  void giveUpAllBut(Set<String> threads) throws InterruptedException {
    var kept = threads.stream().map(this::placeOf).collect(toSet());
    try (var admin = clients.admin()) {
      var left = ours(admin).stream().filter(place -> !kept.contains(place)).collect(toSet());
      if (!left.isEmpty()) {
        log.warn("{}: the group waits for {}, which nobody is any more; taken out", group, left);
        remove(admin, left);
      }
    } catch (ExecutionException | TimeoutException e) {
      log.debug("{}: who is in the group is not known now", group, e);
    }
  }

  private String placeOf(String thread) {
    return replica + thread.substring(thread.lastIndexOf('-'));
  }

  private Set<String> ours(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    var described = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
    if (described == null) {
      return Set.of();
    }
    return described.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS).members().stream()
        .map(MemberDescription::groupInstanceId)
        .flatMap(Optional::stream)
        .filter(place -> place.startsWith(replica + "-"))
        .filter(place -> place.substring(replica.length() + 1).matches("[0-9]{1,4}"))
        .collect(toSet());
  }

  private void remove(Admin admin, Set<String> places)
      throws ExecutionException, InterruptedException, TimeoutException {
    admin
        .removeMembersFromConsumerGroup(
            group,
            new RemoveMembersFromConsumerGroupOptions(
                places.stream().map(MemberToRemove::new).toList()))
        .all()
        .get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
  }
}
