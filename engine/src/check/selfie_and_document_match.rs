//! Portrait and selfie show the same person.

use crate::face::Similarity;
use crate::policy::SimilarityThresholds;
use crate::report::FaceMatch;

/// Grades the similarity; `None` when there was no face to compare on one side.
#[must_use]
pub fn selfie_and_document_match(
    similarity: Option<Similarity>,
    thresholds: &SimilarityThresholds,
) -> Option<FaceMatch> {
    similarity.map(|similarity| FaceMatch {
        name: "Selfie and photo in the document match".to_owned(),
        similarity_level: thresholds.level(similarity.score),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::SimilarityLevel;

    fn scored(score: f32) -> Similarity {
        Similarity {
            score,
            cosine: 0.9,
            eyes_px: 40.0,
        }
    }

    #[test]
    fn levels_begin_at_their_thresholds() {
        let level = |score| {
            let thresholds = SimilarityThresholds::default();
            selfie_and_document_match(Some(scored(score)), &thresholds)
                .unwrap()
                .similarity_level
        };
        assert_eq!(level(0.75), SimilarityLevel::High);
        assert_eq!(level(0.749), SimilarityLevel::Medium);
        assert_eq!(level(0.499), SimilarityLevel::Low);
        assert_eq!(level(0.0), SimilarityLevel::VeryLow);
        assert_eq!(
            selfie_and_document_match(None, &SimilarityThresholds::default()),
            None
        );
    }
}
