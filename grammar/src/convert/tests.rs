//! The conversion of single names; whole files are in `tests/`.
