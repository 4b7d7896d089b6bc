import ArgumentParser

@main
struct Totality: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "totality")
}
