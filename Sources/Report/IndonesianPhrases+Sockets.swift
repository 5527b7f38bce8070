import Analyzer
import Conversations
import SessionLog

// What the sockets of the two programs did.
extension IndonesianPhrases {
  func program(_ role: SessionHeader.Role?, _ side: Side) -> String {
    switch role {
    case .server: "server"
    case .client: "client"
    case nil: self.side(side)
    }
  }

  func clock(_ clock: ClockAlignment, of program: String) -> String? {
    let offset = numbers.duration(clock.offsetNanoseconds == .min ? .max : abs(clock.offsetNanoseconds))
    switch clock.kind {
    case .same: return nil
    case .unknown:
      return "tidak ada panggilan \(program) dengan bingkai untuk membandingkan kedua jam: waktunya dipakai apa adanya"
    case .contradictory:
      return
        "waktu \(program) bertentangan dengan waktu tangkapan: jam diubah sementara itu, atau log ini untuk paket lain"
    case .shifted:
      let direction = clock.offsetNanoseconds > 0 ? "di belakang" : "di depan"
      let bound = clock.uncertaintyNanoseconds.map { ", kurang lebih \(duration($0))" } ?? ""
      return "jam \(program) \(offset) \(direction) jam tangkapan\(bound); waktu di bawah menurut jam tangkapan"
    }
  }

  func took(_ nanoseconds: Int64) -> String { "(menunggu \(duration(nanoseconds)))" }

  func frames(of step: SocketTimeline.Step) -> String {
    switch step.effect {
    case .none: return nothing(of: step.call)
    case .handshake(let syns, let synAcks, let ack):
      let frames = list((syns + synAcks + [ack].compactMap(\.self)).sorted())
      let retries = syns.count - 1
      if synAcks.isEmpty {
        return frames + ": SYN" + (retries > 0 ? " dan \(retries) pengulangannya" : "") + ", tanpa jawaban"
      }
      guard retries == 0, synAcks.count == 1 else { return frames + ": jabat tangan, sebagian dikirim ulang" }
      return frames + (ack == nil ? ": SYN, SYN-ACK" : ": SYN, SYN-ACK, ACK")
    case .refused(let frames, let answer):
      return list(frames) + (answer.map { "; penolakannya bingkai \($0)" } ?? "; tanpa jawaban")
    case .dequeued(let frame):
      return "tanpa bingkai" + (frame.map { ": siap sejak bingkai \($0)" } ?? "")
    case .sent(let frames, let again, let acknowledgment, let elapsed):
      var text = list(frames)
      if let acknowledgment {
        text += "; diakui oleh \(acknowledgment)" + (elapsed.map { " setelah \(duration($0))" } ?? "")
      }
      return text + (again.isEmpty ? "" : "; dikirim ulang pada \(list(again))")
    case .received(let frames):
      return step.further.isEmpty ? "datang dalam \(list(frames))" : "semua dalam \(list(frames)), satu segmen"
    case .end(let frame): return "FIN dari sisi lain pada bingkai \(frame)"
    case .closed(nil, []): return "tanpa bingkai: FIN dikirim shutdown()"
    case .closed(let fin, let resets):
      let parts = [fin.map { "bingkai \($0): FIN" }, resets.isEmpty ? nil : list(resets) + ": RST"]
      return parts.compactMap(\.self).joined(separator: "; ")
    case .failed(let frames): return "karena \(list(frames))"
    case .notSeen: return "tidak ditemukan dalam tangkapan"
    case .notPlaced: return "tidak dapat ditempatkan: koneksi dimulai sebelum tangkapan"
    case .notKept: return "di luar yang disimpan secara rinci"
    }
  }

  private func list(_ frames: [Int]) -> String {
    if let first = frames.first, let last = frames.last, frames.count > 2, frames == Array(first...last) {
      return "bingkai \(first)–\(last)"
    }
    return self.frames(frames, of: frames.count)
  }

  /// Why a call has no frame.
  private func nothing(of call: SessionEvent) -> String {
    switch call.event {
    case .listen: "tanpa bingkai: kernel kini menjawab SYN"
    case .connectEstablished: "tanpa bingkai: UDP hanya mencatat lawannya"
    case .fault: ""
    default: "tanpa bingkai"
    }
  }

  func fault(_ name: String, bytes: Int?) -> String { "gangguan \(name)" + (bytes.map { " (\($0) byte)" } ?? "") }

  func closeUnconnected() -> String { "close() socket sendiri" }

  func uncaptured(_ transport: SessionHeader.Transport?) -> String {
    "Sesi\(transport.map { " " + $0.rawValue.uppercased() } ?? ""), tidak ada paket yang ditangkap"
  }

  func callsLeftOut(_ count: Int, shown: Int) -> String {
    let how =
      shown == count
      ? ": --details menampilkan semuanya"
      : shown > 0 ? ": --details menampilkan \(shown) di antaranya" : ", tidak disimpan"
    return "… \(count) panggilan lagi\(how) …"
  }

  func kernel(_ info: TCPInfo, at event: SessionEvent.Kind, of program: String) -> String {
    let moment = event == .close ? "sebelum close" : event == .accept ? "pada accept" : "pada connect"
    return "TCP_INFO \(program) \(moment): RTT \(duration(Int64(info.rttMicroseconds) * 1_000)) (deviasi "
      + "\(duration(Int64(info.rttVariationMicroseconds) * 1_000))), \(info.retransmissions) segmen dikirim ulang, "
      + "jendela kongesti \(info.congestionWindow) segmen berukuran \(info.sendMSS) byte"
  }

  func log(_ log: LogRecord) -> String? {
    var parts: [String] = []
    if log.events == 0 { parts.append("tidak berisi panggilan socket") }
    if log.unreadableLines > 0, let first = log.firstUnreadableLine {
      parts.append("\(log.unreadableLines) baris bukan bagian log sesi, yang pertama baris \(first)")
    }
    if log.eventsLeftOut > 0 {
      parts.append(
        "\(log.eventsLeftOut) panggilan setelah \(log.events - log.eventsLeftOut) yang pertama tidak disertakan")
    }
    if log.unmatchedTotal > 0 {
      let shown = log.unmatched.prefix(4).map { each in
        "\(each.local.map { "\($0)" } ?? label(.unknown)) → \(each.remote.map { "\($0)" } ?? label(.unknown))"
      }
      let more = log.unmatchedTotal > shown.count ? ", …" : ""
      parts.append(
        "\(log.unmatchedTotal) socket tidak termasuk percakapan yang diuraikan di sini: "
          + shown.joined(separator: ", ") + more)
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}
