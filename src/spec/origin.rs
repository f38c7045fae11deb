//! TODO origin
