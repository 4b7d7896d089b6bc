/// What a report tells of a run: values and pictures, no files and no physics.
///
/// Every text may come from anybody; the page escapes it.
public struct ReportContents: Sendable {
  /// The scenario's name.
  public var scenario: String
  /// What the scenario is about; may be empty.
  public var summary = ""
  /// How the run went.
  public var verdict: Verdict
  /// Short facts beside the verdict, such as the run's name.
  public var facts: [Fact] = []
  /// When the Sun is hidden.
  public var windows: [Window] = []
  /// Why no windows are told; nil where they are.
  public var windowsAbsence: String?
  /// What must be known of the windows, such as for which values of a sweep they hold; empty for nothing.
  public var windowsNote = ""
  /// The contacts for several values of a sweep; nil for none.
  public var variations: Table?
  /// The course of the window in time.
  public var timeline: Figure
  /// The shadow at the middle instant.
  public var shadow: Figure
  /// The middle frame and what a filter brings out of it: the left and the right picture.
  public var pair: [Figure] = []
  /// Every kind of light against the distance from the Sun.
  public var profiles: Figure
  /// Every frame that was tried, in order.
  public var frames: [Frame] = []
  /// What is left out of frames and pictures, and why; empty for nothing.
  public var framesNote = ""
  /// The colours of the frames' pictures; nil without pictures.
  public var scale: ColourScale?
  /// The keys of a sweep whose values the frames have.
  public var sweepKeys: [String] = []
  /// What the run remarks.
  public var remarks: [Remark] = []
  /// The scenario in force.
  public var settings: [Setting] = []
  /// Where all this comes from.
  public var provenance: [Fact] = []
  /// Files the report was made of.
  public var sources: [SourceFile] = []
  /// Commands that make the run again, line by line.
  public var commands: [String] = []
  /// What must be known of them.
  public var commandsNote = ""

  /// Contents without anything but what every run has.
  public init(
    scenario: String, verdict: Verdict, timeline: Figure, shadow: Figure, profiles: Figure
  ) {
    (self.scenario, self.verdict) = (scenario, verdict)
    (self.timeline, self.shadow, self.profiles) = (timeline, shadow, profiles)
  }

  /// How a run went, in a line.
  public struct Verdict: Sendable, Hashable {
    /// The sentence.
    public var sentence: String
    /// Whether every frame is made.
    public var isWhole: Bool

    /// A verdict.
    public init(_ sentence: String, isWhole: Bool) {
      (self.sentence, self.isWhole) = (sentence, isWhole)
    }
  }

  /// A word and what it stands for.
  public struct Fact: Sendable, Hashable {
    /// The word.
    public var name: String
    /// What it stands for.
    public var value: String

    /// A fact.
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  /// A stretch in which the Sun is hidden, with its moments.
  public struct Window: Sendable, Hashable {
    /// What it is, such as `Window 1 of 2: total for 151.2 s`.
    public var title: String
    /// The moments in order of time.
    public var moments: [Moment]

    /// A window.
    public init(_ title: String, _ moments: [Moment]) {
      (self.title, self.moments) = (title, moments)
    }
  }

  /// A table of texts.
  public struct Table: Sendable, Hashable {
    /// What it is, above it.
    public var title: String
    /// The names of its columns.
    public var heads: [String]
    /// Its rows, each with a text for every column.
    public var rows: [[String]]

    /// A table.
    public init(_ title: String, heads: [String], rows: [[String]]) {
      (self.title, self.heads, self.rows) = (title, heads, rows)
    }
  }

  /// A contact or the greatest phase.
  public struct Moment: Sendable, Hashable {
    /// Its short name, such as `C2`.
    public var name: String
    /// What happens.
    public var meaning: String
    /// When, as text.
    public var time: String
    /// Further words, such as the magnitude.
    public var note: String

    /// A moment.
    public init(_ name: String, meaning: String, time: String, note: String = "") {
      (self.name, self.meaning, self.time, self.note) = (name, meaning, time, note)
    }
  }

  /// A sentence that somebody should read, and of how many frames it is true.
  public struct Remark: Sendable, Hashable {
    /// The sentence.
    public var text: String
    /// What it is about, such as `scenario` or `12 frames`.
    public var about: String

    /// A remark.
    public init(_ text: String, about: String) { (self.text, self.about) = (text, about) }
  }

  /// A value of the scenario.
  public struct Setting: Sendable, Hashable {
    /// The key.
    public var key: String
    /// The value, as TOML.
    public var value: String
    /// Where it comes from; empty where nothing tells.
    public var origin: String

    /// A value.
    public init(_ key: String, _ value: String, origin: String) {
      (self.key, self.value, self.origin) = (key, value, origin)
    }
  }

  /// A file the report was made of.
  public struct SourceFile: Sendable, Hashable {
    /// Its path inside the run's folder.
    public var path: String
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    public var sha256: String

    /// A file.
    public init(path: String, sha256: String) { (self.path, self.sha256) = (path, sha256) }
  }
}
