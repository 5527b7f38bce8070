extension IndonesianGlossary {
  func definition(_ term: GlossaryTerm) -> String {
    switch term {
    case .originator:
      "Sisi yang memulai percakapan: pada TCP pengirim SYN pertama, pada UDP pengirim datagram pertama. Biasanya client."
    case .responder: "Sisi yang dihubungi: biasanya server, yang menunggu di port yang sudah diketahui."
    case .port:
      "Bilangan 0 sampai 65535 yang menunjukkan program mana pada sebuah host yang dituju. Dua alamat dan dua port menandai "
        + "satu koneksi."
    case .ephemeralPort:
      "Port yang dipilihkan sistem untuk client lalu dikembalikan, dari rentang yang tinggi: 49152 sampai 65535 menurut standar, "
        + "32768 sampai 60999 pada Linux."
    case .streamNumber:
      "Menomori percakapan dalam tangkapan dari 0, TCP dan UDP terpisah, seperti tcp.stream dan udp.stream pada Wireshark. "
        + "Nomor ini tidak ada di dalam paket."
    case .capturePoint:
      "Tempat paket direkam: di salah satu host, atau di antara keduanya. Waktu yang tercatat adalah waktu di tempat itu, dan "
        + "paket yang hilang sebelum sampai di sana tidak pernah terlihat."
    case .snapshotLength:
      "Banyaknya byte tiap bingkai yang disimpan tangkapan (snapshot length). Sisanya tidak ada dalam file, tetapi tetap terkirim."
    case .frame:
      "Satuan yang dikirim lapisan tautan, misalnya bingkai Ethernet dengan paket IP di dalamnya. Nomor bingkai menghitung "
        + "bingkai dalam tangkapan mulai dari 1."
    case .segment: "Header TCP beserta muatan di belakangnya, bila ada. Segmen berjalan di dalam paket IP."
    case .datagram:
      "Header UDP beserta muatannya. Tiap datagram berdiri sendiri: satu panggilan mengirimnya, dan ia tiba utuh atau tidak sama "
        + "sekali."
    case .payload:
      "Byte yang dibawa sebuah header untuk lapisan di atasnya: pada TCP dan UDP, isi yang dikirim program."
    case .fragment:
      "Bagian dari paket IP yang terlalu besar untuk suatu tautan. Penerima menyusunnya kembali; bila satu bagian hilang, seluruh "
        + "paket hilang."
    case .checksum:
      "Jumlah 16 bit atas header dan muatan, untuk mengetahui kerusakan. Paket yang checksum-nya salah dibuang penerima tanpa "
        + "pemberitahuan."
    case .offload:
      "Kartu jaringan mengerjakan tugas sistem: mengisi checksum, memotong segmen besar, dan menggabungkan segmen kecil. Tangkapan "
        + "di host melihat paket sebelum atau sesudahnya."
    case .ttl:
      "Umur paket (time to live): banyaknya router yang masih boleh dilewati paket IP. Setiap router menguranginya satu, dan membuang paket "
        + "pada nilai 0 (pada IPv6: hop limit)."
    case .portUnreachable:
      "Pesan galat ICMP dari host yang tidak punya program pada port UDP tujuan datagram (tipe 3, kode 3; pada ICMPv6 tipe 1, "
        + "kode 4). Datagram itu dikutip di dalamnya."
    case .syn:
      "Bit kendali yang membuka koneksi. Segmen dengan SYN menyebutkan nomor urut pertama pengirimnya, dan SYN itu sendiri "
        + "dihitung satu."
    case .ack:
      "Bit kendali yang menyatakan bahwa nomor pengakuan berlaku, dan juga sebutan segmen yang hanya berisi itu. Semua segmen "
        + "setelah SYN pertama memilikinya, kecuali sebagian RST."
    case .fin:
      "Bit kendali yang menyatakan bahwa suatu sisi tidak mengirim data lagi. FIN dihitung satu dalam nomor urut, dan diakui "
        + "seperti data."
    case .rst:
      "Bit kendali yang mengakhiri koneksi seketika, atau menolaknya. Tidak ada lagi yang diakui, dan yang masih di jalan hilang."
    case .psh:
      "Bit kendali yang meminta penerima segera menyerahkan data kepada programnya tanpa menunggu data lagi. Kebanyakan sistem "
        + "memasangnya pada segmen terakhir dari yang ditulis program."
    case .urgent:
      "Data yang ditandai pengirim dengan bit kendali URG dan penunjuk ke akhirnya. Program baru sebaiknya tidak memakainya."
    case .synAck:
      "Segmen kedua jabat tangan, dengan kedua bit kendali: mengakui SYN, dan sekaligus SYN milik penjawab."
    case .sequenceNumber:
      "Nomor byte muatan pertama suatu segmen dalam aliran pengirimnya, dihitung modulo 2³² mulai dari ISN. SYN dan FIN "
        + "masing-masing dihitung satu."
    case .acknowledgmentNumber:
      "Nomor urut yang ditunggu berikutnya oleh pengirim segmen: semua sebelum nomor itu sudah tiba."
    case .initialSequenceNumber:
      "Nomor urut awal suatu sisi (initial sequence number). Tiap sisi memilih sendiri, agar sulit ditebak."
    case .relativeNumber:
      "Nomor urut atau nomor pengakuan dikurangi ISN-nya. Nomor mentah ada di dalam paket; nomor relatif mulai dari 0, dan lebih "
        + "mudah dibaca."
    case .handshake:
      "SYN, SYN-ACK, dan ACK: tiga segmen yang dengannya kedua sisi menyebutkan ISN dan mengetahui bahwa ISN pihak lain telah tiba."
    case .backlog:
      "Antrean koneksi yang sudah terbuka tetapi belum diambil program server dengan accept() (backlog). Panjangnya tidak "
        + "membatasi berapa koneksi yang dapat dilayani sekaligus."
    case .mss:
      "Ukuran segmen maksimum: muatan terbanyak yang ingin diterima suatu sisi dalam satu segmen. Tiap sisi menyebutkannya dalam "
        + "SYN."
    case .windowScale:
      "Opsi pada SYN: nilai jendela pada segmen berikutnya harus dikalikan 2 pangkat bilangan ini. Hanya dipakai bila kedua SYN "
        + "memilikinya."
    case .timestamps:
      "Opsi yang membuat tiap segmen membawa nilai jam dan mengembalikan nilai terakhir dari pihak lain. Dengannya waktu tempuh "
        + "bolak-balik dapat diukur, dan segmen lama dikenali."
    case .fastOpen:
      "SYN sudah membawa data, dengan cookie yang pernah diberikan server. Ini menghemat satu perjalanan bolak-balik."
    case .simultaneousOpen:
      "Kedua sisi mengirim SYN sebelum menerima SYN pihak lain. Masing-masing menjawab dengan SYN-ACK, dan jadilah satu koneksi."
    case .ecn:
      "Pemberitahuan kemacetan secara eksplisit: router menandai paket alih-alih membuangnya. Penerima meneruskan tanda itu (ECE), "
        + "lalu pengirim melambat dan menyatakannya (CWR)."
    case .window:
      "Banyaknya byte setelah nomor pengakuan yang siap diterima pengirim segmen: ruang yang tersisa di buffer penerimanya."
    case .receiveBuffer: "Tempat host menyimpan byte yang telah tiba sampai dibaca programnya."
    case .zeroWindow:
      "Jendela bernilai 0: buffer penerima penuh karena programnya tidak membaca. Pihak lain tidak boleh mengirim sampai ada "
        + "segmen yang membuka jendela lagi."
    case .windowProbe:
      "Segmen yang dikirim ke jendela yang tertutup, untuk mengetahui apakah jendela sudah terbuka: segmen yang membukanya mungkin "
        + "hilang."
    case .cumulativeACK:
      "ACK selalu mencakup semua sebelum nomornya. Karena itu satu ACK dapat menjawab beberapa segmen, dan ACK berikutnya "
        + "menggantikan yang hilang."
    case .delayedACK:
      "Penerima boleh menunda ACK sebentar, kurang dari 0,5 s: menunggu data sendiri yang dapat membawanya, atau segmen kedua."
    case .duplicateACK:
      "ACK tanpa muatan yang mengulang nomor pengakuan terakhir selagi ada data di jalan. Artinya ada segmen yang tiba setelah "
        + "celah. Tiga duplikat dianggap tanda kehilangan."
    case .sack:
      "Pengakuan selektif: ACK juga menyebutkan byte mana setelah celah yang telah tiba, sehingga hanya yang hilang dikirim ulang. "
        + "Kedua SYN harus mengizinkannya."
    case .duplicateSACK:
      "Blok SACK yang memberitahukan byte yang tiba dua kali: pengirim jadi tahu bahwa pengiriman ulangnya tidak perlu."
    case .roundTrip:
      "Waktu dari suatu segmen sampai jawabannya (RTT): ke pihak lain dan kembali. Bila ditangkap di ujung pihak lain, itu adalah "
        + "waktu yang dipakai pihak itu untuk menjawab."
    case .echo: "Layanan yang mengembalikan apa yang dikirim kepadanya, byte demi byte."
    case .keepAlive:
      "Segmen tanpa data baru, dikirim setelah diam beberapa lama, untuk melihat apakah pihak lain masih menjawab."
    case .retransmission:
      "Byte yang dikirim sekali lagi karena ACK-nya belum datang. Nomor urutnya sama seperti sebelumnya."
    case .timeout:
      "Lamanya pengirim menunggu ACK sebelum mengirim ulang (RTO). Nilainya mengikuti waktu tempuh bolak-balik yang terukur; "
        + "banyak sistem menunggu paling sedikit 200 ms."
    case .backOff:
      "Setelah tiap timeout untuk data yang sama pengirim menunggu dua kali lebih lama, agar tidak menambah kemacetan."
    case .fastRetransmission:
      "Pengiriman ulang tanpa menunggu timeout, karena duplikat ACK atau blok SACK memberitahukan bahwa suatu segmen belum tiba."
    case .tailLossProbe:
      "Segmen terakhir dikirim sekali lagi setelah kira-kira dua kali waktu tempuh bolak-balik, untuk memancing ACK: kehilangan "
        + "segmen terakhir diketahui sebelum timeout."
    case .outOfOrder:
      "Segmen yang tiba setelah segmen yang dikirim sesudahnya. Ia tersusul di jalan, dan bukan pengiriman ulang."
    case .activeCloser: "Sisi yang mengirim FIN pertama. Setelah selesai ia berada dalam TIME-WAIT."
    case .passiveCloser: "Sisi yang menerima FIN pertama, lalu menutup sesudahnya."
    case .halfClosed:
      "Satu sisi telah mengirim FIN dan tidak mengirim data lagi; sisi lain masih boleh mengirim sampai ia menutup juga."
    case .timeWait:
      "Keadaan penutup aktif setelah ACK terakhir, selama dua kali umur maksimum segmen (seluruhnya 60 s pada Linux): segmen yang "
        + "terlambat habis, dan FIN yang dikirim ulang masih dijawab."
    }
  }
}
