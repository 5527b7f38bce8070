import Analyzer
import Conversations
import Wire

struct IndonesianStreamPhrases: StreamPhrases {
  let words = IndonesianPhrases()
  var base: any Phrases { words }
  var glossary: any Glossary { IndonesianGlossary() }

  func title(of record: ConversationRecord) -> String {
    "Penjelasan \(base.title(of: record)): \(record.originator) → \(record.responder)"
  }

  func name(of phase: StreamPhase, _ transport: TransportProtocol) -> String {
    switch phase {
    case .introduction: "Siapa berbicara dengan siapa"
    case .before: "Sebelum koneksi"
    case .opening: transport == .tcp ? "Pembentukan koneksi" : "Permulaan"
    case .data: transport == .tcp ? "Transfer data" : "Permintaan dan balasan"
    case .trouble: "Gangguan, dan yang tampak seperti gangguan"
    case .closing: "Penutupan koneksi"
    case .silence: "Akhir"
    case .result: "Hasil"
    }
  }

  func who(_ side: Side) -> Prose { side == .originator ? "\(.originator)" : "\(.responder)" }
  func leading(_ side: Side) -> Prose { who(side).capitalised(glossary) }
  func segments(_ number: Int) -> Prose { "\(number) \(.segment)" }
  /// Where a comma marks decimals, a word stands between the numbers.
  func durations(_ all: [Int64]) -> String { all.map(duration).joined(separator: ", lalu ") }

  func sentences(_ statement: StreamStatement, of record: ConversationRecord) -> Prose {
    switch statement {
    case .introduction(let path, _):
      let name = "\(record.protocol.rawValue):\(record.stream)"
      let time = record.packets > 1 ? record.durationNanoseconds.map { " dalam \(duration($0))" } ?? "" : ""
      return """
        Ini percakapan dengan \(.streamNumber) \(name) dari \(EscapedText(path).text), antara \(.originator) \
        \(record.originator.description) dan \(.responder) \(record.responder.description); di belakang alamat \
        tertulis \(.port). Percakapan ini terdiri atas \(record.packets) paket\(time): yang pertama \
        \(frame(record.first.frame)), yang terakhir \(frame(record.last.frame)).
        """
    case .rolesInferred: return sentence(base.rolesInferred(), frame(record.first.frame))
    case .summarised(let kept, let last):
      return """
        Dari \(record.packets) paketnya, \(kept) yang pertama dilihat satu per satu (sampai \(frame(last))); yang \
        sesudahnya ikut dihitung, tetapi tidak diuraikan segmen demi segmen.
        """
    case .earlierAttempt(let earlier): return attempt(earlier)
    case .attemptsLeftOut(let number):
      return "Sebelum \(frame(record.first.frame)), \(number) percobaan lain dari host yang sama juga gagal."
    case .portsReused(let earlier):
      return """
        Alamat dan port ini sama dengan milik koneksi sebelumnya, tcp:\(earlier.stream) (terakhir \
        \(frame(earlier.last.frame))): \(.syn) dengan \(.initialSequenceNumber) baru pada \(frame(record.first.frame)) \
        memulai koneksi lain.
        """
    case .finding(let finding) where finding.conversation == nil:
      return "Tentang seluruh tangkapan: \(sentence(finding, of: record))"
    case .finding(let finding): return sentence(finding, of: record)
    case .opening(let opening): return sentences(opening, of: record)
    case .data(let data): return sentences(data, of: record)
    case .trouble(let trouble): return sentences(trouble, of: record)
    case .closing(let closing): return sentences(closing, of: record)
    case .datagram(let datagram): return sentences(datagram, of: record)
    case .verdict(let verdict, let caveats):
      return sentence(base.qualified(base.verdict(verdict, of: record), by: caveats))
    case .totals:
      let all: Prose = """
        Secara keseluruhan tangkapan memuat \(record.packets) paket darinya, \(record.bytes) byte sebagai bingkai, \
        dari \(frame(record.first.frame)) sampai \(frame(record.last.frame))
        """
      guard record.payloadBytes > 0 else { return "\(all)." }
      return """
        \(all): \(record.toResponder.uniquePayloadBytes) byte \(.payload) menuju \(who(.responder)), dan \
        \(record.toOriginator.uniquePayloadBytes) byte menuju \(who(.originator)), masing-masing dihitung \
        sekali.
        """
    case .noTrouble(let unchecked, let caveats):
      return sentence(base.qualified(base.noTrouble(uncheckedChecksums: unchecked, of: record.packets), by: caveats))
    }
  }

  private func attempt(_ earlier: ConversationRecord) -> Prose {
    let syn = earlier.handshake?.syn?.frame ?? earlier.first.frame
    let start: Prose = "Host yang sama sudah mencoba sebelumnya, sebagai tcp:\(earlier.stream): \(.syn) (\(frame(syn)))"
    if let reset = earlier.teardown?.resets.first {
      return "\(start) dijawab dengan \(.rst) (\(frame(reset.frame))), sehingga percobaan itu ditolak."
    }
    if let error = earlier.icmpErrors.first {
      return "\(start) dijawab dengan pesan galat ICMP (\(frame(error.frame))), sehingga percobaan itu gagal."
    }
    let retries = earlier.handshake?.synRetries ?? []
    guard !retries.isEmpty else { return "\(start) tidak dijawab dalam tangkapan ini." }
    return "\(start) tidak dijawab, juga ketika dikirim ulang (\(frames(retries.map(\.frame))))."
  }
}
