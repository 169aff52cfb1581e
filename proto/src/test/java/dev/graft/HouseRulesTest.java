package dev.graft;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Optional;

/** The rules of this house. Each message says how to mend it. */
@AnalyzeClasses(packages = "dev.graft", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
  @ArchTest
  static final ArchRule ONE_TRANSACTION_CLASS =
      noClasses()
          .that()
          .doNotHaveSimpleName("Transactions")
          .should()
          .callMethod("org.apache.kafka.clients.producer.Producer", "beginTransaction")
          .because(
              "a step says, the loop sends: return an Outgoing from a Step instead of opening a transaction");

  @ArchTest
  static final ArchRule CLIENTS_COME_FROM_ONE_PLACE =
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
              "a client with other settings reads uncommitted records or sends doubles: add a method to Clients");

  @ArchTest
  static final ArchRule NO_FRAMEWORK_BELOW_CONNECT =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.graft.topics",
              "dev.graft.serdes",
              "dev.graft.events",
              "dev.graft.blobs",
              "dev.graft.loop")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micronaut..")
          .because(
              "the rest must work without a context: bind configuration in dev.graft.connect and hand it in");

  @ArchTest
  static final ArchRule S3_CLIENT_STAYS_IN_BLOBS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.graft.blobs")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.minio..", "okhttp3..")
          .because("whoever needs objects takes a BlobStore");

  @ArchTest
  static final ArchRule SERVERS_STAY_IN_EMBEDDED =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.graft.embedded")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("kafka.server..", "org.gaul.s3proxy..", "org.apache.kafka.metadata..")
          .because(
              "the servers are optional: a service on external Kafka and S3 does not have them");

  @ArchTest
  static final ArchRule NO_CYCLES =
      SlicesRuleDefinition.slices()
          .matching("dev.graft.(loop|connect|embedded|blobs|v1)..")
          .should()
          .beFreeOfCycles()
          .because("rooms are read in one order: move what both need into the lower one");

  @ArchTest
  static final ArchRule OPTIONAL_IS_A_RETURN_TYPE =
      noFields()
          .that()
          .areDeclaredInClassesThat(
              new com.tngtech.archunit.base.DescribedPredicate<JavaClass>("are no records") {
                @Override
                public boolean test(JavaClass type) {
                  return !type.isRecord() && !type.getPackageName().equals("dev.graft.v1");
                }
              })
          .should()
          .haveRawType(Optional.class)
          .because("a field is there or it is not: use two types, or @Nullable at an edge");

  @ArchTest
  static final ArchRule NO_DRAWERS =
      classes()
          .should()
          .haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl|Base|Common)$")
          .because("name it by what it does; a drawer named so collects things");
}
