//! The `citeloom` command; all of it lives in the library's `cli` room.

fn main() -> std::process::ExitCode {
    citeloom::cli::main()
}
