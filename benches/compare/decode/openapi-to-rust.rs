pub use github::generated::types::{FullRepository, Issue};
pub use serde_json::{from_slice as read, to_vec as write};
