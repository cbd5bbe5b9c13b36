//! Arrow IPC, in a file or as a stream.
//!
//! In: bytes that can be gone through. Out: columns and batches. What the bytes say of their own sizes
//! is believed only as far as there are bytes, so that a few of them cannot ask for a gigabyte; the
//! size of a compressed column is the exception, since only its reader knows it.

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::reader::{FileReader, StreamDecoder, read_footer_length};
use arrow_ipc::root_as_footer;
use arrow_schema::{ArrowError, SchemaRef};
use std::io::{Read, Seek, SeekFrom};

/// What a file begins with; anything else is a stream, or neither.
const MAGIC: &[u8; 6] = b"ARROW1";

/// Bytes of a stream that are read at a time.
const PIECE: u64 = 1 << 20;

/// The batches of a table.
type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>>>;

/// The columns and the batches of a table.
///
/// # Errors
///
/// Bytes that are neither form, or that end too soon.
pub(crate) fn batches<R: Read + Seek + 'static>(mut input: R) -> Result<(SchemaRef, Batches), ArrowError> {
    let mut begins = [0; MAGIC.len()];
    let is_file = input.read_exact(&mut begins).is_ok() && begins == *MAGIC;
    input.seek(SeekFrom::Start(0))?;
    if is_file {
        blocks_fit(&mut input)?;
        let reader = FileReader::try_new(input, None)?;
        return Ok((reader.schema(), Box::new(reader)));
    }
    let mut stream = Stream { input, decoder: StreamDecoder::new(), piece: Buffer::from(&[]) };
    // The columns come before the first rows.
    let first = stream.next().transpose()?;
    let schema = stream.decoder.schema();
    let schema = schema.ok_or_else(|| ArrowError::IpcError("no schema".to_owned()))?;
    Ok((schema, Box::new(first.map(Ok).into_iter().chain(stream))))
}

/// Refuses a file whose footer tells of blocks that it does not hold.
fn blocks_fit<R: Read + Seek>(input: &mut R) -> Result<(), ArrowError> {
    let damaged =
        || ArrowError::ParseError("the footer tells of blocks that the file does not hold".to_owned());
    let length = input.seek(SeekFrom::End(0))?;
    let mut end = [0; 10];
    let before = length.checked_sub(end.len() as u64).ok_or_else(damaged)?;
    input.seek(SeekFrom::Start(before))?;
    input.read_exact(&mut end)?;
    let size = read_footer_length(end)?;
    let start = before.checked_sub(size as u64).ok_or_else(damaged)?;
    input.seek(SeekFrom::Start(start))?;
    let mut footer = vec![0; size];
    input.read_exact(&mut footer)?;
    input.seek(SeekFrom::Start(0))?;
    let footer = root_as_footer(&footer).map_err(|error| ArrowError::ParseError(error.to_string()))?;
    let blocks = footer.recordBatches().into_iter().chain(footer.dictionaries()).flatten();
    for block in blocks {
        let metadata = i64::from(block.metaDataLength());
        let end = block.offset().checked_add(metadata).and_then(|end| end.checked_add(block.bodyLength()));
        let fits = end.and_then(|end| u64::try_from(end).ok()).is_some_and(|end| end <= start);
        if !fits || block.offset() < 0 || metadata < 0 || block.bodyLength() < 0 {
            return Err(damaged());
        }
    }
    Ok(())
}

/// A stream, decoded as its bytes come.
struct Stream<R> {
    input: R,
    decoder: StreamDecoder,
    /// What was read and is not decoded yet.
    piece: Buffer,
}

impl<R: Read> Stream<R> {
    fn batch(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        loop {
            if let Some(batch) = self.decoder.decode(&mut self.piece)? {
                return Ok(Some(batch));
            }
            let mut bytes = Vec::new();
            self.input.by_ref().take(PIECE).read_to_end(&mut bytes)?;
            if bytes.is_empty() {
                self.decoder.finish()?;
                return Ok(None);
            }
            self.piece = Buffer::from_vec(bytes);
        }
    }
}

impl<R: Read> Iterator for Stream<R> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.batch().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{ArrayRef, Int32Array};
    use arrow_ipc::writer::{FileWriter, StreamWriter};
    use std::io::Cursor;
    use std::sync::Arc;

    fn rows() -> RecordBatch {
        let column: ArrayRef = Arc::new(Int32Array::from_iter_values(0..1_000));
        RecordBatch::try_from_iter([("books", column)]).unwrap()
    }

    fn read(bytes: Vec<u8>) -> Result<usize, ArrowError> {
        let (schema, batches) = batches(Cursor::new(bytes))?;
        assert_eq!(schema.fields().len(), 1);
        batches.map(|batch| Ok(batch?.num_rows())).sum()
    }

    #[test]
    fn a_file_and_a_stream_say_the_same() {
        let rows = rows();
        let mut file = FileWriter::try_new(Vec::new(), &rows.schema()).unwrap();
        let mut stream = StreamWriter::try_new(Vec::new(), &rows.schema()).unwrap();
        for _ in 0..3 {
            file.write(&rows).unwrap();
            stream.write(&rows).unwrap();
        }
        let (file, stream) = (file.into_inner().unwrap(), stream.into_inner().unwrap());
        assert_eq!(read(file.clone()).unwrap(), 3_000);
        assert_eq!(read(stream.clone()).unwrap(), 3_000);
        // What ends too soon is refused, not read as far as it goes.
        for length in (0..stream.len() - 8).step_by(97) {
            assert!(read(stream[..length].to_vec()).is_err(), "{length}");
        }
        for length in (0..file.len()).step_by(97) {
            assert!(read(file[..length].to_vec()).is_err(), "{length}");
        }
    }

    #[test]
    fn a_footer_is_not_believed_about_what_is_not_there() {
        let rows = rows();
        let mut file = FileWriter::try_new(Vec::new(), &rows.schema()).unwrap();
        file.write(&rows).unwrap();
        let bytes = file.into_inner().unwrap();
        let body = i64::try_from(4_000usize.next_multiple_of(64)).unwrap().to_le_bytes();
        let at = (0..bytes.len() - 8).rev().find(|at| bytes[*at..at + 8] == body).unwrap();
        for size in [i64::MAX, 219 << 30, -1, 1 << 20] {
            let mut bytes = bytes.clone();
            bytes[at..at + 8].copy_from_slice(&size.to_le_bytes());
            let error = read(bytes).unwrap_err().to_string();
            assert!(error.contains("blocks that the file does not hold"), "{size}: {error}");
        }
        // A message of a stream that says it is as large as that is not read either.
        let mut stream = 0xffff_ffff_u32.to_le_bytes().to_vec();
        stream.extend(i32::MAX.to_le_bytes());
        stream.extend([0; 64]);
        assert!(read(stream).is_err());
    }
}
