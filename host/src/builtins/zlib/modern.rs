//! Brotli and zstd as engines.

use brotli::enc::StandardAlloc;
use brotli::enc::encode::{BrotliEncoderOperation, BrotliEncoderStateStruct};
use brotli::{BrotliDecompressStream, BrotliResult, BrotliState};
use zstd_safe::{
    CCtx, CParameter, DCtx, DParameter, InBuffer, OutBuffer, ResetDirective, SafeResult,
};

use super::engine::{Engine, Failure, Step};

/// The operations of a brotli encoder.
const BROTLI_FLUSH: u32 = 1;
const BROTLI_FINISH: u32 = 2;
const BROTLI_METADATA: u32 = 3;

fn brotli_parameter(key: u32) -> Option<brotli::enc::encode::BrotliEncoderParameter> {
    use brotli::enc::encode::BrotliEncoderParameter as P;
    Some(match key {
        0 => P::BROTLI_PARAM_MODE,
        1 => P::BROTLI_PARAM_QUALITY,
        2 => P::BROTLI_PARAM_LGWIN,
        3 => P::BROTLI_PARAM_LGBLOCK,
        4 => P::BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING,
        5 => P::BROTLI_PARAM_SIZE_HINT,
        6 => P::BROTLI_PARAM_LARGE_WINDOW,
        _ => return None,
    })
}

/// A brotli compressor.
pub(super) struct BrotliEncoding {
    parameters: Vec<(u32, u32)>,
    state: Box<BrotliEncoderStateStruct<StandardAlloc>>,
}

// SAFETY: the state owns everything that it points to; nothing in it belongs to a thread.
unsafe impl Send for BrotliEncoding {}

impl BrotliEncoding {
    pub(super) fn new(parameters: Vec<(u32, u32)>) -> BrotliEncoding {
        let state = encoder(&parameters);
        BrotliEncoding { parameters, state }
    }
}

fn encoder(parameters: &[(u32, u32)]) -> Box<BrotliEncoderStateStruct<StandardAlloc>> {
    let mut state = Box::new(BrotliEncoderStateStruct::new(StandardAlloc::default()));
    for (key, value) in parameters {
        if let Some(parameter) = brotli_parameter(*key) {
            state.set_parameter(parameter, *value);
        }
    }
    state
}

impl Engine for BrotliEncoding {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: u32) -> Result<Step, Failure> {
        let operation = match flush {
            BROTLI_FLUSH => BrotliEncoderOperation::BROTLI_OPERATION_FLUSH,
            BROTLI_FINISH => BrotliEncoderOperation::BROTLI_OPERATION_FINISH,
            BROTLI_METADATA => BrotliEncoderOperation::BROTLI_OPERATION_EMIT_METADATA,
            _ => BrotliEncoderOperation::BROTLI_OPERATION_PROCESS,
        };
        let (mut available_in, mut consumed) = (input.len(), 0);
        let (mut available_out, mut produced) = (output.len(), 0);
        let done = self.state.compress_stream(
            operation,
            &mut available_in,
            input,
            &mut consumed,
            &mut available_out,
            output,
            &mut produced,
            &mut None,
            &mut |_, _, _, _| (),
        );
        if !done {
            return Err(Failure::new(
                -1,
                "ERR_BROTLI_COMPRESSION_FAILED",
                "Compression failed",
            ));
        }
        Ok(Step {
            consumed,
            produced,
            ended: self.state.is_finished(),
        })
    }

    fn is_final(&self, flush: u32) -> bool {
        flush == BROTLI_FINISH
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.state = encoder(&self.parameters);
        Ok(())
    }
}

type Decoder = BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>;

/// A brotli decompressor.
pub(super) struct BrotliDecoding {
    state: Box<Decoder>,
    total: usize,
}

// SAFETY: as for `BrotliEncoding`.
unsafe impl Send for BrotliDecoding {}

impl BrotliDecoding {
    pub(super) fn new() -> BrotliDecoding {
        BrotliDecoding {
            state: decoder(),
            total: 0,
        }
    }
}

fn decoder() -> Box<Decoder> {
    let alloc = StandardAlloc::default;
    Box::new(BrotliState::new(alloc(), alloc(), alloc()))
}

impl Engine for BrotliDecoding {
    fn step(&mut self, input: &[u8], output: &mut [u8], _flush: u32) -> Result<Step, Failure> {
        let (mut available_in, mut consumed) = (input.len(), 0);
        let (mut available_out, mut produced) = (output.len(), 0);
        let result = BrotliDecompressStream(
            &mut available_in,
            &mut consumed,
            input,
            &mut available_out,
            &mut produced,
            output,
            &mut self.total,
            &mut self.state,
        );
        if matches!(result, BrotliResult::ResultFailure) {
            let error = self.state.error_code;
            let name = format!("{error:?}").replace("BROTLI_DECODER", "");
            return Err(Failure::new(
                error as i32,
                &format!("ERR_{name}"),
                "Decompression failed",
            ));
        }
        Ok(Step {
            consumed,
            produced,
            ended: matches!(result, BrotliResult::ResultSuccess),
        })
    }

    fn is_final(&self, flush: u32) -> bool {
        flush == BROTLI_FINISH
    }

    fn reset(&mut self) -> Result<(), Failure> {
        *self = BrotliDecoding::new();
        Ok(())
    }
}

/// The operation that ends a zstd frame.
const ZSTD_END: u32 = 2;
const ZSTD_FLUSH: u32 = 1;

fn zstd_failure(code: usize) -> Failure {
    let message = zstd_safe::get_error_name(code);
    Failure::new(-1, "ZSTD_error", message)
}

fn compression_parameter(key: u32, value: i32) -> Option<CParameter> {
    let number = value.unsigned_abs();
    Some(match key {
        100 => CParameter::CompressionLevel(value),
        101 => CParameter::WindowLog(number),
        102 => CParameter::HashLog(number),
        103 => CParameter::ChainLog(number),
        104 => CParameter::SearchLog(number),
        105 => CParameter::MinMatch(number),
        106 => CParameter::TargetLength(number),
        160 => CParameter::EnableLongDistanceMatching(value != 0),
        161 => CParameter::LdmHashLog(number),
        162 => CParameter::LdmMinMatch(number),
        163 => CParameter::LdmBucketSizeLog(number),
        164 => CParameter::LdmHashRateLog(number),
        200 => CParameter::ContentSizeFlag(value != 0),
        201 => CParameter::ChecksumFlag(value != 0),
        202 => CParameter::DictIdFlag(value != 0),
        _ => return None,
    })
}

/// A zstd compressor.
pub(super) struct ZstdEncoding(CCtx<'static>);

impl ZstdEncoding {
    pub(super) fn new(
        parameters: &[(u32, i32)],
        dictionary: &[u8],
        size: Option<u64>,
    ) -> Result<ZstdEncoding, Failure> {
        let mut context = CCtx::create();
        for (key, value) in parameters {
            if let Some(parameter) = compression_parameter(*key, *value) {
                context.set_parameter(parameter).map_err(zstd_failure)?;
            }
        }
        if !dictionary.is_empty() {
            context.load_dictionary(dictionary).map_err(zstd_failure)?;
        }
        context.set_pledged_src_size(size).map_err(zstd_failure)?;
        Ok(ZstdEncoding(context))
    }
}

/// One call of a stream; ended when nothing is left to come.
fn zstd_step(
    input: &[u8],
    output: &mut [u8],
    act: impl FnOnce(&mut OutBuffer<'_, [u8]>, &mut InBuffer<'_>) -> SafeResult,
) -> Result<Step, Failure> {
    let mut source = InBuffer::around(input);
    let mut target = OutBuffer::around(output);
    let left = act(&mut target, &mut source).map_err(zstd_failure)?;
    Ok(Step {
        consumed: source.pos(),
        produced: target.pos(),
        ended: left == 0,
    })
}

impl Engine for ZstdEncoding {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: u32) -> Result<Step, Failure> {
        use zstd_safe::zstd_sys::ZSTD_EndDirective as End;
        let directive = match flush {
            ZSTD_FLUSH => End::ZSTD_e_flush,
            ZSTD_END => End::ZSTD_e_end,
            _ => End::ZSTD_e_continue,
        };
        let step = zstd_step(input, output, |target, source| {
            self.0.compress_stream2(target, source, directive)
        })?;
        Ok(Step {
            ended: flush == ZSTD_END && step.ended,
            ..step
        })
    }

    fn is_final(&self, flush: u32) -> bool {
        flush == ZSTD_END
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.0
            .reset(ResetDirective::SessionOnly)
            .map(|_| ())
            .map_err(zstd_failure)
    }
}

/// A zstd decompressor.
pub(super) struct ZstdDecoding(DCtx<'static>);

impl ZstdDecoding {
    pub(super) fn new(
        parameters: &[(u32, i32)],
        dictionary: &[u8],
    ) -> Result<ZstdDecoding, Failure> {
        let mut context = DCtx::create();
        for (key, value) in parameters {
            if *key == 100 {
                let log = DParameter::WindowLogMax(value.unsigned_abs());
                context.set_parameter(log).map_err(zstd_failure)?;
            }
        }
        if !dictionary.is_empty() {
            context.load_dictionary(dictionary).map_err(zstd_failure)?;
        }
        Ok(ZstdDecoding(context))
    }
}

impl Engine for ZstdDecoding {
    fn step(&mut self, input: &[u8], output: &mut [u8], _flush: u32) -> Result<Step, Failure> {
        zstd_step(input, output, |target, source| {
            self.0.decompress_stream(target, source)
        })
    }

    fn is_final(&self, flush: u32) -> bool {
        flush == ZSTD_END
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.0
            .reset(ResetDirective::SessionOnly)
            .map(|_| ())
            .map_err(zstd_failure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(engine: &mut dyn Engine, mut input: &[u8], flush: u32) -> Vec<u8> {
        let mut out = Vec::new();
        loop {
            let mut buffer = [0; 100];
            let step = engine
                .step(input, &mut buffer, flush)
                .expect("nothing is wrong with the data");
            out.extend_from_slice(&buffer[..step.produced]);
            input = &input[step.consumed..];
            if step.ended {
                return out;
            }
        }
    }

    #[test]
    fn brotli_and_zstd_round_trips() {
        let text: Vec<u8> = (0..100u8).cycle().take(5000).collect();
        let packed = all(&mut BrotliEncoding::new(vec![(1, 5)]), &text, BROTLI_FINISH);
        assert_eq!(
            all(&mut BrotliDecoding::new(), &packed, BROTLI_FINISH),
            text
        );
        let mut zstd = ZstdEncoding::new(&[(100, 3)], &[], None).expect("valid parameters");
        let packed = all(&mut zstd, &text, ZSTD_END);
        let mut zstd = ZstdDecoding::new(&[], &[]).expect("valid parameters");
        assert_eq!(all(&mut zstd, &packed, ZSTD_END), text);
    }

    #[test]
    fn brotli_names_the_error() {
        let mut buffer = [0; 10];
        let failure = BrotliDecoding::new()
            .step(&[0xff, 0xff, 0xff], &mut buffer, BROTLI_FINISH)
            .err()
            .expect("not a brotli stream");
        assert_eq!(failure.code, "ERR__ERROR_FORMAT_PADDING_2");
        assert_eq!(failure.number, -15);
    }
}
