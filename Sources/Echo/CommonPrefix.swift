/// How many bytes the two have in common at their beginnings: where an echo stops being one.
package func commonPrefixCount(_ sent: some Sequence<UInt8>, _ returned: some Sequence<UInt8>) -> Int {
  zip(sent, returned).prefix { $0 == $1 }.count
}
