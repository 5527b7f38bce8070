#if os(Linux)
  import Capture
  import Foundation
  import Testing
  import Wire

  /// Root, because interfaces are laid and opened. Each test has an interface of its own.
  @Suite(
    .enabled(
      if: geteuid() == 0 && Tool.isInstalled("ip"),
      "skipped: capturing and making interfaces take root and the program `ip`"))
  struct LiveCaptureTests {
    /// A pair of interfaces, joined by a cable, that is gone with its owner.
    final class Cable {
      let near: String
      let far: String

      init() throws {
        let name = String(UUID().uuidString.filter { $0 != "-" }.prefix(8)).lowercased()
        (near, far) = ("ct\(name)a", "ct\(name)b")
        let made = try Tool.run("ip", "link", "add", near, "type", "veth", "peer", "name", far)
        try #require(made.status == 0, "\(made.errors)")
        for end in [near, far] {
          // Nothing but the test's own packets: no IPv6 announcements, no multicast.
          try Tool.run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/\(end)/disable_ipv6")
          try Tool.run("ip", "link", "set", end, "up")
        }
      }

      deinit { _ = try? Tool.run("ip", "link", "del", near) }

      /// Puts a frame on the cable, as it is.
      func send(_ frames: [[UInt8]]) throws {
        let socket = Glibc.socket(AF_PACKET, Int32(SOCK_RAW.rawValue), 0)
        try #require(socket >= 0)
        defer { close(socket) }
        // struct sockaddr_ll, which Glibc's module leaves out: family, protocol, interface, and what only receivers fill in.
        var address = [UInt8](repeating: 0, count: 20)
        withUnsafeBytes(of: UInt16(AF_PACKET)) { address.replaceSubrange(0..<2, with: $0) }
        withUnsafeBytes(of: if_nametoindex(far)) { address.replaceSubrange(4..<8, with: $0) }
        for frame in frames {
          let sent = address.withUnsafeBytes {
            sendto(
              socket, frame, frame.count, 0, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count)
            )
          }
          #expect(sent == frame.count)
        }
      }
    }

    /// Captures until `count` packets came, or none for three seconds.
    func collect(_ capture: inout LiveCapture, count: Int) throws -> ([[UInt8]], CaptureEnd) {
      var frames: [[UInt8]] = []
      let deadline = ContinuousClock.now + .seconds(3)
      let end = try capture.forEach(
        { packet in
          frames.append(packet.bytes.withUnsafeBytes { Array($0) })
          return frames.count < count
        }, while: { _ in ContinuousClock.now < deadline })
      return (frames, end)
    }

    /// A socket that talks to itself.
    func udpSocket() -> (number: Int32, address: sockaddr_in) {
      let receiver = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          _ = bind(receiver, $0, length)
          _ = getsockname(receiver, $0, &length)
          _ = connect(receiver, $0, length)
        }
      }
      return (receiver, address)
    }

    @Test(arguments: ["udp", nil])
    func `a paused capture takes nothing before it is resumed, with a filter and without`(filter: String?) throws {
      let cable = try Cable()
      var options = LiveCapture.Options()
      options.filter = LiveFilter(expression: filter)
      options.isPaused = true
      var capture = try LiveCapture(interface: cable.near, options: options)
      var early = Packets.datagram
      early[early.count - 1] = 1
      try cable.send([early, early, early])
      try capture.resume()
      // A second time changes nothing.
      try capture.resume()
      try cable.send([Packets.datagram])
      let (frames, end) = try collect(&capture, count: 1)
      #expect(frames == [Packets.datagram])
      #expect(end == .stopped)
      #expect(capture.statistics()?.droppedByKernel == 0)
    }

    @Test func `a datagram on loopback is captured once, with its time`() throws {
      let (socket, address) = udpSocket()
      defer { close(socket) }
      let port = UInt16(bigEndian: address.sin_port)
      var options = LiveCapture.Options()
      options.filter = LiveFilter(ports: [port], expression: "udp")
      var capture = try LiveCapture(interface: "lo", options: options)
      #expect(capture.linkType == .ethernet)
      #expect(capture.timestampDigits == 9)
      #expect(capture.snapshotLength == 262_144)
      let before = Int64(Date().timeIntervalSince1970)
      let text = Array("here I am".utf8)
      #expect(send(socket, text, text.count, 0) == text.count)
      var seen: [[UInt8]] = []
      var times: [Int64] = []
      var idleTurns = 0
      let end = try capture.forEach(
        { packet in
          seen.append(packet.bytes.withUnsafeBytes { Array($0) })
          times.append(packet.timestamp.nanoseconds / 1_000_000_000)
          return true
        },
        while: { _ in
          idleTurns += 1
          return idleTurns < 3
        })
      #expect(end == .stopped)
      #expect(seen.count == 1)
      #expect(seen.first.map { Array($0.suffix(text.count)) } == text)
      #expect(times.allSatisfy { abs($0 - before) < 60 })
      let counts = capture.statistics()
      let statistics = try #require(counts)
      #expect(try #require(statistics.received) >= 1)
      #expect(statistics.droppedByKernel == 0)
    }

    @Test func `is asked about every timeout whether to go on, though nothing comes`() throws {
      let cable = try Cable()
      var capture = try LiveCapture(interface: cable.near)
      var turns = 0
      let start = ContinuousClock.now
      let end = try capture.forEach(
        { _ in true },
        while: { _ in
          turns += 1
          return turns < 5
        })
      #expect(end == .stopped)
      #expect(ContinuousClock.now - start > .milliseconds(400))
      #expect(ContinuousClock.now - start < .seconds(4))
    }

    @Test func `what the kernel already took is handed out after the wish to stop`() throws {
      let cable = try Cable()
      var capture = try LiveCapture(interface: cable.near)
      let frames = (0..<200).map { _ in Packets.datagram }
      var isSent = false
      var count = 0
      let end = try capture.forEach(
        { _ in
          count += 1
          return true
        },
        while: { _ in
          // The packets are in the kernel's buffer and nobody has been told of them yet.
          if !isSent { try? cable.send(frames) }
          isSent = true
          return false
        })
      #expect(end == .stopped)
      #expect(count == 200)
    }

    @Test(arguments: [false, true])
    func `every frame of a burst arrives, in batches or at once`(isImmediate: Bool) throws {
      let cable = try Cable()
      var options = LiveCapture.Options()
      options.isImmediate = isImmediate
      var capture = try LiveCapture(interface: cable.near, options: options)
      let frames = (0..<100).map { Packets.ethernet(0x0800, Packets.ipv4(17, Packets.udp(to: UInt16(1_000 + $0)))) }
      try cable.send(frames)
      let (seen, end) = try collect(&capture, count: 100)
      #expect(end == .stopped)
      #expect(seen == frames)
    }

    @Test func `the kernel filters by port and lets tagged frames and fragments through`() throws {
      let cable = try Cable()
      var options = LiveCapture.Options()
      options.filter = LiveFilter(ports: [12_345])
      var capture = try LiveCapture(interface: cable.near, options: options)
      let wanted = Packets.datagram
      let tagged = Packets.ethernet(0x8100, [0, 5, 8, 0] + Packets.ipv4(17, Packets.udp(to: 12_345)))
      let fragment = Packets.ethernet(0x0800, Packets.ipv4(17, fragment: 185, [1, 2, 3]))
      let other = Packets.ethernet(0x0800, Packets.ipv4(17, Packets.udp(to: 53)))
      try cable.send([other, wanted, other, tagged, other, fragment])
      let (seen, _) = try collect(&capture, count: 3)
      #expect(seen == [wanted, tagged, fragment])
    }

    @Test func `a snapshot length cuts frames and leaves their length known`() throws {
      let cable = try Cable()
      var options = LiveCapture.Options()
      options.snapshotLength = 20
      var capture = try LiveCapture(interface: cable.near, options: options)
      try cable.send([Packets.datagram])
      var lengths: [Int] = []
      _ = try capture.forEach(
        { packet in
          lengths = [packet.bytes.byteCount, packet.originalLength]
          return false
        }, while: { _ in true })
      #expect(lengths == [20, Packets.datagram.count])
    }

    @Test func `"any" captures all interfaces under one link type`() throws {
      let cable = try Cable()
      var options = LiveCapture.Options()
      options.filter = LiveFilter(ports: [23_456])
      var capture = try LiveCapture(interface: "any", options: options)
      #expect(capture.linkType == .linuxSLL2)
      try cable.send([Packets.ethernet(0x0800, Packets.ipv4(17, Packets.udp(to: 23_456)))])
      let (seen, _) = try collect(&capture, count: 1)
      #expect(seen.first?.prefix(2) == [8, 0])
    }

    @Test func `an interface that disappears ends the capture, after its last packets`() throws {
      let cable = try Cable()
      var capture = try LiveCapture(interface: cable.near)
      try cable.send([Packets.datagram, Packets.datagram])
      try Tool.run("ip", "link", "del", cable.near)
      let (seen, end) = try collect(&capture, count: 100)
      #expect(seen.count == 2)
      #expect(end == .cut("the interface \(cable.near) disappeared during the capture"))
    }

    @Test func `an interface that goes down is waited for, and goes on when it is up again`() throws {
      let cable = try Cable()
      var capture = try LiveCapture(interface: cable.near)
      try cable.send([Packets.datagram])
      var changes: [CaptureChange] = []
      var (count, countAtChange) = (0, [Int]())
      try Tool.run("ip", "link", "set", cable.near, "down")
      let deadline = ContinuousClock.now + .seconds(20)
      var isUpAgain = false
      let end = try capture.forEach(
        { _ in
          count += 1
          return count < 3
        },
        onChange: { change in
          changes.append(change)
          countAtChange.append(count)
        },
        while: { _ in
          if !changes.isEmpty, !isUpAgain {
            _ = try? Tool.run("ip", "link", "set", cable.near, "up")
            isUpAgain = true
          }
          if changes.count == 2, count == 1 { try? cable.send([Packets.datagram, Packets.datagram]) }
          return ContinuousClock.now < deadline
        })
      #expect(end == .stopped)
      #expect(count == 3)
      #expect(countAtChange == [1, 1])
      guard case .down(let start)? = changes.first, case .up(let stop)? = changes.last else {
        Issue.record("\(changes)")
        return
      }
      #expect(start < stop)
    }

    @Test func `one that disappears while it is down ends the capture`() throws {
      let cable = try Cable()
      var capture = try LiveCapture(interface: cable.near)
      try Tool.run("ip", "link", "set", cable.near, "down")
      var changes = 0
      let deadline = ContinuousClock.now + .seconds(20)
      let end = try capture.forEach(
        { _ in true }, onChange: { _ in changes += 1 },
        while: { _ in
          if changes == 1 {
            _ = try? Tool.run("ip", "link", "del", cable.near)
            changes += 1
          }
          return ContinuousClock.now < deadline
        })
      #expect(end == .cut("the interface \(cable.near) disappeared during the capture"))
    }

    @Test func `"any" goes on whatever becomes of one of them`() throws {
      let (gone, kept) = (try Cable(), try Cable())
      var options = LiveCapture.Options()
      options.filter = LiveFilter(ports: [23_457])
      var capture = try LiveCapture(interface: "any", options: options)
      let frame = Packets.ethernet(0x0800, Packets.ipv4(17, Packets.udp(to: 23_457)))
      try gone.send([frame])
      try Tool.run("ip", "link", "del", gone.near)
      try kept.send([frame])
      let (seen, end) = try collect(&capture, count: 4)
      // Each is seen as it leaves the far end and as it comes to the near one.
      #expect(seen.count == 4)
      #expect(end == .stopped)
    }

    @Test func `an interface that does not exist is an error that lists those that do`() throws {
      let error = try #require(
        #expect(throws: CaptureError.self) { _ = try LiveCapture(interface: "nosuch0") })
      guard case .noSuchInterface("nosuch0", let existing) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(existing.contains("lo"))
    }

    @Test func `an interface that is down is an error that says so`() throws {
      let cable = try Cable()
      try Tool.run("ip", "link", "set", cable.near, "down")
      #expect(throws: CaptureError.interfaceIsDown(name: cable.near)) { _ = try LiveCapture(interface: cable.near) }
    }

    @Test func `a mistake in the user's filter is shown as the user wrote it`() throws {
      var options = LiveCapture.Options()
      options.filter = LiveFilter(ports: [80], expression: "tcp) or (udp")
      #expect(
        throws: CaptureError.invalidFilter(expression: "tcp) or (udp", reason: "syntax error", position: 3)
      ) { _ = try LiveCapture(interface: "lo", options: options) }
    }

    @Test func `interfaces are listed with what is known of them`() throws {
      let cable = try Cable()
      let all = try NetworkInterface.all()
      let loopback = try #require(all.first { $0.name == "lo" })
      #expect(loopback.isLoopback)
      #expect(loopback.addresses.contains("127.0.0.1"))
      #expect(loopback.linkTypes.first == .ethernet)
      #expect(loopback.canBeOpened == .yes)
      #expect(all.first { $0.name == "any" }?.linkTypes.contains(.linuxSLL2) == true)
      #expect(all.first { $0.name == cable.near }?.isUp == true)
    }

    @Test func `without the privilege the error says how to get it`() async {
      // In a process of its own, which gives its privileges away.
      await #expect(processExitsWith: .success) {
        setgid(65_534)
        setuid(65_534)
        do throws(CaptureError) {
          _ = try LiveCapture(interface: "lo")
          preconditionFailure("captured without privilege")
        } catch {
          precondition(error == .notPermitted(interface: "lo", program: .current))
        }
        guard let loopback = (try? NetworkInterface.all())?.first(where: { $0.name == "lo" }) else {
          preconditionFailure("no lo")
        }
        precondition(loopback.canBeOpened == .no(.notPermitted(interface: "lo", program: .current)))
      }
    }
  }
#endif
