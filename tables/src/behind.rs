//! A file of results that is written by a thread of its own.
//!
//! In: record batches. Out: the same file as [`Output`] writes, while whoever makes the batches goes
//! on. Few batches wait, so that memory stays bounded; what went wrong is told with the next batch or
//! at the end.

use crate::error::TableError;
use crate::write::Output;
use arrow_array::RecordBatch;
use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

/// Batches that wait to be written.
const WAITING: usize = 1;

/// The file, and the thread that writes it.
pub struct Behind {
    path: PathBuf,
    batches: Option<SyncSender<RecordBatch>>,
    writer: Option<JoinHandle<Result<Output, TableError>>>,
}

impl Output {
    /// The same file, written by a thread of its own.
    ///
    /// # Errors
    ///
    /// There is no thread to be had.
    pub fn behind(mut self) -> Result<Behind, TableError> {
        let path = self.path().to_path_buf();
        let (batches, waiting) = sync_channel(WAITING);
        let write = move || {
            for batch in waiting {
                self.write(&batch)?;
            }
            Ok(self)
        };
        let writer = Builder::new().name("writer".to_owned()).spawn(write);
        let writer = writer.map_err(|error| TableError::write(&path, error))?;
        Ok(Behind { path, batches: Some(batches), writer: Some(writer) })
    }
}

impl Behind {
    /// Adds rows. All batches have one schema.
    ///
    /// # Errors
    ///
    /// The file cannot be written, or a sheet is full: what was wrong with an earlier batch.
    pub fn write(&mut self, batch: RecordBatch) -> Result<(), TableError> {
        let sent = self.batches.as_ref().is_some_and(|batches| batches.send(batch).is_ok());
        if sent { Ok(()) } else { self.written().map(drop) }
    }

    /// Makes the file lasting and gives it its name.
    ///
    /// # Errors
    ///
    /// The file cannot be written; then there is none.
    pub fn finish(mut self) -> Result<(), TableError> {
        self.written()?.finish()
    }

    /// Waits until all is written.
    fn written(&mut self) -> Result<Output, TableError> {
        self.batches = None;
        let done = self.writer.take().map(JoinHandle::join);
        // A second time, or a thread that did not end by itself: there is no file.
        done.and_then(Result::ok).unwrap_or_else(|| Err(TableError::write(&self.path, "?")))
    }
}

impl Drop for Behind {
    /// Whoever gives up waits too, so that nothing is left of the file.
    fn drop(&mut self) {
        self.batches = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}
