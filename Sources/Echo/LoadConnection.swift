/// One connection of a load, or one UDP socket.
final class LoadConnection {
  let socket: Socket
  /// The answer that is coming in.
  var answer = LoadMessage.Answer()
  /// Answers that came.
  var answers = 0
  /// It was seen not to be closed by the server after its first answer.
  var isKept = false
  /// It is watched for room to send.
  var awaitsRoom = false

  init(_ socket: consuming Socket) { self.socket = socket }
}
