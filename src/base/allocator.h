#pragma once

namespace sextant {

// Tells glibc's allocator how to treat freed memory. To be called first thing in main(), before there are
// threads.
//
// Requests are decoded into a few megabytes that live for some milliseconds. With glibc's defaults each of
// them is mapped and faulted in anew, which costs as much again as the decoding (bench/ingest_bench); or,
// once a large block was freed, up to 64 MiB are kept for every thread. So: freed blocks below 4 MiB stay in
// the process, at most 32 MiB at the end of each of four arenas; larger ones are the system's again at once.
void TuneAllocator();

// Gives the system all whole pages of freed memory, wherever they lie: after a load of many threads hundreds
// of megabytes lie between a few blocks that live on. Takes milliseconds. Any thread.
void ReturnFreedMemory();

}  // namespace sextant
