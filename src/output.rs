//! TODO output
