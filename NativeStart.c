/* What the executables of this project leave out of the .NET runtime's start, as they would pay for it at every call. NativeExecutable.props tells the
   linker to put each __wrap_NAME below in the place of the runtime's NAME, which stays callable as __real_NAME. It is in C because it runs before
   there is a runtime that C# could run in. The names are those of .NET 9. */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#define IN_PLACE_OF(name) __asm__("__wrap_" name)
#define THE_RUNTIMES(name) __asm__("__real_" name)

/* The heap's size is given: neither control groups nor memory nodes need be asked how large it may be. */
void no_cgroup(void) IN_PLACE_OF("_Z16InitializeCGroupv");
void no_cpu_cgroup(void) IN_PLACE_OF("_Z19InitializeCpuCGroupv");
void no_memory_nodes(void) IN_PLACE_OF("_Z21NUMASupportInitializev");
void no_cgroup(void) { }
void no_cpu_cgroup(void) { }
void no_memory_nodes(void) { }

/* One system call instead of the text of /proc/meminfo, for which the kernel adds up its counters. */
void memory_status(uint64_t limit, uint32_t *load, uint64_t *available, uint64_t *swap) IN_PLACE_OF("_ZN15GCToOSInterface15GetMemoryStatusEmPjPmS1_");
void memory_status(uint64_t limit, uint32_t *load, uint64_t *available, uint64_t *swap)
{
    struct sysinfo now = { .totalram = limit, .freeram = limit, .mem_unit = 1 };
    sysinfo(&now);
    uint64_t total = (uint64_t)now.totalram * now.mem_unit, unused = (uint64_t)(now.freeram + now.bufferram) * now.mem_unit;
    if (limit != 0 && limit < total) total = limit;
    if (unused > total) unused = total;
    if (load) *load = total == 0 ? 0 : (uint32_t)((total - unused) * 100 / total);
    if (available) *available = unused;
    if (swap) *swap = (uint64_t)now.freeswap * now.mem_unit;
}

/* The first thread's stack ends where the kernel put it, and may grow to its limit. libc would read all of /proc/self/maps to say so. */
extern void *__libc_stack_end;
bool stack_bounds(void **low, void **high) IN_PLACE_OF("PalGetMaximumStackBounds");
bool runtimes_stack_bounds(void **low, void **high) THE_RUNTIMES("PalGetMaximumStackBounds");
bool stack_bounds(void **low, void **high)
{
    struct rlimit limit;
    if (gettid() != getpid() || getrlimit(RLIMIT_STACK, &limit) != 0)
        return runtimes_stack_bounds(low, high);
    uintptr_t page = (uintptr_t)getpagesize(), end = ((uintptr_t)__libc_stack_end + page) & ~(page - 1);
    uintptr_t size = limit.rlim_cur == RLIM_INFINITY ? 8 << 20 : limit.rlim_cur & ~(page - 1);
    *high = (void *)end;
    *low = (void *)(end - size);
    return true;
}

/* The heap is mapped writable at once, and the kernel gives it memory where it is touched. The runtime maps it without access and opens a piece of
   64 KiB at a time, by two system calls. Where the kernel counts every writable page as used, and has no more, all is as the runtime has it. */
static bool opened_by_pieces;
void *reserve(size_t size, size_t alignment, uint32_t flags, uint16_t node) IN_PLACE_OF("_ZN15GCToOSInterface14VirtualReserveEmmjt");
void *runtimes_reserve(size_t size, size_t alignment, uint32_t flags, uint16_t node) THE_RUNTIMES("_ZN15GCToOSInterface14VirtualReserveEmmjt");
void *reserve(size_t size, size_t alignment, uint32_t flags, uint16_t node)
{
    size_t whole = size + alignment;
    void *start = opened_by_pieces ? MAP_FAILED : mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED) {
        opened_by_pieces = true;
        return runtimes_reserve(size, alignment, flags, node);
    }
    madvise(start, whole, MADV_NOHUGEPAGE);   /* else the first byte of each region costs two megabytes */
    return alignment == 0 ? start : (void *)(((uintptr_t)start + alignment - 1) & ~(alignment - 1));
}

bool commit(void *start, size_t size, uint16_t node) IN_PLACE_OF("_ZN15GCToOSInterface13VirtualCommitEPvmt");
bool runtimes_commit(void *start, size_t size, uint16_t node) THE_RUNTIMES("_ZN15GCToOSInterface13VirtualCommitEPvmt");
bool commit(void *start, size_t size, uint16_t node)
{
    return !opened_by_pieces || runtimes_commit(start, size, node);
}

bool decommit(void *start, size_t size) IN_PLACE_OF("_ZN15GCToOSInterface15VirtualDecommitEPvm");
bool runtimes_decommit(void *start, size_t size) THE_RUNTIMES("_ZN15GCToOSInterface15VirtualDecommitEPvm");
bool decommit(void *start, size_t size)
{
    return opened_by_pieces ? runtimes_decommit(start, size) : madvise(start, size, MADV_DONTNEED) == 0;
}

/* The thread that runs finalizers is started by the first collection that has work for it, which a plugin does not live to see. */
static uint32_t (*finalizer_body)(void *);
static void *finalizer_argument;
bool start_finalizer(uint32_t (*body)(void *), void *argument) IN_PLACE_OF("PalStartFinalizerThread");
bool runtimes_start_finalizer(uint32_t (*body)(void *), void *argument) THE_RUNTIMES("PalStartFinalizerThread");
bool start_finalizer(uint32_t (*body)(void *), void *argument)
{
    finalizer_argument = argument;
    __atomic_store_n(&finalizer_body, body, __ATOMIC_RELEASE);
    return true;
}

void enable_finalization(void) IN_PLACE_OF("_Z20RhEnableFinalizationv");
void runtimes_enable_finalization(void) THE_RUNTIMES("_Z20RhEnableFinalizationv");
void enable_finalization(void)
{
    uint32_t (*body)(void *) = __atomic_exchange_n(&finalizer_body, NULL, __ATOMIC_ACQ_REL);
    if (body)
        runtimes_start_finalizer(body, finalizer_argument);
    runtimes_enable_finalization();
}
