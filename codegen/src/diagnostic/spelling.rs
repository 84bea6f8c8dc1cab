//! The word that somebody probably meant.

/// The candidate nearest to `word`, where one is near enough to be meant: a letter in three may differ; capitals, what joins
/// words and the ending of several do not count.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let (lower, folded) = (word.to_lowercase(), folded(word));
    let allowed = (word.chars().count() / 3).clamp(1, 4);
    let near = candidates.into_iter().filter(|candidate| candidate.len().abs_diff(word.len()) <= 4 * allowed);
    let measured = near.map(|candidate| match self::folded(candidate) == folded {
        true => (0, candidate),
        false => (distance(&lower, &candidate.to_lowercase()), candidate),
    });
    measured
        .filter(|(distance, candidate)| *distance <= allowed && *candidate != word)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A word without what is forgotten most: case, what joins words, the ending of several.
fn folded(word: &str) -> String {
    let letters: String = word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match letters.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => letters.strip_suffix('s').map_or_else(|| letters.clone(), str::to_owned),
    }
}

/// How many letters must be put in, taken out, replaced or swapped with their neighbour (optimal string alignment).
fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().collect();
    let to: Vec<char> = to.chars().collect();
    let mut before = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, left) in from.iter().enumerate() {
        let mut this = vec![row + 1];
        for (column, right) in to.iter().enumerate() {
            let replaced = last[column] + usize::from(left != right);
            let mut least = replaced.min(last[column + 1] + 1).min(this[column] + 1);
            if row > 0 && column > 0 && *left == to[column - 1] && from[row - 1] == *right {
                let swapped: &Vec<usize> = &before;
                least = least.min(swapped[column - 1] + 1);
            }
            this.push(least);
        }
        before = std::mem::replace(&mut last, this);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn swaps_count_once() {
        assert_eq!(distance("strng", "string"), 1);
        assert_eq!(distance("stirng", "string"), 1);
        assert_eq!(distance("", "ab"), 2);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn only_near_words_are_meant() {
        let words = ["string", "number", "integer"];
        assert_eq!(nearest("strng", words), Some("string"));
        assert_eq!(nearest("String", words), Some("string"));
        assert_eq!(nearest("money", words), None);
        assert_eq!(nearest("string", words), None);
    }

    #[test]
    fn words_that_differ_in_how_they_are_joined_and_in_number_are_near() {
        let words = ["properties", "oneOf", "$ref", "operationId"];
        assert_eq!(nearest("property", words), Some("properties"));
        assert_eq!(nearest("one_of", words), Some("oneOf"));
        assert_eq!(nearest("refs", words), Some("$ref"));
        assert_eq!(nearest("operation-ids", words), Some("operationId"));
        assert_eq!(nearest("reference", words), None);
    }
}
