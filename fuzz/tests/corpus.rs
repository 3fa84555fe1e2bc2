//! Every file of the corpus is read again, on every run: what a fuzzer found once stays mended.

use std::fs;
use std::path::PathBuf;

use fuzz::TARGETS;

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

#[test]
fn every_reader_reads_its_corpus() {
    for target in &TARGETS {
        let files = fs::read_dir(corpus().join(target.name)).unwrap();
        let mut count = 0;
        for file in files {
            let path = file.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            let read = std::panic::catch_unwind(|| (target.read)(&bytes));
            assert!(read.is_ok(), "{}", path.display());
            // Cut off and with a byte turned over, as a line or a disk would leave them.
            for at in (0..bytes.len()).step_by(bytes.len().div_ceil(16).max(1)) {
                (target.read)(bytes.get(..at).unwrap());
                let mut turned = bytes.clone();
                turned[at] ^= 0x55;
                (target.read)(&turned);
            }
            count += 1;
        }
        assert!(count > 0, "{} has nothing to read", target.name);
    }
}

#[test]
fn every_folder_of_the_corpus_has_its_reader() {
    for folder in fs::read_dir(corpus()).unwrap() {
        let name = folder.unwrap().file_name();
        assert!(fuzz::target(name.to_str().unwrap()).is_some(), "{name:?}");
    }
}
