import Conversations
import SessionLog

extension IndonesianConsolePhrases {
  func serving(_ error: SocketError, _ transport: TransportProtocol, _ place: ConsolePlace) -> String {
    let lead = "server \(transport.rawValue.uppercased()) tidak dapat berjalan pada \(place.host) port \(place.port): "
    let cause =
      switch error.reason {
      case .refused: "port client sudah ditutup ketika jawaban datang; jalankan client lagi"
      case .reset: "client memutus koneksi secara paksa; jalankan client lagi"
      case .timedOut:
        "tidak ada data yang datang tepat waktu; pastikan client berjalan dan firewall komputer ini tidak membuang "
          + "paketnya"
      case .hostUnreachable:
        "komputer client tidak ditemukan di jaringan; periksa kabel atau Wi-Fi-nya, lalu `ping` alamatnya"
      case .networkUnreachable:
        "komputer ini tidak punya rute ke client; periksa kabel atau Wi-Fi dan `ip route` (macOS: `netstat -rn`)"
      case .addressInUse:
        "port ini dipakai program lain, mungkin server yang dijalankan sebelumnya; pilih --port lain, atau cari "
          + "programnya dengan \(place.owners(transport)) dan hentikan"
      case .addressNotAvailable:
        "\(place.host) bukan alamat milik komputer ini; lihat alamatnya dengan `ip address` (macOS: `ifconfig`), atau pakai "
          + "--host \(place.anyAddress) untuk semua alamat"
      case .notPermitted where place.isPrivileged && error.call == .bind:
        "port di bawah 1024 hanya untuk administrator; gunakan port > 1023, atau jalankan server dengan sudo"
      case .notPermitted:
        "sistem tidak mengizinkannya; mungkin dilarang oleh firewall atau kebijakan keamanan komputer ini: coba --port "
          + "lain, atau periksa aturannya"
      case .unknownHost:
        "tidak ada alamat untuk nama \(place.host); periksa penulisannya, atau berikan alamat komputer ini"
      case .nameServiceFailed:
        "alamat untuk nama \(place.host) saat ini tidak dapat ditemukan; periksa jaringan, atau berikan --host berupa alamat"
      case .messageTooLong: tooLong(transport)
      case .tooManyOpenFiles:
        "terlalu banyak koneksi atau file yang terbuka; tunggu sampai ada client yang selesai, atau naikkan batasnya "
          + "(`ulimit -n` menampilkan, `ulimit -n 4096` mengubah) dan jalankan server lagi"
      case .outOfMemory: "memori sistem tidak cukup; tutup program lain dan coba lagi"
      case .familyNotSupported:
        "komputer ini tidak memakai jenis alamat ini, mungkin karena IPv6 dimatikan; berikan alamat IPv4, misalnya "
          + "--host 0.0.0.0"
      case .other: "sistem memberi alasan yang tidak dikenal di sini; lihat alasannya di akhir, lalu coba lagi"
      }
    return lead + cause
  }

  func reaching(_ error: SocketError, _ transport: TransportProtocol, _ place: ConsolePlace) -> String {
    let server = "\(place.host) port \(place.port)"
    switch error.reason {
    case .refused where place.isAnyAddress:
      return "\(server) menolak: \(place.host) adalah alamat tempat server menunggu, bukan tujuan client; berikan "
        + "alamat server itu sendiri sebagai --host"
    // Without a connection there is none to end: some systems tell the same ICMP error so.
    case .refused,
      .reset where transport == .udp:
      let refusal =
        switch transport {
        case .tcp: "\(server) menolak koneksi"
        case .udp: "\(server) tertutup untuk UDP (jawabannya ICMP port unreachable)"
        }
      let start = "echo-analyze server \(transport.rawValue) --port \(place.port)"
      return place.isThisMachine
        ? "\(refusal): apakah server berjalan pada port itu? Jalankan server lebih dulu (\(start))"
        : "\(refusal): apakah server berjalan pada port itu? Mungkin server hanya menunggu di localhost (jalankan "
          + "dengan --host \(place.anyAddress))"
    case .reset:
      return "\(server) memutus koneksi secara paksa: server mungkin dihentikan, atau menutup koneksi sebelum membaca "
        + "semua data; lihat konsolnya, dan jalankan server lagi"
    case .timedOut where error.call == .connect && place.isThisMachine:
      return "\(server) tidak menerima koneksi lagi: antreannya penuh, atau firewall membuang paket; tunggu sampai "
        + "client lain selesai"
    case .timedOut where error.call == .connect:
      return "\(server) tidak menjawab: komputernya mungkin mati, alamatnya salah, atau firewall membuang paket; coba "
        + "`ping \(place.host)`, dan periksa firewall server"
    case .timedOut where transport == .tcp:
      return "tidak ada data yang kembali dari \(server): server mungkin sedang melayani client lain, tidak mengirim "
        + "kembali, atau jaringan terputus; akhiri client lain, lalu coba lagi"
    case .timedOut:
      return "tidak ada jawaban dari \(server): mungkin server tidak berjalan, firewall membuang paket, atau datagram "
        + "hilang; pastikan server berjalan, lalu coba lagi"
    case .hostUnreachable:
      return "tidak ada komputer yang menjawab di \(place.host): mungkin mati atau berada di jaringan lain; periksa "
        + "alamat itu dan kabel atau Wi-Fi di kedua komputer, lalu `ping \(place.host)`"
    case .networkUnreachable:
      return "komputer ini tidak punya rute ke \(place.host); periksa kabel atau Wi-Fi dan `ip route` (macOS: "
        + "`netstat -rn`)"
    case .addressInUse where transport == .udp, .addressNotAvailable where transport == .udp:
      return "tidak ada alamat dan port lokal yang bebas untuk \(server): --local-port mungkin dipakai program lain; "
        + "pilih yang lain, atau jangan pakai"
    case .addressInUse:
      return "port lokal untuk \(server) masih dipakai, mungkin oleh koneksi sebelumnya (TIME_WAIT); tunggu satu "
        + "menit, pilih --local-port lain, atau jangan pakai"
    case .addressNotAvailable:
      return "tidak ada alamat dan port lokal yang bebas untuk \(server): dengan --local-port tetap, koneksi "
        + "sebelumnya masih dalam TIME_WAIT; tunggu satu menit, pilih yang lain, atau jangan pakai"
    case .notPermitted:
      return "sistem tidak mengizinkan hubungan ke \(server): mungkin dilarang firewall komputer ini, atau alamatnya "
        + "alamat broadcast; periksa --host dan aturan firewall"
    case .unknownHost:
      return "tidak ada alamat untuk nama \(place.host); periksa penulisannya, atau berikan alamat server, misalnya "
        + "--host 127.0.0.1 untuk komputer ini"
    case .nameServiceFailed:
      return "alamat untuk nama \(place.host) saat ini tidak dapat ditemukan; periksa jaringan, atau berikan --host "
        + "berupa alamat"
    case .messageTooLong: return "tidak dapat mengirim ke \(server): " + tooLong(transport)
    case .tooManyOpenFiles:
      return "tidak dapat menghubungi \(server): terlalu banyak file yang terbuka; tutup sebagian, atau naikkan "
        + "batasnya (`ulimit -n` menampilkan, `ulimit -n 4096` mengubah)"
    case .outOfMemory:
      return "tidak dapat menghubungi \(server): memori sistem tidak cukup; tutup program lain dan coba lagi"
    case .familyNotSupported:
      return "komputer ini tidak dapat memakai jenis alamat \(place.host), mungkin karena IPv6 dimatikan; berikan "
        + "alamat IPv4 server"
    case .other:
      return "tidak dapat menghubungi \(server): sistem memberi alasan yang tidak dikenal di sini; lihat alasannya di "
        + "akhir, lalu coba lagi"
    }
  }

  func binding(_ error: SocketError, _ transport: TransportProtocol, host: String?, port: UInt16?) -> String {
    let end = [host.map { "alamat lokal \($0)" }, port.map { "port lokal \($0)" }].compactMap(\.self)
    let lead = end.isEmpty ? "ujung lokal" : end.joined(separator: " ")
    let cause =
      switch error.reason {
      case .addressInUse where transport == .udp:
        "sudah dipakai program lain, mungkin client lain; hentikan, pilih --local-port lain, atau jangan pakai"
      case .addressInUse:
        "sudah dipakai program lain, atau koneksi sebelumnya masih dalam TIME_WAIT; tunggu satu menit, pilih "
          + "--local-port lain, atau jangan pakai"
      case .addressNotAvailable where transport == .tcp && (error.call == .connect || host == nil):
        "koneksi sebelumnya dari sana masih dalam TIME_WAIT; tunggu satu menit, pilih --local-port lain, atau jangan "
          + "pakai"
      case .addressNotAvailable:
        "alamat itu bukan milik komputer ini; lihat alamatnya dengan `ip address` (macOS: `ifconfig`), atau jangan pakai "
          + "--local"
      case .notPermitted where port.map(ConsolePlace.isPrivileged) ?? false:
        "port di bawah 1024 hanya untuk administrator; gunakan --local-port > 1023, atau jalankan client dengan sudo"
      case .notPermitted:
        "sistem tidak mengizinkannya; mungkin dilarang oleh firewall atau kebijakan keamanan komputer ini: coba tanpa "
          + "--local dan --local-port"
      case .unknownHost: "tidak ada alamat untuk nama ini; berikan --local berupa salah satu alamat komputer ini"
      case .nameServiceFailed: "alamat untuk nama ini saat ini tidak dapat ditemukan; berikan --local berupa alamat"
      case .familyNotSupported:
        "jenis alamat server berbeda, atau komputer ini tidak memakai jenis alamat ini; berikan --local dan --host "
          + "keduanya IPv4 atau keduanya IPv6"
      case .refused: "server menolak yang datang dari sana; pastikan server berjalan pada port itu"
      case .reset: "koneksi dari sana diputus secara paksa; jalankan server dan client lagi"
      case .timedOut:
        "tidak ada data yang kembali ke sana; pastikan server dapat mencapai alamat ini, atau jangan pakai --local"
      case .hostUnreachable:
        "server tidak ditemukan dari sana; pilih alamat pada jaringan server, atau jangan pakai --local"
      case .networkUnreachable:
        "tidak ada rute dari sana ke server; lihat `ip route` (macOS: `netstat -rn`), atau jangan pakai --local"
      case .messageTooLong: tooLong(transport)
      case .tooManyOpenFiles:
        "terlalu banyak file yang terbuka; tutup sebagian, atau naikkan batasnya (`ulimit -n` menampilkan, "
          + "`ulimit -n 4096` mengubah)"
      case .outOfMemory: "memori sistem tidak cukup; tutup program lain dan coba lagi"
      case .other:
        "sistem memberi alasan yang tidak dikenal di sini; coba tanpa --local dan --local-port"
      }
    return "\(lead) tidak dapat dipakai untuk \(transport.rawValue.uppercased()): " + cause
  }

  func failed(because reason: SocketError.Reason, with peer: String) -> String {
    let cause =
      switch reason {
      case .refused: "port-nya tertutup, client mungkin sudah selesai"
      case .reset: "client memutus koneksi secara paksa"
      case .timedOut: "tidak ada data darinya tepat waktu, jaringan mungkin terputus"
      case .hostUnreachable: "komputernya tidak ditemukan lagi di jaringan"
      case .networkUnreachable: "tidak ada lagi rute ke sana"
      case .addressInUse, .addressNotAvailable: "alamat komputer ini berubah atau sudah dipakai"
      case .notPermitted: "sistem tidak mengizinkan jawaban untuknya, periksa firewall"
      case .unknownHost, .nameServiceFailed: "alamat untuk namanya tidak dapat ditemukan"
      case .messageTooLong: "jawabannya lebih panjang daripada isi satu datagram"
      case .tooManyOpenFiles: "terlalu banyak koneksi yang terbuka, lihat `ulimit -n`"
      case .outOfMemory: "memori sistem tidak cukup"
      case .familyNotSupported: "komputer ini tidak memakai jenis alamatnya"
      case .other: "sistem memberi alasan yang tidak dikenal di sini"
      }
    return "masalah dengan client \(peer): \(cause); server tetap berjalan"
  }

  private func tooLong(_ transport: TransportProtocol) -> String {
    switch transport {
    case .tcp: "sistem tidak menerima byte sebanyak itu sekaligus; kirim pesan yang lebih pendek"
    case .udp:
      "pesan lebih panjang daripada isi satu datagram, 65507 byte lewat IPv4 dan 65527 lewat IPv6 (macOS mungkin "
        + "mengizinkan lebih sedikit, lihat `sysctl net.inet.udp.maxdgram`); kirim lebih sedikit, atau pakai TCP"
    }
  }
}
