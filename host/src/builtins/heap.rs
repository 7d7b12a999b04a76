//! `internalBinding('heap')`: V8's statistics, flags and heap snapshots, for `v8`; names of
//! files that are written for diagnosis.

mod recordings;

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::mem::MaybeUninit;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use super::support::{
    Args, Return, SystemError, constant, method, number_constant, runtime, string, text,
};
use crate::runtime::Runtime;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "statistics", statistics);
    method(scope, target, "spaceStatistics", space_statistics);
    method(scope, target, "codeStatistics", code_statistics);
    method(scope, target, "setFlagsFromString", set_flags_from_string);
    method(scope, target, "writeSnapshot", write_snapshot_to);
    method(scope, target, "snapshotChunks", snapshot_chunks);
    method(scope, target, "snapshotNearLimit", snapshot_near_limit);
    method(scope, target, "diagnosticName", diagnostic_name_for);
    recordings::install(scope, target);
}

/// Sizes in bytes, or counts, under their names.
type Sizes = Vec<(&'static str, usize)>;

/// The sizes of one of V8's spaces.
#[derive(Clone)]
struct SpaceSizes {
    name: String,
    sizes: Sizes,
}

/// An object of numbers.
fn numbers<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    entries: &[(&str, usize)],
) -> v8::Local<'s, v8::Object> {
    let object = v8::Object::new(scope);
    for (name, value) in entries {
        number_constant(scope, object, name, *value as f64);
    }
    object
}

fn statistics(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let sizes = heap_sizes(scope);
    rv.set(numbers(scope, &sizes).into());
}

fn heap_sizes(isolate: &mut v8::Isolate) -> Sizes {
    let heap = isolate.get_heap_statistics();
    vec![
        ("total_heap_size", heap.total_heap_size()),
        (
            "total_heap_size_executable",
            heap.total_heap_size_executable(),
        ),
        ("total_physical_size", heap.total_physical_size()),
        ("total_available_size", heap.total_available_size()),
        ("used_heap_size", heap.used_heap_size()),
        ("heap_size_limit", heap.heap_size_limit()),
        ("malloced_memory", heap.malloced_memory()),
        ("peak_malloced_memory", heap.peak_malloced_memory()),
        ("does_zap_garbage", usize::from(heap.does_zap_garbage())),
        (
            "number_of_native_contexts",
            heap.number_of_native_contexts(),
        ),
        (
            "number_of_detached_contexts",
            heap.number_of_detached_contexts(),
        ),
        (
            "total_global_handles_size",
            heap.total_global_handles_size(),
        ),
        ("used_global_handles_size", heap.used_global_handles_size()),
        ("external_memory", heap.external_memory()),
    ]
}

fn space_statistics(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let spaces = space_sizes(scope);
    rv.set(space_objects(scope, &spaces).into());
}

fn space_sizes(isolate: &mut v8::Isolate) -> Vec<SpaceSizes> {
    (0..isolate.number_of_heap_spaces())
        .filter_map(|index| {
            let space = isolate.get_heap_space_statistics(index)?;
            Some(SpaceSizes {
                name: space.space_name().to_string_lossy().into_owned(),
                sizes: vec![
                    ("space_size", space.space_size()),
                    ("space_used_size", space.space_used_size()),
                    ("space_available_size", space.space_available_size()),
                    ("physical_space_size", space.physical_space_size()),
                ],
            })
        })
        .collect()
}

fn space_objects<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    spaces: &[SpaceSizes],
) -> v8::Local<'s, v8::Array> {
    let mut objects = Vec::with_capacity(spaces.len());
    for space in spaces {
        let object = v8::Object::new(scope);
        let name = string(scope, &space.name);
        constant(scope, object, "space_name", name.into());
        for (name, value) in &space.sizes {
            number_constant(scope, object, name, *value as f64);
        }
        objects.push(object.into());
    }
    v8::Array::new_with_elements(scope, &objects)
}

fn code_statistics(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let Some(code) = scope.get_heap_code_and_metadata_statistics() else {
        return;
    };
    let entries = [
        ("code_and_metadata_size", code.code_and_metadata_size()),
        (
            "bytecode_and_metadata_size",
            code.bytecode_and_metadata_size(),
        ),
        (
            "external_script_source_size",
            code.external_script_source_size(),
        ),
    ];
    rv.set(numbers(scope, &entries).into());
}

fn set_flags_from_string(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    v8::V8::set_flags_from_string(&text(scope, args.get(0)));
}

/// How many files were named by [`diagnostic_name`].
static FILES: AtomicU32 = AtomicU32::new(0);

/// `PREFIX.date.time.pid.thread.sequence.EXTENSION`.
fn diagnostic_name(prefix: &str, thread: u32, extension: &str) -> String {
    let mut now = MaybeUninit::<libc::tm>::zeroed();
    // SAFETY: a null pointer asks for the answer only.
    let seconds = unsafe { libc::time(std::ptr::null_mut()) };
    // SAFETY: both live through the call.
    unsafe { libc::localtime_r(&raw const seconds, now.as_mut_ptr()) };
    // SAFETY: a zeroed tm is valid, filled or not.
    let now = unsafe { now.assume_init() };
    format!(
        "{prefix}.{:04}{:02}{:02}.{:02}{:02}{:02}.{}.{thread}.{:03}.{extension}",
        now.tm_year + 1900,
        now.tm_mon + 1,
        now.tm_mday,
        now.tm_hour,
        now.tm_min,
        now.tm_sec,
        std::process::id(),
        FILES.fetch_add(1, Ordering::Relaxed) + 1,
    )
}

/// As [`diagnostic_name`], in the folder of `--diagnostic-dir`.
pub(crate) fn diagnostic_path(runtime: &Runtime, prefix: &str, extension: &str) -> String {
    let name = diagnostic_name(prefix, runtime.thread.get(), extension);
    match runtime.options().settings.get("diagnostic-dir") {
        Some(folder) => Path::new(folder).join(name).to_string_lossy().into_owned(),
        None => name,
    }
}

/// `diagnosticName(prefix, extension)`.
fn diagnostic_name_for(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let (prefix, extension) = (text(scope, args.get(0)), text(scope, args.get(1)));
    let thread = runtime(scope).thread.get();
    let name = diagnostic_name(&prefix, thread, &extension);
    rv.set(string(scope, &name).into());
}

/// Writes a snapshot of the heap to a file.
pub(crate) fn write_snapshot(isolate: &mut v8::Isolate, path: &str) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut result = Ok(());
    isolate.take_heap_snapshot(|chunk| {
        result = file.write_all(chunk);
        result.is_ok()
    });
    result?;
    file.flush()
}

/// `writeSnapshot(path)`.
fn write_snapshot_to(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let path = text(scope, args.get(0));
    if let Err(error) = write_snapshot(scope, &path) {
        let errno = error.raw_os_error().unwrap_or(libc::EIO);
        SystemError::new(errno, "open").with_path(path).throw(scope);
    }
}

/// `snapshotChunks()`: the snapshot as an array of ArrayBuffers.
fn snapshot_chunks(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let mut chunks: Vec<Vec<u8>> = Vec::new();
    scope.take_heap_snapshot(|chunk| {
        chunks.push(chunk.to_vec());
        true
    });
    let chunks: Vec<v8::Local<'_, v8::Value>> = chunks
        .into_iter()
        .map(|chunk| {
            let store = v8::ArrayBuffer::new_backing_store_from_vec(chunk).make_shared();
            v8::ArrayBuffer::with_backing_store(scope, &store).into()
        })
        .collect();
    rv.set(v8::Array::new_with_elements(scope, &chunks).into());
}

/// `snapshotNearLimit(count)`.
fn snapshot_near_limit(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let count = args.get(0).uint32_value(scope).unwrap_or(0);
    let runtime = runtime(scope);
    runtime.snapshot_near_limit(scope, count);
}
