import Wire

extension LinkType {
  /// Translates what a file says. Above the 26 bits of the number pcap keeps other things, such as the length of the FCS.
  init(fileNumber: UInt32) {
    let number = Int32(fileNumber & 0x03FF_FFFF)
    // What some systems number so, and their programs wrote into files.
    self = number == LinkType.rawBSD.rawValue ? .raw : LinkType(rawValue: number)
  }
}
