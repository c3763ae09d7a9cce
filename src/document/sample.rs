//! The review the program carries, in the form prepared when it was built.
//!
//! Uses model. Invariant: it reads as the file in `sample-data` does and has the same digest; a test holds that, so
//! that starting the program need not.

use uuid::Uuid;

use crate::document::unpack::unpack;
use crate::model::review::Review;

const PREPARED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sample.packed"));
const ID: &str = include_str!(concat!(env!("OUT_DIR"), "/sample.id"));
const DIGEST: &str = include_str!(concat!(env!("OUT_DIR"), "/sample.digest"));

/// The review carried in the program, and its digest.
pub fn sample() -> (Review, String) {
    let review = unpack(PREPARED).expect("the carried review was read when the program was tested");
    (review, DIGEST.to_owned())
}

/// The carried review's digest, without reading the review.
pub fn sample_digest() -> &'static str {
    DIGEST
}

/// The carried review's id, without reading the review.
pub fn sample_id() -> Uuid {
    ID.parse().expect("the carried review's id was read when the program was tested")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::digest::digest;
    use crate::document::read::read_review;

    #[test]
    fn the_carried_review_is_the_valid_file_in_sample_data_with_its_digest() {
        let file = include_bytes!("../../sample-data/digitisation-nhs.review.json");
        let read = read_review(file, "sample").expect("the sample is valid");
        let (carried, carried_digest) = sample();
        assert_eq!(carried, read);
        assert_eq!(carried_digest, digest(&read));
        assert_eq!(sample_id(), read.id);
    }
}
