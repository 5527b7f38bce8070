#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The kernel's reason for refusing a call.
struct SystemError: Error, Equatable, CustomStringConvertible {
  let code: Int32

  /// The reason the call just made has left behind.
  static var last: SystemError { SystemError(code: errno) }

  var description: String { unsafe String(cString: strerror(code)) }
}
