package org.consilium.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The numbers that operators watch, in the text format of Prometheus. */
final class Metrics implements RouteGroup {
  private static final String MEDIA_TYPE = "text/plain";
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  Metrics(KnowledgeSnapshots snapshots) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder(
            "consilium.recommendations",
            snapshots,
            each -> each.current().knowledge().recommendations().size())
        .description("Recommendations of the knowledge served by default")
        .register(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get(RoutePath.METRICS, Role.READER, this::answer).giving(MEDIA_TYPE));
  }

  private void answer(Exchange exchange) {
    exchange
        .context()
        .header("Cache-Control", "no-store")
        .contentType(CONTENT_TYPE)
        .result(registry.scrape());
  }

  /** Counts a request that is over. */
  void request(String method, String route, int status, long nanoseconds) {
    Timer.builder("http.server.requests")
        .description("Requests by route template")
        .tag("method", method)
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(25),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10))
        .register(registry)
        .record(nanoseconds, TimeUnit.NANOSECONDS);
  }

  /** Shows how many requests wait for a pool. */
  void waiting(String pool, IntSupplier count) {
    Gauge.builder("consilium.requests.waiting", count, IntSupplier::getAsInt)
        .description("Requests that wait for their turn")
        .tag("pool", pool)
        .strongReference(true)
        .register(registry);
  }

  /**
   * Counts a card of CDS Hooks of which a client says what became of it.
   *
   * @param service id of a service that there is
   * @param outcome accepted or overridden
   * @param reason one of a fixed list of codes
   */
  void feedback(String service, String outcome, String reason) {
    registry
        .counter("consilium.cds.feedback", "service", service, "outcome", outcome, "reason", reason)
        .increment();
  }

  /** Counts patients of a batch. */
  void patients(long answered, long refused) {
    registry.counter("consilium.batch.patients", "answer", "advice").increment((double) answered);
    registry.counter("consilium.batch.patients", "answer", "refusal").increment((double) refused);
  }
}
