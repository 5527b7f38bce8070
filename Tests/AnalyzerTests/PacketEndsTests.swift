import Capture
import Fixtures
import Foundation
import Testing
import Wire

/// What shows at a glance is what a close look finds.
struct PacketEndsTests {
  @Test func `of packets of every kind`() throws {
    var glances = 0, others = 0
    let mixed = try SharedAnalysisTests.file(SharedAnalysisTests.mixed())
    defer { try? FileManager.default.removeItem(at: mixed) }
    for path in SharedAnalysisTests.captures.map({ Fixtures.packets($0).path }) + [mixed.path] {
      guard var file = try? CaptureFile(path: path) else { continue }
      _ = file.forEach { packet in
        let frame = Frame(packet)
        guard let ends = PacketEnds(packet) else {
          others += 1
          return true
        }
        glances += 1
        #expect(frame.network?.fragment == nil && frame.carriers.depth == 0 && frame.encapsulation == nil)
        #expect(ends.source.address == frame.network?.source && ends.destination.address == frame.network?.destination)
        var ports: [UInt16] = []
        switch frame.transport {
        case .tcp(let segment)?:
          ports = [segment.sourcePort, segment.destinationPort]
          #expect(ends.isTCP && !segment.isHeaderLengthWrong && !segment.areOptionsCut)
        case .udp(let datagram)?:
          ports = [datagram.sourcePort, datagram.destinationPort]
          #expect(!ends.isTCP)
        default: break
        }
        #expect(ports == [ends.source.port, ends.destination.port])
        if case .ipv4(let header)? = frame.network { #expect(ends.identification == header.identification) }
        let headers = PlainHeaders(packet)
        #expect(headers?.network.source == frame.network?.source)
        return true
      }
    }
    #expect(glances > 200)
    #expect(others > 20)
  }
}
