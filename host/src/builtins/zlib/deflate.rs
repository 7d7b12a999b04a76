//! Compression in the formats of deflate: zlib-rs by its C functions, of which the one that sets how far matches are
//! looked for has no other form.
//!
//! Programs print lengths and sums of what they compressed, so the bytes should be Node's. Its zlib looks for matches
//! by hashes of four bytes as far as the original zlib does, which is zlib-rs' level 8 with the original's numbers; its
//! own levels 1, 3 to 6 and 9 work in other ways. Nearly all data comes out the same at the levels 4 to 9. At 1 to 3
//! zlib-rs' level 2 is near, but enters one more place after a match; only what repeats itself comes out the same.

use std::ffi::{c_int, c_uint};
use std::ptr::NonNull;

use libz_rs_sys::{
    deflate, deflateEnd, deflateInit2_, deflateParams, deflateSetDictionary, deflateTune, z_stream,
    zlibVersion,
};

use super::engine::{Container, Engine, Failure, Settings, Step, Z_BUF_ERROR, Z_FINISH, progress};

const Z_OK: c_int = 0;
const Z_STREAM_END: c_int = 1;
const Z_DEFLATED: c_int = 8;
/// The last flush that is one of deflate's.
const Z_BLOCK: u32 = 5;
/// From this strategy on the headers call a stream fast.
const Z_HUFFMAN_ONLY: i32 = 2;

/// zlib-rs' level for one of zlib's, and the numbers of the original for it: good, lazy and nice length, chain.
const fn search(level: i32) -> (c_int, Option<[c_int; 4]>) {
    match level {
        1 => (2, Some([4, 4, 8, 4])),
        2 => (2, Some([4, 5, 16, 8])),
        3 => (2, Some([4, 6, 32, 32])),
        4 => (8, Some([4, 4, 16, 16])),
        5 => (8, Some([8, 16, 32, 32])),
        -1 | 6 => (8, Some([8, 16, 128, 128])),
        7 => (8, Some([8, 32, 128, 256])),
        8 => (8, Some([32, 128, 258, 1024])),
        // Longer chains than 1024 would be searched by hashes of three bytes.
        9 => (8, Some([32, 258, 258, 1024])),
        other => (other, None),
    }
}

/// A stream that was set up, at an address of its own: its state points back at it.
struct Stream(Box<z_stream>);

impl Drop for Stream {
    fn drop(&mut self) {
        // SAFETY: it was set up, and ends here.
        unsafe { deflateEnd(&raw mut *self.0) };
    }
}

impl Stream {
    fn new(settings: &Settings) -> Result<Stream, Failure> {
        let bits = match settings.container {
            // A raw stream with a window of 256 bytes is not supported by zlib itself.
            Container::Raw => -settings.window_bits.max(9),
            Container::Gzip => settings.window_bits + 16,
            Container::Zlib | Container::Either => settings.window_bits,
        };
        let (level, _) = search(settings.level);
        let mut stream = Box::new(z_stream::default());
        let size = c_int::try_from(size_of::<z_stream>()).unwrap_or(0);
        // SAFETY: zeros in a stream ask for the library's own memory.
        let result = unsafe {
            deflateInit2_(
                &raw mut *stream,
                level,
                Z_DEFLATED,
                bits,
                settings.mem_level,
                settings.strategy,
                zlibVersion(),
                size,
            )
        };
        if result != Z_OK {
            return Err(Failure::stream("Init error"));
        }
        let mut stream = Stream(stream);
        stream.tune(settings.level);
        // Gzip has no place for a dictionary: it is not used then, as in Node.
        if settings.container != Container::Gzip && !settings.dictionary.is_empty() {
            stream.set_dictionary(&settings.dictionary)?;
        }
        Ok(stream)
    }

    fn tune(&mut self, level: i32) {
        if let (_, Some([good, lazy, nice, chain])) = search(level) {
            // SAFETY: the stream was set up.
            unsafe { deflateTune(&raw mut *self.0, good, lazy, nice, chain) };
        }
    }

    fn set_dictionary(&mut self, dictionary: &[u8]) -> Result<(), Failure> {
        let failure = || Failure::stream("Failed to set dictionary");
        let length = c_uint::try_from(dictionary.len()).map_err(|_| failure())?;
        // SAFETY: the stream was set up, and the dictionary is so long.
        let result = unsafe { deflateSetDictionary(&raw mut *self.0, dictionary.as_ptr(), length) };
        if result == Z_OK {
            Ok(())
        } else {
            Err(failure())
        }
    }

    /// What the stream has taken and given so far.
    fn totals(&self) -> (u64, u64) {
        (self.0.total_in, self.0.total_out)
    }
}

/// Deflate in any container.
pub(super) struct Deflating {
    settings: Settings,
    stream: Stream,
    /// The first byte of the output, on which the second depends.
    first: u8,
}

// SAFETY: the stream owns all memory that it points to, and the pointers to input and output that a step leaves
// behind are set anew before they are read; nothing in it belongs to a thread.
unsafe impl Send for Deflating {}

impl Deflating {
    pub(super) fn new(settings: Settings) -> Result<Deflating, Failure> {
        let stream = Stream::new(&settings)?;
        Ok(Deflating {
            settings,
            stream,
            first: 0,
        })
    }

    /// Puts the level into the header that has that of the search. `output` begins at byte `at` of all output.
    fn name_level(&mut self, at: usize, output: &mut [u8]) {
        let Settings {
            level, strategy, ..
        } = self.settings;
        let is_fast = strategy >= Z_HUFFMAN_ONLY || (0..2).contains(&level);
        match self.settings.container {
            Container::Raw => {}
            Container::Gzip => {
                let extra = 8_usize
                    .checked_sub(at)
                    .and_then(|extra| output.get_mut(extra));
                if let Some(extra) = extra {
                    *extra = match level {
                        9 => 2,
                        _ if is_fast => 4,
                        _ => 0,
                    };
                }
            }
            Container::Zlib | Container::Either => {
                if at == 0 {
                    self.first = output.first().copied().unwrap_or_default();
                }
                let flags = 1_usize
                    .checked_sub(at)
                    .and_then(|flags| output.get_mut(flags));
                if let Some(flags) = flags {
                    let class = match level {
                        _ if is_fast => 0,
                        2..6 => 1,
                        -1 | 6 => 2,
                        _ => 3,
                    };
                    *flags = (*flags & 0x20) | (class << 6);
                    // Both bytes as one number are a multiple of 31.
                    let header = u16::from_be_bytes([self.first, *flags]);
                    *flags |= (31 - header % 31).to_le_bytes()[0];
                }
            }
        }
    }
}

impl Engine for Deflating {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: u32) -> Result<Step, Failure> {
        let flush = if flush > Z_BLOCK { 0 } else { flush };
        let before = self.stream.totals();
        let stream = &mut *self.stream.0;
        // The caller gives what does not fit again.
        stream.avail_in = c_uint::try_from(input.len()).unwrap_or(c_uint::MAX);
        stream.avail_out = c_uint::try_from(output.len()).unwrap_or(c_uint::MAX);
        stream.next_in = input.as_ptr().cast_mut();
        stream.next_out = output.as_mut_ptr();
        // SAFETY: the stream was set up; input is read and output written no further than they are long.
        let result = unsafe { deflate(stream, flush.cast_signed()) };
        if !matches!(result, Z_OK | Z_STREAM_END | Z_BUF_ERROR) {
            return Err(Failure::stream("Zlib error"));
        }
        let step = progress(before, self.stream.totals(), result == Z_STREAM_END);
        if let Ok(at) = usize::try_from(before.1) {
            self.name_level(at, &mut output[..step.produced]);
        }
        Ok(step)
    }

    fn is_final(&self, flush: u32) -> bool {
        flush == Z_FINISH
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.stream = Stream::new(&self.settings)?;
        Ok(())
    }

    fn params(&mut self, level: i32, strategy: i32) -> Result<(), Failure> {
        let stream = &mut *self.stream.0;
        // There is nothing to read or to write: the caller flushes before.
        stream.avail_in = 0;
        stream.avail_out = 0;
        stream.next_out = NonNull::dangling().as_ptr();
        // SAFETY: the stream was set up; no byte is read or written.
        let result = unsafe { deflateParams(stream, search(level).0, strategy) };
        if !matches!(result, Z_OK | Z_BUF_ERROR) {
            return Err(Failure::stream("Failed to set parameters"));
        }
        self.stream.tune(level);
        self.settings.level = level;
        self.settings.strategy = strategy;
        Ok(())
    }
}
