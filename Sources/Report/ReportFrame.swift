extension ReportContents {
  /// A frame that was tried.
  public struct Frame: Sendable {
    /// What became of it.
    public enum State: String, Sendable, Hashable, CaseIterable {
      /// Made, with all its files in place.
      case done
      /// Made once; a file is gone or cut.
      case damaged
      /// Tried and never made.
      case failed
      /// Never tried.
      case missing

      /// The state in a word for people.
      public var word: String {
        switch self {
        case .done: "ok"
        case .missing: "not tried"
        case .damaged, .failed: rawValue
        }
      }
    }

    /// The place in the run, from zero.
    public var index: Int
    /// The middle of the exposure, as text.
    public var time: String
    /// What became of it.
    public var state: State
    /// The covered share of the Sun's diameter; nil where no product tells it.
    public var magnitude: Double?
    /// The covered share of the Sun's disc, 0...1; nil where no product tells it.
    public var obscuration: Double?
    /// From the observer to the occulter, m; nil where no product tells it.
    public var distanceMetres: Double?
    /// The least value of the picture in its unit; nil where no product tells it.
    public var minimum: Double?
    /// The largest value of the picture in its unit; nil where no product tells it.
    public var maximum: Double?
    /// How often it was tried.
    public var attempts: Int
    /// How long its making took, s.
    public var seconds: Double?
    /// Why it is not there, or what is remarkable; may be empty.
    public var message = ""
    /// The values of the sweep's keys, in their order.
    public var values: [String] = []
    /// A small picture; nil where there is none.
    public var picture: Picture?
    /// What must be said of the picture, such as why it is dark; may be empty.
    public var pictureNote = ""
    /// Where the page finds a large picture, as an address from its own folder; nil for none.
    public var link: String?
    /// Where the Sun stands in it.
    public var sun: SunMark?

    /// A frame.
    public init(index: Int, time: String, state: State, attempts: Int) {
      (self.index, self.time, self.state, self.attempts) = (index, time, state, attempts)
    }
  }

  /// A picture as a file in memory.
  public struct Picture: Sendable, Hashable {
    /// The kind of file.
    public enum Kind: String, Sendable, Hashable {
      /// Portable network graphics.
      case png = "image/png"
      /// Scalable vector graphics.
      case svg = "image/svg+xml"
    }

    /// The kind of file.
    public var kind: Kind
    /// The file.
    public var bytes: [UInt8]
    /// Columns.
    public var width: Int
    /// Rows.
    public var height: Int

    /// A picture.
    public init(_ kind: Kind, _ bytes: [UInt8], width: Int, height: Int) {
      (self.kind, self.bytes, self.width, self.height) = (kind, bytes, width, height)
    }
  }

  /// Where the Sun stands in a picture, as shares of the picture's width.
  public struct SunMark: Sendable, Hashable {
    /// From the left edge to the Sun's centre.
    public var x: Double
    /// From the upper edge to the Sun's centre, in widths.
    public var y: Double
    /// The Sun's radius.
    public var radius: Double

    /// A place.
    public init(x: Double, y: Double, radius: Double) {
      (self.x, self.y, self.radius) = (x, y, radius)
    }

    /// Whether a circle can be drawn there.
    var isDrawable: Bool {
      [x, y, radius].allSatisfy { $0.isFinite && abs($0) < 1e4 } && radius > 0
    }
  }

  /// A picture with the words that go with it.
  public struct Figure: Sendable {
    /// The words above it, such as `Brightness`.
    public var title: String
    /// The picture; nil where it cannot be made.
    public var picture: Picture?
    /// What is to be seen, for those who do not see it.
    public var alternative: String
    /// The words below it.
    public var caption: String
    /// Why there is no picture.
    public var absence = ""
    /// Where the Sun stands in it.
    public var sun: SunMark?

    /// A figure with its picture.
    public init(_ title: String, _ picture: Picture, alternative: String, caption: String) {
      (self.title, self.picture) = (title, picture)
      (self.alternative, self.caption) = (alternative, caption)
    }

    /// A figure that cannot be made.
    public init(_ title: String, absence: String) {
      (self.title, self.absence) = (title, absence)
      (alternative, caption) = ("", "")
    }
  }

  /// The colours of the frames' pictures, the same in all.
  public struct ColourScale: Sendable, Hashable {
    /// Colours at equal steps from the darkest on, `0xRRGGBB`.
    public var colours: [UInt32]
    /// The value at the dark end.
    public var low: String
    /// The value at the bright end.
    public var high: String
    /// What is measured, with its unit.
    public var quantity: String

    /// A scale.
    public init(colours: [UInt32], low: String, high: String, quantity: String) {
      (self.colours, self.low, self.high, self.quantity) = (colours, low, high, quantity)
    }
  }
}
