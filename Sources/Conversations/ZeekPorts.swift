/// Ports that Zeek takes for a server's when it did not see who began: those that its base scripts register for protocols
/// (`likely_server_ports`, filled by `register_for_ports` in scripts/base, Zeek 7 to 9; ports of clients alone apart).
enum ZeekPorts {
  static func isLikelyServer(_ port: UInt16, _ protocol: TransportProtocol) -> Bool {
    switch `protocol` {
    case .tcp: tcp.contains(port)
    case .udp: udp.contains(port)
    }
  }

  /// Services whose sessions may be quiet for long (base/protocols/conn/inactivity: FTP, SSH, Telnet, rlogin).
  static func isQuiet(_ port: UInt16) -> Bool { port == 21 || port == 22 || port == 23 || port == 513 }

  private static let tcp: Set<UInt16> = [
    21, 2_811,  // FTP, GridFTP
    22,  // SSH
    25, 587,  // SMTP
    53,  // DNS
    79,  // Finger
    80, 81, 631, 1_080, 3_128, 8_000, 8_080, 8_888,  // HTTP; 1080 SOCKS too
    88,  // Kerberos
    135,  // DCE-RPC
    139, 445,  // SMB
    143,  // IMAP
    389, 3_268,  // LDAP
    443, 563, 585, 614, 636, 989, 990, 992, 993, 995, 5_223,  // TLS
    502,  // Modbus
    1_434, 3_306,  // MySQL
    1_883,  // MQTT
    3_389,  // RDP
    5_222, 5_269,  // XMPP
    5_432,  // PostgreSQL
    6_379,  // Redis
    6_666, 6_667, 6_668, 6_669,  // IRC
    20_000,  // DNP3
  ]

  private static let udp: Set<UInt16> = [
    53, 137, 5_353, 5_355,  // DNS, NetBIOS names, mDNS, LLMNR
    67,  // DHCP
    88,  // Kerberos
    123,  // NTP
    161, 162,  // SNMP
    389,  // LDAP
    443,  // DTLS, QUIC
    514,  // syslog
    1_812,  // RADIUS
    2_123, 2_152,  // GTP
    3_389,  // RDP
    3_544,  // Teredo
    4_754,  // GRE
    4_789,  // VXLAN
    5_060,  // SIP
    5_072,  // AYIYA
    6_081,  // Geneve
    20_000,  // DNP3
  ]
}
