//! Arrow IPC, in a file or as a stream.
//!
//! In: bytes that can be gone through. Out: columns and batches. What the bytes say of their own sizes
//! is believed only as far as there are bytes, so that a few of them cannot ask for a gigabyte: a block
//! lies inside its file, and a compressed column is no larger than its compression can make of its bytes.

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::convert::fb_to_schema;
use arrow_ipc::reader::{FileDecoder, StreamDecoder, read_footer_length};
use arrow_ipc::{Block, CompressionType, root_as_footer, root_as_message};
use arrow_schema::{ArrowError, SchemaRef};
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

/// What a file begins with; anything else is a stream, or neither.
const MAGIC: &[u8; 6] = b"ARROW1";

/// What a message begins with; very old streams leave it out.
const MESSAGE: [u8; 4] = [0xff; 4];

/// The most bytes that the compressed columns of one batch may say they have.
const MOST: u64 = 4 << 30;

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
        let (schema, rows) = File::open(input)?;
        return Ok((schema, Box::new(rows)));
    }
    let mut stream = Stream { input, decoder: StreamDecoder::new(), message: Buffer::from(&[]) };
    // The columns come before the first rows.
    let first = stream.next().transpose()?;
    let schema = stream.decoder.schema();
    let schema = schema.ok_or_else(|| damaged("no schema"))?;
    Ok((schema, Box::new(first.map(Ok).into_iter().chain(stream))))
}

fn damaged(why: &str) -> ArrowError {
    ArrowError::IpcError(why.to_owned())
}

/// Refuses a message whose parts lie outside of what follows it, or whose compressed columns say that
/// they are larger than so many bytes can have been.
fn sizes_fit(message: &[u8], body: &[u8]) -> Result<(), ArrowError> {
    let message = root_as_message(message).map_err(|error| ArrowError::ParseError(error.to_string()))?;
    let dictionary = message.header_as_dictionary_batch().and_then(|dictionary| dictionary.data());
    let Some(batch) = message.header_as_record_batch().or(dictionary) else { return Ok(()) };
    let codec = batch.compression().map(|compression| compression.codec());
    let mut all = 0_u64;
    for buffer in batch.buffers().into_iter().flatten() {
        let part = usize::try_from(buffer.offset()).ok().and_then(|start| body.get(start..));
        let part =
            part.zip(usize::try_from(buffer.length()).ok()).and_then(|(part, length)| part.get(..length));
        let part = part.ok_or_else(|| damaged("a column lies outside of its block"))?;
        let (Some(codec), Some((size, bytes))) = (codec, part.split_first_chunk()) else { continue };
        // Nought or less: nothing, or bytes as they are.
        let Ok(size) = u64::try_from(i64::from_le_bytes(*size)) else { continue };
        all = all.saturating_add(size);
        if size > grown(codec, bytes.len()) || all > MOST {
            return Err(damaged("a compressed column says that it is larger than it can be"));
        }
    }
    Ok(())
}

/// The most that so many compressed bytes can stand for: a byte of LZ4 adds 255 bytes to a repetition,
/// and the least block of Zstandard is four bytes for 128 KiB.
fn grown(codec: CompressionType, bytes: usize) -> u64 {
    let each = if codec == CompressionType::ZSTD { 1 << 15 } else { 1 << 8 };
    (bytes as u64).saturating_mul(each)
}

/// A file, read block by block.
struct File<R> {
    input: R,
    decoder: FileDecoder,
    blocks: std::vec::IntoIter<Block>,
}

impl<R: Read + Seek> File<R> {
    /// Reads the footer and the lists of texts; refuses a footer that tells of blocks which the file does
    /// not hold.
    fn open(mut input: R) -> Result<(SchemaRef, Self), ArrowError> {
        let absent = || damaged("the footer tells of blocks that the file does not hold");
        let length = input.seek(SeekFrom::End(0))?;
        let mut end = [0; 10];
        let before = length.checked_sub(end.len() as u64).ok_or_else(absent)?;
        input.seek(SeekFrom::Start(before))?;
        input.read_exact(&mut end)?;
        let size = read_footer_length(end)?;
        let start = before.checked_sub(size as u64).ok_or_else(absent)?;
        input.seek(SeekFrom::Start(start))?;
        let mut footer = vec![0; size];
        input.read_exact(&mut footer)?;
        let footer = root_as_footer(&footer).map_err(|error| ArrowError::ParseError(error.to_string()))?;
        let blocks = footer.recordBatches().ok_or_else(|| damaged("no blocks"))?;
        let lists = footer.dictionaries();
        for block in blocks.iter().chain(lists.into_iter().flatten()) {
            let metadata = i64::from(block.metaDataLength());
            let end =
                block.offset().checked_add(metadata).and_then(|end| end.checked_add(block.bodyLength()));
            let fits = end.and_then(|end| u64::try_from(end).ok()).is_some_and(|end| end <= start);
            if !fits || block.offset() < 0 || metadata < 0 || block.bodyLength() < 0 {
                return Err(absent());
            }
        }
        let schema = footer.schema().ok_or_else(|| damaged("no schema"))?;
        if !schema.endianness().equals_to_target_endianness() {
            return Err(damaged("the bytes of its numbers stand the other way round"));
        }
        let schema = Arc::new(fb_to_schema(schema));
        let mut decoder = FileDecoder::new(Arc::clone(&schema), footer.version());
        for block in lists.into_iter().flatten() {
            let bytes = read_block(&mut input, block)?;
            decoder.read_dictionary(block, &bytes)?;
        }
        let blocks: Vec<Block> = blocks.iter().copied().collect();
        Ok((schema, Self { input, decoder, blocks: blocks.into_iter() }))
    }
}

impl<R: Read + Seek> Iterator for File<R> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let block = self.blocks.next()?;
        let batch = read_block(&mut self.input, &block)
            .and_then(|bytes| self.decoder.read_record_batch(&block, &bytes))
            .and_then(|batch| batch.ok_or_else(|| damaged("a block without rows")));
        Some(batch)
    }
}

/// A message and what follows it, which lie inside the file.
fn read_block<R: Read + Seek>(input: &mut R, block: &Block) -> Result<Buffer, ArrowError> {
    let size = |size: i64| usize::try_from(size).map_err(|error| ArrowError::ParseError(error.to_string()));
    let (metadata, body) = (size(block.metaDataLength().into())?, size(block.bodyLength())?);
    input.seek(SeekFrom::Start(block.offset().unsigned_abs()))?;
    let mut bytes = vec![0; metadata.saturating_add(body)];
    input.read_exact(&mut bytes)?;
    let (message, body) = bytes.split_at_checked(metadata).ok_or_else(|| damaged("no message"))?;
    let marked = message.starts_with(&MESSAGE);
    let message = message.get(if marked { 8 } else { 4 }..).ok_or_else(|| damaged("no message"))?;
    sizes_fit(message, body)?;
    Ok(Buffer::from_vec(bytes))
}

/// A stream, decoded as its bytes come.
struct Stream<R> {
    input: R,
    decoder: StreamDecoder,
    /// What was read and is not decoded yet.
    message: Buffer,
}

impl<R: Read> Stream<R> {
    fn batch(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        loop {
            if let Some(batch) = self.decoder.decode(&mut self.message)? {
                return Ok(Some(batch));
            }
            let bytes = self.message()?;
            if bytes.is_empty() {
                self.decoder.finish()?;
                return Ok(None);
            }
            self.message = Buffer::from_vec(bytes);
        }
    }

    /// The next message and what follows it, as far as there are bytes; the decoder knows whether a
    /// stream may end there.
    fn message(&mut self) -> Result<Vec<u8>, ArrowError> {
        let mut bytes = Vec::new();
        self.take(4, &mut bytes)?;
        if bytes == MESSAGE {
            self.take(4, &mut bytes)?;
        }
        let start = bytes.len();
        let Some(size) = bytes.last_chunk().map(|size| u32::from_le_bytes(*size)) else { return Ok(bytes) };
        if !self.take(size.into(), &mut bytes)? || size == 0 {
            return Ok(bytes);
        }
        let end = bytes.len();
        let message = bytes.get(start..).unwrap_or_default();
        let message = root_as_message(message).map_err(|error| ArrowError::ParseError(error.to_string()))?;
        let body =
            u64::try_from(message.bodyLength()).map_err(|_| damaged("a message of less than nothing"))?;
        if self.take(body, &mut bytes)? {
            let (message, body) = bytes.split_at_checked(end).unwrap_or_default();
            sizes_fit(message.get(start..).unwrap_or_default(), body)?;
        }
        Ok(bytes)
    }

    /// Adds so many bytes, or all there are; whether there were enough.
    fn take(&mut self, count: u64, to: &mut Vec<u8>) -> Result<bool, ArrowError> {
        Ok(self.input.by_ref().take(count).read_to_end(to)? as u64 == count)
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
    use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
    use std::io::Cursor;
    use std::sync::Arc;

    fn rows() -> RecordBatch {
        let column: ArrayRef = Arc::new(Int32Array::from_iter_values((0..1_000).map(|at| at % 10)));
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

    /// The same rows as a file and as a stream.
    fn compressed(codec: CompressionType, rows: &RecordBatch) -> [Vec<u8>; 2] {
        let options = IpcWriteOptions::default().try_with_compression(Some(codec)).unwrap();
        let mut file = FileWriter::try_new_with_options(Vec::new(), &rows.schema(), options.clone()).unwrap();
        let mut stream = StreamWriter::try_new_with_options(Vec::new(), &rows.schema(), options).unwrap();
        file.write(rows).unwrap();
        stream.write(rows).unwrap();
        [file.into_inner().unwrap(), stream.into_inner().unwrap()]
    }

    /// What the tests of this crate are built with; a page reads no Zstandard.
    const CODECS: &[CompressionType] = if cfg!(feature = "files") {
        &[CompressionType::LZ4_FRAME, CompressionType::ZSTD]
    } else {
        &[CompressionType::LZ4_FRAME]
    };

    #[test]
    fn a_compressed_column_is_not_believed_about_its_size() {
        let own = 4_000_i64.to_le_bytes();
        for codec in CODECS {
            for bytes in compressed(*codec, &rows()) {
                assert_eq!(read(bytes.clone()).unwrap(), 1_000);
                let at = bytes.windows(8).rposition(|window| window == own).unwrap();
                for size in [i64::MAX, 219 << 30, 1 << 31] {
                    let mut bytes = bytes.clone();
                    bytes[at..at + 8].copy_from_slice(&size.to_le_bytes());
                    let error = read(bytes).unwrap_err().to_string();
                    assert!(error.contains("larger than it can be"), "{codec:?} {size}: {error}");
                }
                // Another size that could be is refused by who unpacks it.
                for size in [3_999_i64, 4_001, -2] {
                    let mut bytes = bytes.clone();
                    bytes[at..at + 8].copy_from_slice(&size.to_le_bytes());
                    assert!(read(bytes).is_err(), "{codec:?} {size}");
                }
            }
        }
    }

    #[test]
    fn a_column_of_one_value_may_be_as_small_as_it_can() {
        let column: ArrayRef = Arc::new(Int32Array::from_iter_values(std::iter::repeat_n(7, 8 << 20)));
        let rows = RecordBatch::try_from_iter([("books", column)]).unwrap();
        for codec in CODECS {
            for bytes in compressed(*codec, &rows) {
                assert!(bytes.len() < 200_000, "{codec:?}: {} bytes", bytes.len());
                assert_eq!(read(bytes).unwrap(), 8 << 20);
            }
        }
    }

    #[test]
    fn a_column_lies_inside_its_block() {
        let rows = rows();
        let mut stream = StreamWriter::try_new(Vec::new(), &rows.schema()).unwrap();
        stream.write(&rows).unwrap();
        let bytes = stream.into_inner().unwrap();
        // The length of the column's numbers, in the message before them.
        let at = bytes.windows(8).position(|window| window == 4_000_i64.to_le_bytes()).unwrap();
        for size in [i64::MAX, -1, 1 << 20] {
            let mut bytes = bytes.clone();
            bytes[at..at + 8].copy_from_slice(&size.to_le_bytes());
            let error = read(bytes).unwrap_err().to_string();
            assert!(error.contains("outside of its block"), "{size}: {error}");
        }
    }
}
