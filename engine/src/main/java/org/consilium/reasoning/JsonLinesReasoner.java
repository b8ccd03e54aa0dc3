package org.consilium.reasoning;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;

/**
 * Decides patients given as JSON lines, one description in each line; empty lines are passed over.
 * The answers come in the order of the lines. Holds the working memory of one thread.
 *
 * <p>Ordinary descriptions go straight to facts; all others are read by {@link PatientJsonReader},
 * whose errors are the errors here.
 */
public final class JsonLinesReasoner {
  /** Receives answers and refusals. */
  public interface Sink {
    /**
     * Takes the answer for a patient.
     *
     * @param line number of the line, from 1
     * @param id the label of the description
     * @param cancer JSON code of the cancer
     * @param answer valid until this call returns
     */
    void answer(long line, Optional<String> id, String cancer, BatchAnswer answer);

    /** Takes the reasons why a line is not a valid description. */
    void refused(long line, PatientException problems);
  }

  private final PatientJsonReader reader;
  private final Map<String, FactStream.Target> targets = new LinkedHashMap<>();
  private final Map<FactStream.Target, BatchReasoner> reasoners = new HashMap<>();
  private final FactStream stream;

  private byte[] buffer = new byte[1 << 16];
  private final long[] lines = new long[Long.SIZE];
  private final String[] ids = new String[Long.SIZE];
  private final FactStream.Target[] targetOf = new FactStream.Target[Long.SIZE];
  private final int[] lanes = new int[Long.SIZE];
  private final PatientException[] refusals = new PatientException[Long.SIZE];
  private int waiting;
  private long generalReads;

  /**
   * @throws IllegalArgumentException if a population of the knowledge is not compiled: such
   *     knowledge needs {@link CompiledReasoner}, patient by patient
   */
  public JsonLinesReasoner(KnowledgeBase knowledge, CompiledKnowledge compiled) {
    this.reader = new PatientJsonReader(knowledge);
    for (CompiledCancer cancer : compiled.cancers()) {
      if (!cancer.fallback().isEmpty()) {
        throw new IllegalArgumentException("not compiled: " + cancer.fallback().keySet());
      }
      FactStream.Target target = new FactStream.Target(cancer);
      targets.put(target.cancer(), target);
      reasoners.put(target, new BatchReasoner(cancer));
    }
    this.stream = new FactStream(targets);
  }

  /** Reads to the end of the stream. */
  public void judge(InputStream in, Sink sink) throws IOException {
    long line = 0;
    int start = 0;
    int end = 0;
    boolean skipping = false;
    while (true) {
      int newline = start;
      while (newline < end && buffer[newline] != '\n') {
        newline++;
      }
      if (newline < end) {
        if (!skipping) {
          take(++line, start, newline - start, sink);
        }
        skipping = false;
        start = newline + 1;
        continue;
      }
      if (end - start > PatientJsonReader.MAXIMUM_BYTES) {
        // Refused for its size whatever follows in the line.
        if (!skipping) {
          take(++line, start, end - start, sink);
        }
        skipping = true;
        start = end;
      }
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
      if (end == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * end);
      }
      if (waiting > 0 && in.available() == 0) {
        flush(sink); // Whoever sends may wait for these answers before sending more.
      }
      int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        break;
      }
      end += count;
    }
    if (end > start && !skipping) {
      take(++line, start, end - start, sink);
    }
    flush(sink);
  }

  /** How many descriptions were left to the general reader so far. */
  public long generalReads() {
    return generalReads;
  }

  private void take(long line, int start, int length, Sink sink) {
    if (isBlank(start, length)) {
      return;
    }
    int slot = waiting++;
    lines[slot] = line;
    refusals[slot] = null;
    if (length <= PatientJsonReader.MAXIMUM_BYTES && stream.read(buffer, start, length)) {
      put(slot, stream.id(), stream.target());
    } else {
      generalReads++;
      try {
        PatientCase patient = reader.read(Arrays.copyOfRange(buffer, start, start + length));
        FactStream.Target target = targets.get(patient.cancer());
        target.dictionary().code(patient, target.cases());
        put(slot, patient.id().orElse(null), target);
      } catch (PatientException e) {
        refusals[slot] = e;
      }
    }
    if (waiting == Long.SIZE) {
      flush(sink);
    }
  }

  private boolean isBlank(int start, int length) {
    for (int i = start; i < start + length; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private void put(int slot, String id, FactStream.Target target) {
    ids[slot] = id;
    targetOf[slot] = target;
    lanes[slot] = target.cases().count() - 1;
  }

  /** Decides the waiting lines, of which there are at most 64, and hands out their answers. */
  private void flush(Sink sink) {
    for (FactStream.Target target : targets.values()) {
      int count = target.cases().count();
      if (count > 0) {
        BatchReasoner reasoner = reasoners.get(target);
        reasoner.decide(target.cases(), 0, count);
        reasoner.turnToCases();
        target.cases().clear();
      }
    }
    for (int slot = 0; slot < waiting; slot++) {
      if (refusals[slot] != null) {
        sink.refused(lines[slot], refusals[slot]);
      } else {
        sink.answer(
            lines[slot],
            Optional.ofNullable(ids[slot]),
            targetOf[slot].cancer(),
            reasoners.get(targetOf[slot]).answer(lanes[slot]));
      }
    }
    waiting = 0;
  }
}
