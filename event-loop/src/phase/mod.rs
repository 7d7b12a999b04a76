//! The phases of one iteration, one file each; idle, prepare and check differ only in when they run.

pub(crate) mod due;
pub(crate) mod hooks;
pub(crate) mod poll;
pub(crate) mod timers;
