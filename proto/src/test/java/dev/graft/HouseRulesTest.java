package dev.graft;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules of this house. Each message says how to mend it. */
class HouseRulesTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "dev.graft.topics",
              "dev.graft.serdes",
              "dev.graft.events",
              "dev.graft.blobs",
              "dev.graft.loop",
              "dev.graft.tls",
              "dev.graft.connect",
              "dev.graft.embedded");

  private static final ArchRule ONE_TRANSACTION_CLASS =
      noClasses()
          .that()
          .doNotHaveSimpleName("Transactions")
          .should()
          .callMethod("org.apache.kafka.clients.producer.Producer", "beginTransaction")
          .because(
              "a step says, the loop sends: return an Outgoing from a Step instead of opening a"
                  + " transaction");

  private static final ArchRule CLIENTS_COME_FROM_ONE_PLACE =
      noClasses()
          .that()
          .doNotHaveSimpleName("Clients")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.kafka.clients.consumer.KafkaConsumer")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.kafka.clients.producer.KafkaProducer")
          .because(
              "a client with other settings reads uncommitted records or sends doubles: add a"
                  + " method to Clients");

  private static final ArchRule NO_FRAMEWORK_BELOW_CONNECT =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.graft.topics",
              "dev.graft.serdes",
              "dev.graft.events",
              "dev.graft.blobs",
              "dev.graft.tls",
              "dev.graft.loop")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micronaut..")
          .because(
              "the rest must work without a context: bind configuration in dev.graft.connect and"
                  + " hand it in");

  private static final ArchRule S3_CLIENT_STAYS_IN_BLOBS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.graft.blobs")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.minio..", "okhttp3..")
          .because("whoever needs objects takes a BlobStore");

  private static final ArchRule SERVERS_STAY_IN_EMBEDDED =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.graft.embedded")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("kafka.server..", "org.gaul.s3proxy..", "org.apache.kafka.metadata..")
          .because(
              "the servers are optional: a service on external Kafka and S3 does not have them");

  private static final ArchRule NO_CYCLES =
      SlicesRuleDefinition.slices()
          .matching("dev.graft.(loop|connect|embedded|blobs|tls)..")
          .should()
          .beFreeOfCycles()
          .because("rooms are read in one order: move what both need into the lower one");

  private static final ArchRule OPTIONAL_IS_A_RETURN_TYPE =
      noFields()
          .that()
          .areDeclaredInClassesThat(
              new com.tngtech.archunit.base.DescribedPredicate<JavaClass>("are no records") {
                @Override
                public boolean test(JavaClass type) {
                  return !type.isRecord();
                }
              })
          .should()
          .haveRawType(Optional.class)
          .because("a field is there or it is not: use two types, or @Nullable at an edge");

  private static final ArchRule NO_DRAWERS =
      classes()
          .should()
          .haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl|Base|Common)$")
          .because("name it by what it does; a drawer named so collects things");

  @Test
  void onlyOneClassOpensTransactions() {
    ONE_TRANSACTION_CLASS.check(HOUSE);
  }

  @Test
  void clientsComeFromOnePlace() {
    CLIENTS_COME_FROM_ONE_PLACE.check(HOUSE);
  }

  @Test
  void noFrameworkBelowConnect() {
    NO_FRAMEWORK_BELOW_CONNECT.check(HOUSE);
  }

  @Test
  void theS3ClientStaysInBlobs() {
    S3_CLIENT_STAYS_IN_BLOBS.check(HOUSE);
  }

  @Test
  void serversStayInEmbedded() {
    SERVERS_STAY_IN_EMBEDDED.check(HOUSE);
  }

  @Test
  void roomsAreReadInOneOrder() {
    NO_CYCLES.check(HOUSE);
  }

  @Test
  void optionalIsAReturnType() {
    OPTIONAL_IS_A_RETURN_TYPE.check(HOUSE);
  }

  @Test
  void thereAreNoDrawers() {
    NO_DRAWERS.check(HOUSE);
  }
}
