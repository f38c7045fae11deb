use super::{clean, sentence};
