//! What every [`Storage`](super::Storage) must do, told once and run on each database.
