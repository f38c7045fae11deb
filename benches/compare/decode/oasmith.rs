pub use github::models::{FullRepository, Issue};
pub use github::runtime::json::{from_slice as read, to_vec as write};
