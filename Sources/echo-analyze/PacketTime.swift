import ArgumentParser

enum PacketTime: String, ExpressibleByArgument { case relative }
