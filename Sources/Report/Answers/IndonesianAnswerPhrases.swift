import Conversations

struct IndonesianAnswerPhrases: AnswerPhrases {
  let base = IndonesianPhrases()
  let comparison = IndonesianComparisonPhrases()

  var numbers: NumberText { .withComma }
  var title: String { "Jawaban pertanyaan praktikum" }

  var claims: String { "Pernyataan yang diperiksa dengan paket" }

  func title(of set: AnswerSet) -> String {
    switch set {
    case .kuroseTCP: "Praktikum TCP dari Kurose dan Ross"
    case .kuroseUDP: "Praktikum UDP dari Kurose dan Ross"
    case .praktikum: "Modul praktikum: tugas, dan pernyataan yang diperiksa"
    }
  }

  func subject(_ record: ConversationRecord, capture: String) -> String {
    "Dijawab untuk \(base.title(of: record)) dari \(capture): \(record.originator) → \(record.responder), "
      + "bingkai \(record.first.frame) sampai \(record.last.frame)."
  }

  func reason(_ reason: AnswerSheet.Reason, for set: AnswerSet) -> String {
    switch reason {
    case .echo: "Dipilih karena mengembalikan apa yang diterimanya; --stream memilih yang lain."
    case .largest(of: 1): "Ini satu-satunya percakapan protokol itu dalam tangkapan ini."
    case .largest(let count):
      "Dipilih karena tidak satu pun dari \(count) percakapan protokol itu merupakan echo, dan muatannya terbanyak; "
        + "--stream memilih yang lain."
    case .selected: "Dipilih dengan opsi."
    case .fitting: "Setiap pertanyaan memakai percakapan yang cocok: echo TCP, echo UDP, obrolan."
    case .none: ""
    }
  }

  func unfit(_ set: AnswerSet) -> String {
    switch set {
    case .kuroseTCP: "Tidak disertakan: \(title(of: set)) (\(set.rawValue)): tidak ada percakapan TCP untuk dijawab."
    case .kuroseUDP:
      "Tidak disertakan: \(title(of: set)) (\(set.rawValue)): tidak ada percakapan UDP selain yang dibuat sendiri oleh host."
    case .praktikum:
      "Tidak disertakan: \(title(of: set)) (\(set.rawValue)): tidak ada percakapan yang mengembalikan apa yang diterimanya."
    }
  }

  var nothing: String { "Tidak ada percakapan dalam tangkapan ini yang menjawab kumpulan pertanyaan mana pun." }
  var unknown: String { "tidak diketahui" }
  var client: String { "client" }
  var server: String { "server" }
  var beware: String { "Awas: " }
  func truth(_ value: Bool) -> String { value ? "ya" : "tidak" }
  func frames(_ frames: [Int], of total: Int) -> String { base.frames(frames, of: total) }
  func rowsLeftOut(_ count: Int, of total: Int) -> String { "… \(count) dari \(total) baris tidak ditampilkan …" }
  func worth(_ roundTrip: RoundTrip) -> String { base.worth(roundTrip) }

  func cause(_ cause: Retransmission.Cause) -> String {
    switch cause {
    case .timeout: "timeout"
    case .fast: "duplikat ACK atau SACK"
    case .tailLossProbe: "tail loss probe"
    case .afterTimeout: "setelah timeout"
    case .afterError: "setelah kesalahan"
    case .unknown: "tidak diketahui"
    }
  }

  func verdict(_ verdict: Answer.Verdict) -> String {
    switch verdict {
    case .right: "Benar."
    case .wrong: "Salah."
    case .partly: "Benar sebagian."
    case .undecided: "Tidak dapat diputuskan dari paket ini."
    }
  }

  func cannot(_ obstacle: AnswerObstacle) -> String {
    "Tidak dapat dijawab dari tangkapan ini, karena \(text(obstacle))."
  }

  func cannotAny(of count: Int, _ obstacle: AnswerObstacle) -> String {
    "Tidak satu pun dari \(count) pertanyaan dapat dijawab dari tangkapan ini, karena \(text(obstacle))."
  }

  func undecided(_ obstacle: AnswerObstacle) -> String {
    "Tidak dapat diputuskan dari tangkapan ini, karena \(text(obstacle))."
  }

  func inPart(_ obstacle: AnswerObstacle) -> String { "Hanya sebagian, karena \(text(obstacle))." }
  func judgedInPart(_ obstacle: AnswerObstacle) -> String { "Dinilai dari sebagian: \(text(obstacle))." }

  private func text(_ obstacle: AnswerObstacle) -> String {
    switch obstacle {
    case .noTCP: "tidak ada percakapan TCP di dalamnya"
    case .noUDP: "tidak ada percakapan UDP di dalamnya"
    case .noEcho: "tidak ada echo di dalamnya"
    case .noChat: "tidak ada percakapan dengan beberapa pesan bolak-balik"
    case .noSample: "tidak ada paket bermuatan dari percakapan ini yang tertangkap"
    case .noSYN: "SYN tidak tertangkap: siapa yang memulai disimpulkan dari port, dan ISN tidak diketahui"
    case .noSYNACK: "SYN-ACK tidak tertangkap"
    case .noHandshake: "ketiga segmen jabat tangan tidak semuanya tertangkap"
    case .noData: "segmen bermuatan tidak tertangkap"
    case .oneDirection: "hanya satu arah yang tertangkap"
    case .fewerSegments(let count, let wanted):
      "pengirim hanya mengirim \(count) segmen bermuatan, sedangkan yang ditanyakan \(wanted)"
    case .noScale:
      "jabat tangan tidak tertangkap seluruhnya, sehingga skala jendela, dan dengan itu satuannya, tidak diketahui"
    case .optionsCut:
      "panjang cuplikan memotong opsi SYN, dan skala jendela bersamanya, sehingga satuan jendela tidak diketahui"
    case .payloadCut: "panjang cuplikan memotong muatan: yang terpotong tidak dapat dilihat"
    case .searchEnded(let bytes): "hanya \(bytes) byte pertama yang dicari"
    case .noAcknowledgment: "ACK untuk muatan ini tidak tertangkap"
    case .noRoundTrip:
      "tidak ada segmen yang dikirim sekali lalu diakui, sehingga tidak ada waktu tempuh bolak-balik yang dapat diukur"
    case .noTime: "tidak ada waktu yang berlalu di antara paketnya, atau jam berjalan mundur"
    case .noTeardown: "akhir koneksi tidak tertangkap, atau hanya satu sisinya"
    case .fewFleets(let count):
      "muatan dikirim dalam \(count) gelombang, dan itu tidak memperlihatkan jendela: paling sedikit tiga gelombang, satu "
        + "di antaranya berisi beberapa segmen"
    case .firstKept(let kept, let total): "hanya \(kept) pertama dari \(total) yang disimpan satu per satu"
    case .someConversations: "tidak semua percakapan dalam tangkapan diperiksa satu per satu"
    case .notLookedAt: "paketnya tidak disimpan: percakapan terlalu banyak untuk menyimpan paket masing-masing"
    case .noReply: "permintaan beserta balasannya tidak tertangkap"
    case .fragmented(let frame): "datagram datang dalam fragmen, dan headernya berada di bingkai selain \(frame)"
    case .headersUnknown(let frame): "header bingkai \(frame) tidak dapat diuraikan"
    case .rulesProgram: "itu aturan panggilan program, dan tidak ada paket dalam tangkapan ini yang memperlihatkannya"
    }
  }
}
