extension IndonesianConsolePhrases {
  func trouble(_ told: [String]) -> String { "masalah: " + told.joined(separator: "; ") }

  func trouble(_ kind: ServerTrouble, _ number: Int) -> String {
    switch kind {
    case .reset: "\(number) koneksi diputus oleh client dengan RST"
    case .vanished: "\(number) koneksi yang client-nya tidak dapat dijangkau lagi"
    case .silent: "\(number) koneksi yang terlalu lama diam"
    case .notReading: "\(number) koneksi yang client-nya tidak membaca"
    case .failedConnection: "\(number) koneksi berakhir karena kesalahan lain"
    case .droppedByListener: "\(number) paket dibuang karena antrean penuh (--backlog) atau terlambat"
    case .abortedAccept: "\(number) client pergi sebelum diterima"
    case .timesFull: "\(number) kali batas jumlah koneksi tercapai (--max-connections)"
    case .withoutDescriptor: "\(number) kali tidak ada deskriptor untuk client (`ulimit -n`)"
    case .withoutMemory: "\(number) kali tidak ada memori untuk client"
    case .failedAccept: "\(number) kali client tidak dapat diterima"
    case .missedDatagram: "\(number) datagram hilang karena buffer penerima penuh"
    case .undeliverableAnswer: "\(number) jawaban kembali karena tidak dapat disampaikan (ICMP)"
    case .failedReceive: "\(number) kali tidak ada memori untuk menerima"
    }
  }

  func furtherTroubleIsCounted() -> String {
    "masalah sejenis berikutnya hanya dihitung; jumlahnya ditampilkan di akhir"
  }
}
