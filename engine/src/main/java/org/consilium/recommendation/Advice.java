package org.consilium.recommendation;

import java.util.List;
import org.consilium.explanation.NextQuestion.Question;
import org.consilium.patient.PatientCase;

/**
 * The answer for one case.
 *
 * @param patient the case
 * @param knowledgeVersion version of the knowledge
 * @param knowledgeHash content hash of the knowledge
 * @param recommendations all recommendations of the cancer: what applies first, then what is
 *     undetermined, then what does not apply; strong before weak, then by decision question
 * @param nextQuestions what to ask next, the best first; on request
 */
public record Advice(
    PatientCase patient,
    String knowledgeVersion,
    String knowledgeHash,
    List<RecommendationAdvice> recommendations,
    List<Question> nextQuestions) {}
