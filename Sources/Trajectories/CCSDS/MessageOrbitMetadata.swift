/// What an orbit message is about: object, centre, frame and time system.
public struct MessageOrbitMetadata: Sendable, Hashable {
  /// The object's name.
  public var objectName: String
  /// The object's identifier, an international designator where there is one.
  public var objectID: String
  /// The body the orbit goes around.
  public var centerName: String
  /// The axes of the state or the elements.
  public var frame: MessageFrame
  /// The system of every epoch in the message.
  public var timeSystem: MessageTimeSystem

  static let rules: [MessageGrammar.Rule] = [
    .required("OBJECT_NAME"), .required("OBJECT_ID"), .required("CENTER_NAME"),
    .required("REF_FRAME"), .optional("REF_FRAME_EPOCH"), .required("TIME_SYSTEM"),
  ]

  /// The metadata of a section.
  init(_ fields: MessageFields) throws(TrajectoryError) {
    timeSystem = MessageTimeSystem(try fields.text("TIME_SYSTEM"))
    objectName = try fields.text("OBJECT_NAME")
    objectID = try fields.text("OBJECT_ID")
    centerName = try fields.text("CENTER_NAME")
    frame = MessageFrame(
      name: try fields.text("REF_FRAME"),
      epoch: try fields.optionalEpoch("REF_FRAME_EPOCH", timeSystem))
  }
}
