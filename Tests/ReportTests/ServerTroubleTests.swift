import Testing

@testable import Report

/// What a server's last lines say of trouble.
struct ServerTroubleTests {
  private let english = ConsoleLines(language: .english, style: .praktikum)
  private let indonesian = ConsoleLines(language: .indonesian, style: .praktikum)

  @Test func `only what happened is told`() {
    #expect(english.serverTrouble([]) == nil)
    #expect(english.serverTrouble(ServerTrouble.allCases.map { ($0, 0) }) == nil)
    let counts: [(ServerTrouble, Int)] = [(.reset, 1), (.vanished, 0), (.silent, 12), (.withoutDescriptor, 1)]
    #expect(
      english.serverTrouble(counts)
        == "trouble: 1 connection reset by the client; 12 connections on which nothing came for too long; "
        + "1 time without a descriptor for a client (`ulimit -n`)")
    #expect(
      indonesian.serverTrouble(counts)
        == "masalah: 1 koneksi diputus oleh client dengan RST; 12 koneksi yang terlalu lama diam; "
        + "1 kali tidak ada deskriptor untuk client (`ulimit -n`)")
  }

  @Test(arguments: ServerTrouble.allCases)
  func `each kind has its own words in both languages`(kind: ServerTrouble) throws {
    for lines in [english, indonesian] {
      let own = try #require(lines.serverTrouble([(kind, 7)]))
      #expect(own.contains(": 7 "))
      for other in ServerTrouble.allCases where other != kind { #expect(lines.serverTrouble([(other, 7)]) != own) }
    }
    #expect(english.serverTrouble([(kind, 7)]) != indonesian.serverTrouble([(kind, 7)]))
    #expect(english.furtherTroubleIsCounted() != indonesian.furtherTroubleIsCounted())
  }
}
