#include "demo/metrics/runtime_tables.h"

namespace sextant::demo {
namespace {

using enum Shape;
using enum Grows;

constexpr double kMi = 1024 * 1024;

constexpr MetricRow kDotnet[] = {
    {"process.runtime.dotnet.gc.collections.count", "", kCounter, {340}, "generation=gen0", kWork},
    {"process.runtime.dotnet.gc.collections.count", "", kCounter, {60}, "generation=gen1", kWork},
    {"process.runtime.dotnet.gc.collections.count", "", kCounter, {9}, "generation=gen2", kWork},
    {"process.runtime.dotnet.gc.heap.size", "By", kLevel, {2.4 * kMi, 0.12}, "generation=gen0"},
    {"process.runtime.dotnet.gc.heap.size", "By", kLevel, {1.1 * kMi, 0.12}, "generation=gen1"},
    {"process.runtime.dotnet.gc.heap.size", "By", kLevel, {9.5 * kMi, 0.12}, "generation=gen2"},
    {"process.runtime.dotnet.gc.heap.size", "By", kLevel, {1.4 * kMi, 0.12}, "generation=loh"},
    {"process.runtime.dotnet.gc.committed_memory.size", "By", kLevel, {29 * kMi, 0.04}},
    {"process.runtime.dotnet.jit.methods_compiled.count", "", kCounter, {3}},
    {"process.runtime.dotnet.jit.il_compiled.size", "By", kCounter, {260}},
    {"process.runtime.dotnet.thread_pool.threads.count", "", kLevel, {4, 0.3}},
    {"process.runtime.dotnet.thread_pool.completed_items.count", "", kCounter, {610000}, "", kWork},
    {"process.runtime.dotnet.thread_pool.queue.length", "", kLevel, {0}},
    {"process.runtime.dotnet.monitor.lock_contention.count", "", kCounter, {18}},
    {"process.runtime.dotnet.exceptions.count", "", kCounter, {0.2}},
};

constexpr MetricRow kDotnetProcess[] = {
    {"process.cpu.time", "s", kCounter, {52}, "state=user", kWork},
    {"process.cpu.time", "s", kCounter, {16}, "state=system", kWork},
    {"process.memory.usage", "By", kLevel, {96 * kMi, 0.03}},
    {"process.memory.virtual", "By", kLevel, {2.6e11, 0.001}},
    {"process.thread.count", "{thread}", kLevel, {24, 0.05}},
};

constexpr MetricRow kGo[] = {
    {"go.memory.used", "By", kLevel, {4.08 * kMi, 0.06}, "go.memory.type=stack", kMemory},
    {"go.memory.used", "By", kLevel, {21.08 * kMi, 0.06}, "go.memory.type=other", kMemory},
    {"go.memory.limit", "By", kLevel, {160 * kMi}},
    {"go.memory.allocated", "By", kCounter, {2.9e9}},
    {"go.memory.allocations", "{allocation}", kCounter, {3.4e7}},
    {"go.memory.gc.goal", "By", kLevel, {9.5 * kMi, 0.08}},
    {"go.goroutine.count", "{goroutine}", kLevel, {38, 0.1}},
    {"go.processor.limit", "{thread}", kLevel, {4}},
    {"go.config.gogc", "%", kLevel, {100}},
};

constexpr MetricRow kPython[] = {
    {"process.runtime.cpython.memory", "bytes", kLevel, {88 * kMi, 0.02}, "type=rss", kMemory},
    {"process.runtime.cpython.memory", "bytes", kLevel, {528 * kMi, 0.005}, "type=vms", kMemory},
    {"process.runtime.cpython.cpu_time", "s", kCounter, {96}, "type=user"},
    {"process.runtime.cpython.cpu_time", "s", kCounter, {22}, "type=system"},
    {"process.runtime.cpython.gc_count", "By", kCounter, {910}, "count=0"},
    {"process.runtime.cpython.gc_count", "By", kCounter, {82}, "count=1"},
    {"process.runtime.cpython.gc_count", "By", kCounter, {5}, "count=2"},
    {"process.runtime.cpython.thread_count", "", kLevel, {14, 0.1}},
    {"process.runtime.cpython.context_switches", "switches", kCounter, {290000}, "type=voluntary"},
    {"process.runtime.cpython.context_switches", "switches", kCounter, {3100}, "type=involuntary"},
    {"process.runtime.cpython.cpu.utilization", "1", kGauge, {0.03, 0.2}, "", kWork},
    {"system.cpu.time", "s", kCounter, {2100}, "cpu=1;state=user"},
    {"system.cpu.time", "s", kCounter, {840}, "cpu=1;state=system"},
    {"system.cpu.time", "s", kCounter, {11300}, "cpu=1;state=idle"},
    {"system.cpu.utilization", "1", kGauge, {0.14, 0.05}, "cpu=1;state=user"},
    {"system.cpu.utilization", "1", kGauge, {0.06, 0.05}, "cpu=1;state=system"},
    {"system.cpu.utilization", "1", kGauge, {0.79, 0.05}, "cpu=1;state=idle"},
    {"system.memory.usage", "By", kGauge, {5.4e9, 0.02}, "state=used"},
    {"system.memory.usage", "By", kGauge, {2.2e9, 0.02}, "state=free"},
    {"system.memory.usage", "By", kGauge, {7.9e9, 0.02}, "state=cached"},
    {"system.memory.utilization", "1", kGauge, {0.34, 0.02}, "state=used"},
    {"system.disk.io", "By", kCounter, {4.1e7}, "device=sda;direction=read"},
    {"system.disk.io", "By", kCounter, {1.3e9}, "device=sda;direction=write"},
    {"system.disk.operations", "operations", kCounter, {900}, "device=sda;direction=read"},
    {"system.disk.operations", "operations", kCounter, {71000}, "device=sda;direction=write"},
    {"system.network.io", "By", kCounter, {8.8e8}, "device=eth0;direction=transmit"},
    {"system.network.io", "By", kCounter, {9.6e8}, "device=eth0;direction=receive"},
    {"system.thread_count", "", kLevel, {1450, 0.02}},
    {"process.open_file_descriptor.count", "", kLevel, {31, 0.05}},
};

constexpr std::string_view kEden = "jvm.memory.type=heap;jvm.memory.pool.name=G1 Eden Space";
constexpr std::string_view kOldGen = "jvm.memory.type=heap;jvm.memory.pool.name=G1 Old Gen";
constexpr std::string_view kSurvivor = "jvm.memory.type=heap;jvm.memory.pool.name=G1 Survivor Space";
constexpr std::string_view kMetaspace = "jvm.memory.type=non_heap;jvm.memory.pool.name=Metaspace";

constexpr MetricRow kJvm[] = {
    {"jvm.memory.used", "By", kLevel, {33.6 * kMi, 0.35}, kEden, kMemory},
    {"jvm.memory.committed", "By", kLevel, {50.4 * kMi}, kEden, kMemory},
    {"jvm.memory.used", "By", kLevel, {38.4 * kMi, 0.02}, kOldGen, kMemory},
    {"jvm.memory.committed", "By", kLevel, {57.6 * kMi}, kOldGen, kMemory},
    {"jvm.memory.used", "By", kLevel, {4.8 * kMi, 0.3}, kSurvivor, kMemory},
    {"jvm.memory.committed", "By", kLevel, {7.2 * kMi}, kSurvivor, kMemory},
    {"jvm.memory.used", "By", kLevel, {57.6 * kMi, 0.001}, kMetaspace, kMemory},
    {"jvm.memory.committed", "By", kLevel, {86.4 * kMi}, kMetaspace, kMemory},
    {"jvm.memory.limit", "By", kLevel, {288 * kMi}, kOldGen, kMemory},
    {"jvm.memory.used_after_last_gc", "By", kLevel, {36.48 * kMi, 0.03}, kOldGen, kMemory},
    {"jvm.gc.duration",
     "s",
     kSeconds,
     {90, 0.006, 0.03},
     "jvm.gc.name=G1 Young Generation;jvm.gc.action=end of minor GC"},
    {"jvm.thread.count", "{thread}", kLevel, {31, 0.08}, "jvm.thread.daemon=true;jvm.thread.state=waiting"},
    {"jvm.class.loaded", "{class}", kCounter, {9}},
    {"jvm.class.unloaded", "{class}", kCounter, {1}},
    {"jvm.class.count", "{class}", kLevel, {15300, 0.001}},
    {"jvm.cpu.time", "s", kCounter, {88}},
    {"jvm.cpu.count", "{cpu}", kLevel, {1}},
    {"jvm.cpu.recent_utilization", "1", kGauge, {0.03, 0.3}},
};

}  // namespace

MetricRows DotnetRows() { return kDotnet; }
MetricRows DotnetProcessRows() { return kDotnetProcess; }
MetricRows GoRows() { return kGo; }
MetricRows PythonRows() { return kPython; }
MetricRows JvmRows() { return kJvm; }

}  // namespace sextant::demo
