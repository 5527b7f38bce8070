/// The bytes that libFuzzer lends.
public func input(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
  Array(UnsafeBufferPointer(start: start, count: count))
}

/// Takes a value, so that it has to be computed.
@inline(never)
public func use<Value>(_ value: Value) { withExtendedLifetime(value) {} }
