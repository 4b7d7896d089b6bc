import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// What a test takes of the machine.
public enum ProcessUsage {
  /// CPU time of this thread, seconds: others share the machine.
  public static func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The largest memory this process has taken, MB.
  public static func peakMegabytes() -> Int {
    var usage = rusage()
    getrusage(.init(0), &usage)  // RUSAGE_SELF
    #if canImport(Glibc)
      return usage.ru_maxrss / 1024
    #else
      return usage.ru_maxrss / 1_048_576
    #endif
  }
}
