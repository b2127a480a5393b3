//! The `citeloom` command; all of it lives in the library's `cli` room.

/// A third of a build's time went into the system's allocator, and more where that is musl's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    citeloom::cli::main()
}
