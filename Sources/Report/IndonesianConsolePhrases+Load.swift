import Conversations
import SessionLog

extension IndonesianConsolePhrases {
  func load(_ count: ConsoleLines.LoadCount) -> String {
    switch count {
    case .sent: "dikirim"
    case .resent: "dikirim ulang"
    case .echoed: "kembali"
    case .late: "yang terlambat"
    case .lost: "hilang"
    case .mismatched: "berbeda"
    case .duplicated: "ganda"
    case .reordered: "tidak berurutan"
    case .unexpected: "tidak terduga"
    case .failed: "gagal"
    case .abandoned: "tidak ditunggu"
    }
  }

  func loadStopped(after sent: Int, of count: Int) -> String { "dihentikan setelah \(sent) dari \(count) pesan" }
  func loadGaveUp(after sent: Int, of count: Int) -> String { "menyerah setelah \(sent) dari \(count) pesan" }

  func loadOneReply() -> String {
    "server menutup setiap koneksi setelah jawabannya, jadi setiap pesan perlu koneksi sendiri dan menunggu di antrean "
      + "server (echo-analyze server tcp --keep-open melayani banyak sekaligus)"
  }

  func loadUnknown() -> String { "tidak diketahui" }
  func loadHasNoNumbers() -> String { "pesan di bawah 8 byte tidak bernomor" }

  func loadSent(bytes: Int, _ transport: TransportProtocol, connections: Int) -> String {
    "\(bytes) byte lewat \(connections) \(transport == .tcp ? "koneksi" : "socket")"
  }

  func loadEchoed(bytes: Int, in time: String, perSecond rate: String?) -> String {
    "\(bytes) byte diterima dalam \(time)" + (rate.map { ", \($0) echo/s" } ?? "")
  }

  func loadRoundTrip() -> String { "pulang-pergi" }

  func loadFailure(_ failure: LoadReport.Failure) -> String {
    switch failure {
    case .closed: "ditutup sebelum dijawab"
    case .error(let reason):
      switch reason {
      case .refused: "ditolak"
      case .reset: "diputus secara paksa"
      case .timedOut: "habis waktu"
      case .hostUnreachable: "komputer tidak ditemukan"
      case .networkUnreachable: "tidak ada rute"
      case .addressInUse: "alamat dipakai"
      case .addressNotAvailable: "tidak ada port lokal yang bebas"
      case .notPermitted: "tidak diizinkan"
      case .unknownHost: "nama tidak dikenal"
      case .nameServiceFailed: "alamat nama tidak ditemukan"
      case .messageTooLong: "pesan terlalu panjang"
      case .tooManyOpenFiles: "terlalu banyak file terbuka"
      case .outOfMemory: "memori tidak cukup"
      case .familyNotSupported: "jenis alamat tidak dipakai"
      case .other: "alasan tidak dikenal"
      }
    }
  }

  func loadMessageLength(atMost limit: Int) -> String {
    "pesan harus 1 sampai \(limit) byte: berikan pesan lain, atau --size"
  }

  func loadClosedEarly() -> String {
    "server menutup koneksi sebelum seluruh jawaban kembali: mungkin server hanya sekali membaca dan mengirim kembali; "
      + "jalankan server dengan --buffer yang lebih besar atau dengan --keep-open (echo-analyze server tcp), atau kirim "
      + "pesan yang lebih pendek (--size)"
  }
}
