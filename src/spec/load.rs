//! TODO load
