//! TODO normalise
