//! TODO locate
