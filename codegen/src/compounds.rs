//! Words that have capitals within: names and tags are made of them as of others.

/// What is one word although capitals stand within: proper names, and abbreviations whose letters would be torn apart.
pub(crate) const COMPOUNDS: &[&str] = &[
    "GitHub",
    "GitLab",
    "GraphQL",
    "IPv4",
    "IPv6",
    "LinkedIn",
    "MySQL",
    "OAuth",
    "PayPal",
    "PostgreSQL",
    "WhatsApp",
    "YouTube",
    "eBay",
    "iOS",
    "iPad",
    "iPhone",
];
