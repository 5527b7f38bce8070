import Analyzer
import Conversations
import Wire

/// Indonesian. Its nouns have no plural: a number stands before them, and that is all.
struct IndonesianPhrases: Phrases {
  var numbers: NumberText { .withComma }

  func title(of conversation: ConversationRecord) -> String {
    (conversation.protocol == .tcp ? "Stream TCP " : "Stream UDP ") + "\(conversation.stream)"
  }

  func rolesInferred() -> String {
    "siapa yang memulai tidak terlihat: inisiator dan penjawab disimpulkan dari port atau flag"
  }

  func copies(_ number: Int) -> String {
    "\(number) paket adalah salinan paket sebelumnya: dihitung sebagai paket, tetapi muatannya tidak dihitung lagi"
  }

  func rowsLeftOut(_ count: Int, from first: Int, to last: Int, of conversation: ConversationRecord) -> String {
    "… \(count) lagi (bingkai \(first) sampai \(last)): --details menampilkan semuanya …"
  }

  func rowCount(_ count: Int) -> String { "\(count) baris" }

  func rowsNotKept(kept: Int, of total: Int) -> String {
    "hanya \(kept) yang pertama dari \(total) yang disimpan secara rinci; jumlah total mencakup semuanya"
  }

  func largestTold(_ told: Int, of total: Int, hasMoreThanListed listed: Int?, hasEchoes: Bool) -> String {
    let list = listed.map { "\($0) yang terbesar didaftar, " } ?? ""
    return
      "\(total) percakapan: \(list)\(told) dengan byte terbanyak diuraikan di bawah"
      + "\(hasEchoes ? ", echo lebih dulu" : ""). --stream tcp:N atau udp:N menguraikan satu, --details semuanya, "
      + "--format json memuat semuanya."
  }

  func detailsRanOut() -> String {
    "tempat untuk rincian habis: uraian beberapa percakapan tidak lengkap; jumlah totalnya tetap tepat"
  }

  func findingsLeftOut(_ count: Int) -> String {
    "… dan hal yang sama pada \(count) percakapan lain: --details menampilkan semuanya"
  }

  func frames(_ frames: [Int], of count: Int) -> String {
    guard let last = frames.last else { return "" }
    if count > frames.count || frames.count > 8 {
      return "bingkai \(frames.prefix(8).map { "\($0)" }.joined(separator: ", ")) … seluruhnya \(count)"
    }
    return "bingkai " + list(frames.dropLast().map { "\($0)" }, and: "\(last)")
  }

  /// `a`, `a dan b`, `a, b, dan c`.
  func list(_ items: [String], and last: String) -> String {
    switch items.count {
    case 0: last
    case 1: "\(items[0]) dan \(last)"
    default: items.joined(separator: ", ") + ", dan " + last
    }
  }

  func side(_ side: Side) -> String { side == .originator ? "inisiator" : "penjawab" }

  func again(_ retries: [FrameMoment]) -> String {
    retries.isEmpty ? "" : ", dikirim ulang pada \(frames(retries.map(\.frame), of: retries.count))"
  }

  func opening(_ conversation: ConversationRecord) -> String {
    conversation.handshake?.syn.map { " (SYN, bingkai \($0.frame))" } ?? ""
  }

  func after(_ nanoseconds: Int64?) -> String { nanoseconds.map { " setelah \(duration($0))" } ?? "" }
}
