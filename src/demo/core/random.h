// Randomness by counter: a stream is named by numbers (seed, slice, subject), so any part of the tape can be
// made without making what comes before it.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

namespace sextant::demo {

// SplitMix64's finaliser (Steele, Lea, Flood 2014).
inline std::uint64_t Mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

class Random {
 public:
  template <typename... Names>
  explicit Random(std::uint64_t seed, Names... names) : state_(Mix(seed)) {
    ((state_ = Mix(state_ ^ static_cast<std::uint64_t>(names))), ...);
  }

  std::uint64_t Next() { return Mix(state_++); }
  // [0, 1)
  double Uniform() { return static_cast<double>(Next() >> 11) * 0x1p-53; }
  double Uniform(double low, double high) { return low + (high - low) * Uniform(); }
  // [0, count)
  std::size_t Below(std::size_t count) { return static_cast<std::size_t>(Next() % count); }
  bool Chance(double probability) { return Uniform() < probability; }
  double Normal() {
    const double radius = std::sqrt(-2 * std::log(1 - Uniform()));
    return radius * std::cos(2 * M_PI * Uniform());
  }
  // Log-normal with this median and spread of the logarithm.
  double LogNormal(double median, double sigma) { return median * std::exp(sigma * Normal()); }
  // Log-normal through two of its quantiles, the way latencies are written: p50/p99.
  double Latency(double p50, double p99) { return LogNormal(p50, std::log(p99 / p50) / 2.3263); }
  // How many happen when `mean` are expected.
  int Poisson(double mean) {
    const double limit = std::exp(-mean);
    double product = Uniform();
    int count = 0;
    while (product > limit) {
      product *= Uniform();
      ++count;
    }
    return count;
  }

  // `size` random bytes.
  std::string Bytes(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; i += 8) {
      const std::uint64_t word = Next();
      for (std::size_t j = i; j < size && j < i + 8; ++j) bytes[j] = static_cast<char>(word >> (8 * (j - i)));
    }
    return bytes;
  }
  // Digits and letters as Kubernetes names its pods.
  std::string PodSuffix(std::size_t size) {
    static constexpr char kLetters[] = "bcdfghjklmnpqrstvwxz2456789";
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += kLetters[Below(sizeof kLetters - 1)];
    return text;
  }
  // "8f0c2d6e-41b7-4e0b-9a51-7c0e62a9b9d4"
  std::string Uuid();

 private:
  std::uint64_t state_;
};

}  // namespace sextant::demo
