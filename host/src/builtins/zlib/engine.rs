//! Compression and decompression piece by piece, over well-kept crates: zlib-rs,
//! brotli, zstd.
//!
//! One step takes input, fills at most one buffer, and says how far it came. Knows
//! nothing of V8. Deliberately absent: buffering; the caller gives what was not
//! consumed again.

use zlib_rs::{Inflate, InflateError, InflateFlush, Status};

/// Numbers of zlib's results.
pub(super) const Z_NEED_DICT: i32 = 2;
const Z_STREAM_ERROR: i32 = -2;
const Z_DATA_ERROR: i32 = -3;
const Z_MEM_ERROR: i32 = -4;
pub(super) const Z_BUF_ERROR: i32 = -5;
/// The flush that ends a zlib stream.
pub(super) const Z_FINISH: u32 = 4;

/// What a step did.
pub(super) struct Step {
    /// Bytes taken from the input.
    pub(super) consumed: usize,
    /// Bytes put into the output.
    pub(super) produced: usize,
    /// The stream has ended; nothing after this point belongs to it.
    pub(super) ended: bool,
}

/// A failure in zlib's terms.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) number: i32,
    pub(super) code: String,
    pub(super) message: String,
}

impl Failure {
    pub(super) fn new(number: i32, code: &str, message: &str) -> Failure {
        Failure {
            number,
            code: code.to_owned(),
            message: message.to_owned(),
        }
    }

    pub(super) fn unexpected_end() -> Failure {
        Failure::new(Z_BUF_ERROR, "Z_BUF_ERROR", "unexpected end of file")
    }

    pub(super) fn stream(message: &str) -> Failure {
        Failure::new(Z_STREAM_ERROR, "Z_STREAM_ERROR", message)
    }
}

/// A compressor or decompressor.
pub(super) trait Engine: Send {
    /// Goes on. `flush` is the format's own operation number.
    ///
    /// # Errors
    /// The data is broken, or needs a dictionary.
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: u32) -> Result<Step, Failure>;

    /// Whether `flush` ends the stream, so that a decompressor that still waits
    /// for input has met an early end.
    fn is_final(&self, flush: u32) -> bool;

    /// Starts again from the beginning.
    ///
    /// # Errors
    /// The parameters are no longer accepted.
    fn reset(&mut self) -> Result<(), Failure>;

    /// Changes level and strategy from here on (deflate only).
    ///
    /// # Errors
    /// They are out of range.
    fn params(&mut self, _level: i32, _strategy: i32) -> Result<(), Failure> {
        Ok(())
    }
}

/// The container of a deflate stream.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Zlib,
    Gzip,
    Raw,
    /// Zlib or gzip, whichever the first byte says.
    Either,
}

/// What zlib's functions are set up with.
pub(super) struct Settings {
    pub(super) container: Container,
    pub(super) level: i32,
    pub(super) window_bits: i32,
    pub(super) mem_level: i32,
    pub(super) strategy: i32,
    pub(super) dictionary: Vec<u8>,
}

impl Settings {
    fn inflate(&self) -> Inflate {
        let bits = u8::try_from(self.window_bits).unwrap_or(15);
        match self.container {
            Container::Zlib => Inflate::new(true, bits),
            Container::Gzip => Inflate::new(true, bits + 16),
            Container::Either => Inflate::new(true, bits + 32),
            Container::Raw => Inflate::new(false, bits),
        }
    }
}

pub(super) fn progress(before: (u64, u64), after: (u64, u64), ended: bool) -> Step {
    let difference = |a: u64, b: u64| usize::try_from(b - a).unwrap_or(usize::MAX);
    Step {
        consumed: difference(before.0, after.0),
        produced: difference(before.1, after.1),
        ended,
    }
}

/// Inflate in any container. Members of a gzip file follow each other.
pub(super) struct Inflating {
    settings: Settings,
    stream: Inflate,
    /// Whether a gzip header was seen, and so more members may come.
    members: bool,
    started: bool,
    ended: bool,
}

// SAFETY: as for `Deflating`: the pointers to input and output that a step leaves
// behind are set anew before they are read.
unsafe impl Send for Inflating {}

impl Inflating {
    pub(super) fn new(settings: Settings) -> Result<Inflating, Failure> {
        let mut inflating = Inflating {
            stream: settings.inflate(),
            members: settings.container == Container::Gzip,
            settings,
            started: false,
            ended: false,
        };
        inflating.prime()?;
        Ok(inflating)
    }

    /// A raw stream has no header that asks for the dictionary.
    fn prime(&mut self) -> Result<(), Failure> {
        let raw = self.settings.container == Container::Raw;
        if raw
            && !self.settings.dictionary.is_empty()
            && self
                .stream
                .set_dictionary(&self.settings.dictionary)
                .is_err()
        {
            return Err(Failure::stream("Failed to set dictionary"));
        }
        Ok(())
    }

    fn run(&mut self, input: &[u8], output: &mut [u8], flush: u32) -> Result<Step, Failure> {
        let mode = if flush == Z_FINISH {
            InflateFlush::Finish
        } else {
            InflateFlush::SyncFlush
        };
        let before = (self.stream.total_in(), self.stream.total_out());
        let mut result = self.stream.decompress(input, output, mode);
        if let Err(InflateError::NeedDict { .. }) = result
            && !self.settings.dictionary.is_empty()
        {
            if self
                .stream
                .set_dictionary(&self.settings.dictionary)
                .is_err()
            {
                return Err(Failure::new(Z_NEED_DICT, "Z_NEED_DICT", "Bad dictionary"));
            }
            let used = progress(before, (self.stream.total_in(), 0), false).consumed;
            result = self.stream.decompress(&input[used..], output, mode);
        }
        let after = (self.stream.total_in(), self.stream.total_out());
        match result {
            Ok(status) => Ok(progress(before, after, status == Status::StreamEnd)),
            Err(error) => Err(self.failure(error)),
        }
    }

    fn failure(&self, error: InflateError) -> Failure {
        let message = self.stream.error_message();
        match error {
            InflateError::NeedDict { .. } => {
                Failure::new(Z_NEED_DICT, "Z_NEED_DICT", "Missing dictionary")
            }
            InflateError::DataError => Failure::new(
                Z_DATA_ERROR,
                "Z_DATA_ERROR",
                message.unwrap_or("Zlib error"),
            ),
            InflateError::MemError => Failure::new(Z_MEM_ERROR, "Z_MEM_ERROR", "Zlib error"),
            InflateError::StreamError => Failure::stream(message.unwrap_or("Zlib error")),
        }
    }
}

impl Engine for Inflating {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: u32) -> Result<Step, Failure> {
        if !self.started && !input.is_empty() {
            self.started = true;
            self.members |= self.settings.container == Container::Either && input[0] == 0x1f;
        }
        let mut total = Step {
            consumed: 0,
            produced: 0,
            ended: self.ended,
        };
        loop {
            let rest = &input[total.consumed..];
            if self.ended {
                // Zeros after a member are padding; anything else is another member.
                if !self.members || rest.first().is_none_or(|byte| *byte == 0) {
                    total.ended = true;
                    return Ok(total);
                }
                self.stream = self.settings.inflate();
                self.ended = false;
            }
            let step = self.run(rest, &mut output[total.produced..], flush)?;
            total.consumed += step.consumed;
            total.produced += step.produced;
            self.ended = step.ended;
            if !step.ended {
                total.ended = false;
                return Ok(total);
            }
        }
    }

    fn is_final(&self, flush: u32) -> bool {
        flush == Z_FINISH
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.stream = self.settings.inflate();
        self.started = false;
        self.ended = false;
        self.members = self.settings.container == Container::Gzip;
        self.prime()
    }
}

#[cfg(test)]
mod tests {
    use super::super::deflate::Deflating;
    use super::*;

    fn settings(container: Container) -> Settings {
        Settings {
            container,
            level: 6,
            window_bits: 15,
            mem_level: 8,
            strategy: 0,
            dictionary: Vec::new(),
        }
    }

    fn all(engine: &mut dyn Engine, mut input: &[u8], piece: usize) -> Result<Vec<u8>, Failure> {
        let mut out = Vec::new();
        loop {
            let mut buffer = vec![0; piece];
            let step = engine.step(input, &mut buffer, Z_FINISH)?;
            out.extend_from_slice(&buffer[..step.produced]);
            input = &input[step.consumed..];
            if step.ended {
                return Ok(out);
            }
            if step.produced < piece {
                return Err(Failure::unexpected_end());
            }
        }
    }

    #[test]
    fn deflate_and_inflate_in_every_container() {
        let text: Vec<u8> = (0..200u8).cycle().take(70_000).collect();
        for (to, from) in [
            (Container::Zlib, Container::Zlib),
            (Container::Gzip, Container::Gzip),
            (Container::Raw, Container::Raw),
            (Container::Gzip, Container::Either),
            (Container::Zlib, Container::Either),
        ] {
            let mut deflating = Deflating::new(settings(to)).expect("valid settings");
            let packed = all(&mut deflating, &text, 1000).expect("compression ends");
            let mut inflating = Inflating::new(settings(from)).expect("valid settings");
            let unpacked = all(&mut inflating, &packed, 333).expect("valid data");
            assert_eq!(unpacked, text);
        }
    }

    #[test]
    fn gzip_members_follow_each_other() {
        let mut both = Vec::new();
        for text in [b"one ", b"two "] {
            let mut deflating = Deflating::new(settings(Container::Gzip)).expect("valid settings");
            both.extend(all(&mut deflating, text, 64).expect("compression ends"));
        }
        both.extend([0; 5]);
        let mut inflating = Inflating::new(settings(Container::Gzip)).expect("valid settings");
        assert_eq!(
            all(&mut inflating, &both, 64).expect("valid data"),
            b"one two "
        );
    }

    #[test]
    fn inflate_names_what_is_wrong() {
        let mut inflating = Inflating::new(settings(Container::Zlib)).expect("valid settings");
        let failure = all(&mut inflating, b"abc", 64).expect_err("not a zlib stream");
        assert_eq!(failure.number, Z_DATA_ERROR);
        assert_eq!(failure.message, "incorrect header check");
    }
}
