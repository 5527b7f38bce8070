import Conversations
import SessionLog

/// Indonesian; the lines of the chat programs are the course's, byte for byte.
struct IndonesianConsolePhrases: ConsolePhrases {
  var numbers: NumberText { .withComma }

  func moreBytes(_ count: Int) -> String { "(\(count) byte lagi)" }

  func startingUp(host: String, port: UInt16) -> String { "Menjalankan echo server pada \(host) port \(port)" }
  func waiting() -> String { "Menunggu pesan dari client" }
  func data(_ text: String) -> String { "Data: \(text)" }
  func sentBack(text: String, to peer: String) -> String { "mengirim \(text) byte kembali ke \(peer)" }
  func sentBack(_ count: Int, to peer: String) -> String { "mengirim \(count) byte kembali ke \(peer)" }
  func received(_ count: Int, from peer: String) -> String { "menerima \(count) byte dari \(peer)" }
  func connected(_ peer: String) -> String { "Koneksi dari \(peer)" }
  func echoed(_ count: Int, to peer: String) -> String { "memantulkan \(count) byte ke \(peer)" }

  func serverRunning(host: String, port: UInt16) -> String { "Server berjalan di \(host) port \(port)..." }
  func chatConnected(_ peer: String) -> String { "Terhubung dengan \(peer)" }
  func message(_ text: String, from peer: String) -> String { "Pesan dari \(peer): \(text)" }
  func exitAsked(by peer: String) -> String { "Client \(peer) meminta untuk mengakhiri koneksi." }
  func disconnected(_ peer: String) -> String { "Client \(peer) terputus secara paksa." }
  func connectionClosed(_ peer: String) -> String { "Koneksi dengan \(peer) ditutup." }
  func goodbye() -> String { "Koneksi ditutup oleh server." }

  func connecting(host: String, port: UInt16) -> String { "Menghubungkan ke \(host) port \(port)" }
  func sending(_ text: String) -> String { "Mengirim \(text)" }
  func received(piece: String) -> String { "Diterima: \(piece)" }
  func received(datagram: String) -> String { "diterima \(datagram)" }
  func closing() -> String { "Menutup koneksi ke server" }
  func chatConnecting(host: String, port: UInt16) -> String { "Menghubungkan ke \(host) port \(port)..." }
  func prompt() -> String { "Masukkan pesan: " }
  func said(_ text: String) -> String { "Server berkata: \(text)" }
  func returned(_ text: String) -> String { "Server mengembalikan: \(text)" }
  func chatClosing() -> String { "Menutup koneksi ke server." }
  func chatError(_ error: String) -> String { "Terjadi kesalahan: \(error)" }

  func lowPort(_ port: UInt16) -> String {
    "port \(port) adalah privileged port dan mungkin milik layanan sistem: gunakan non privileged ports yaitu port > "
      + "1023"
  }

  func shortEcho(received: Int, of sent: Int) -> String {
    "server menutup koneksi setelah \(received) dari \(sent) byte kembali: mungkin server hanya sekali membaca dan "
      + "mengirim kembali; jalankan server dengan --buffer yang lebih besar atau dengan --keep-open (echo-analyze "
      + "server tcp), atau kirim pesan yang lebih pendek"
  }

  func surplus(_ count: Int) -> String {
    "server mengirim \(count) byte lebih banyak daripada yang diterimanya: mungkin itu bukan echo server; "
      + "periksa --host dan --port"
  }

  func nothingToSend() -> String { "tidak ada yang dikirim: TCP tidak membawa pesan kosong; berikan --message" }

  func saidNothing(_ peer: String) -> String { "\(peer) menutup koneksinya tanpa mengirim apa pun" }

  func noIPv6(host: String, address: String) -> String {
    "--ipv6 tidak menemukan alamat \(host) yang bisa dipakai; yang dipakai \(address)"
  }

  func differs(at offset: Int) -> String {
    "data yang kembali tidak sama dengan yang dikirim; perbedaan pertama pada byte \(offset), dihitung dari 0: mungkin "
      + "itu bukan echo server; periksa --host dan --port"
  }

  func noEcho(_ transport: TransportProtocol, after patience: String) -> String {
    switch transport {
    case .tcp:
      "tidak ada data yang kembali dalam \(patience): server mungkin sedang melayani client lain, atau bukan echo "
        + "server; coba lagi setelah client lain selesai"
    case .udp:
      "tidak ada datagram yang kembali dalam \(patience): mungkin server tidak berjalan, firewall membuang paket, atau "
        + "datagram hilang; periksa apakah server berjalan, alamat dan port-nya, lalu coba lagi"
    }
  }

  func silentConnection(_ peer: String, after patience: String) -> String {
    "koneksi dengan \(peer) ditutup karena tidak ada data darinya selama \(patience): client mungkin ditinggalkan atau "
      + "terputus; jalankan ulang client itu"
  }

  func clientDoesNotRead(_ peer: String, after patience: String) -> String {
    "koneksi dengan \(peer) ditutup karena client tidak membaca data yang kembali selama \(patience): client harus "
      + "membaca sambil mengirim; jalankan ulang client itu"
  }

  func connectionLimit(_ number: Int) -> String {
    "batas \(number) koneksi tercapai: client berikutnya menunggu dalam antrean sampai ada yang selesai"
  }

  func notAnswered(_ peer: String, port: UInt16) -> String {
    "datagram dari \(peer) tidak dijawab: pada port \(port) mungkin ada server lain yang menjawab semua datagram, dan "
      + "keduanya akan saling menjawab tanpa henti; kirim dari port lain"
  }

  func serverClosed() -> String {
    "server mengakhiri koneksi: server mungkin dihentikan, mungkin hanya melayani satu pesan (untuk chat jalankan "
      + "dengan --chat), atau tidak menunggu client yang diam selama itu (--idle-timeout)"
  }

  func tcpCounters(connections: Int, pieces: Int, bytesReceived: Int, bytesSent: Int) -> String {
    "\(connections) koneksi: \(bytesReceived) byte diterima dalam \(pieces) potongan, \(bytesSent) byte dikirim"
  }

  func udpCounters(
    received: Int, answered: Int, notAnswered: Int, failed: Int, bytesReceived: Int, bytesSent: Int
  ) -> String {
    "\(received) datagram diterima (\(bytesReceived) byte), \(answered) dijawab (\(bytesSent) byte), "
      + "\(notAnswered) tidak dijawab, \(failed) gagal"
  }

  func faultSeed(_ seed: UInt64) -> String { "gangguan dengan seed \(seed)" }

  func faultCounters(
    dropped: Int, forRoom: Int, delayed: Int, duplicated: Int, corrupted: Int, truncated: Int, resets: Int
  ) -> String {
    "gangguan: \(dropped) pesan dibuang (\(forRoom) karena tidak ada tempat), \(delayed) ditunda, "
      + "\(duplicated) digandakan, \(corrupted) diubah, \(truncated) dipotong, \(resets) koneksi diputus dengan RST"
  }

  func leftUnread(sent: Int, of count: Int) -> String {
    "mengirim \(sent) dari \(count) byte dan tidak membaca apa pun, sesuai permintaan"
  }
}
