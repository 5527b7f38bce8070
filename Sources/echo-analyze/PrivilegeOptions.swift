import ArgumentParser
import Capture

/// Who captures: the same option in every command that opens an interface.
struct PrivilegeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      As root: become this user once the interface is open (default: who called sudo); root stays root, without its \
      capabilities.
      """, valueName: "name|uid[:gid]"))
  var user: String?

  /// To be asked before anything is opened, so that a user who does not exist is told at once.
  var privileges: Privileges {
    get throws(CaptureError) { try Privileges(user: user) }
  }
}

extension Privileges {
  /// Gives them up, and tells where root stays root.
  func dropTelling() throws(CaptureError) {
    try drop()
    guard staysRootUnasked else { return }
    tell("echo-analyze: root was not told whom to become (--user NAME): it stays root, without root's capabilities.")
  }
}
