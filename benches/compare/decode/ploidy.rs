pub use github::types::{FullRepository, Issue};
pub use serde_json::{from_slice as read, to_vec as write};
