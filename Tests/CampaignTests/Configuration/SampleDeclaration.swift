import Astronomy
import Campaign

/// A small scenario that uses every kind of key once.
struct Sample: Equatable {
  enum Orbit: Equatable {
    case state(Vector3)
    case csv(String)
    case sunLine(Double)
  }
  enum Law: Equatable {
    case neckel
    case linear(Double)
    case quadratic([Double])
  }
  enum Step: Equatable {
    case merge
    case enhance(Double)
  }
  struct Shape: Equatable { var radiusMetres: Double }

  var name: String
  var start: String?
  var scaleArcseconds: Double
  var size: [Int]
  var exposuresSeconds: [Double]
  var orbit: Orbit?
  var law: Law?
  var steps: [Step?]
  var shape: Shape
  var hasFilter: Bool
  var table: String?

  static func declare(_ root: SectionReader) -> Sample? {
    let (name, start) = root.section("scenario", doc: "The experiment.") { section in
      (
        section.string("name", length: 1...40, doc: "A short name."),
        section.instant("start", default: "1975-07-19T12:00:00Z", doc: "The first instant.") {
          text -> String in
          guard text.contains("T") else { throw BadInstant(text: text) }
          return text
        }
      )
    }
    let camera = root.section("camera", doc: "The camera.") { section in
      (
        scale: section.double(
          "pixel_scale_arcsec", in: .closed(0.001, 3600), default: 12.9,
          doc: "Angle seen by one pixel."),
        size: section.integers(
          "size", count: 2, each: 1...32768, default: [1024, 1024], doc: "Columns and rows."),
        exposures: section.doubles(
          "exposures_s", count: 1...9, each: .positive, default: [1], doc: "Exposure times."),
        level: section.choice("level", of: ["raw", "calibrated"], default: "raw", doc: "Product."),
        cooled: section.boolean("cooled", default: false, doc: "Whether it is cooled."),
        table: section.optionalPath("flat_csv", doc: "Flat field.")
      )
    }
    let orbit = root.section("observer", doc: "Who looks.") { section in
      section.exactlyOne(as: Orbit.self, doc: "Where the observer is.") { choice in
        choice.table("state", doc: "Position at an instant.") {
          .state($0.vector3("r_km", doc: "Position."))
        }
        choice.key("csv", doc: "A table of positions.") {
          .csv($0.path("csv", doc: "The file.").text)
        }
        choice.table("sun_line", doc: "On the line to the Sun.") {
          .sunLine($0.double("distance_m", in: .positive, default: 150, doc: "Distance."))
        }
      }
    }
    let law = root.section("sun", doc: "The Sun.") { section in
      section.oneOf(
        "limb_darkening", as: Law.self, doc: "How the disc darkens.", whenAbsent: .means("neckel")
      ) { choice in
        choice.word("neckel", doc: "The polynomial of Neckel.") { _ in .neckel }
        choice.key("linear", doc: "A linear law.") {
          .linear($0.double("linear", in: .closed(0, 1), doc: "Coefficient."))
        }
        choice.key("quadratic", doc: "A quadratic law.") {
          .quadratic($0.doubles("quadratic", count: 2...2, doc: "Coefficients."))
        }
      }
    }
    let steps = root.sections("chain", doc: "What is done with frames.") { section, _ in
      section.variant("step", as: Step.self, doc: "The kind of step.") { choice in
        choice.word("merge", doc: "Join exposures.") { _ in .merge }
        choice.word("enhance", doc: "Filter radially.") {
          .enhance($0.double("upsilon", in: .open(0, 1), default: 0.35, doc: "Strength."))
        }
      }
    }
    let shape = root.section("occulter", doc: "What hides the Sun.") { occulter in
      occulter.section("shape", doc: "Its outline.") {
        Shape(radiusMetres: $0.double("radius_m", in: .positive, default: 1.956, doc: "Radius."))
      }
    }
    let filter = root.optionalSection("filter", doc: "A filter in front.") {
      $0.optionalDouble("width_nm", in: .positive, doc: "Pass band.") ?? 10
    }
    return Sample(
      name: name, start: start, scaleArcseconds: camera.scale, size: camera.size,
      exposuresSeconds: camera.exposures, orbit: orbit, law: law, steps: steps, shape: shape,
      hasFilter: filter != nil, table: camera.table?.resolved)
  }

  struct BadInstant: Error, CustomStringConvertible {
    var text: String
    var description: String { "\"\(text)\" is not an instant" }
  }
}

/// The shortest scenario without a problem.
let minimalText = """
  [scenario]
  name = "x"
  [observer]
  csv = "orbit.csv"
  """

func readSample(
  _ text: String, set assignments: [String] = [], folder: String = "/data"
) throws(ConfigurationError) -> ConfigurationReader.Reading<Sample> {
  let document = try ConfigurationDocument(text: text, name: "a.toml", folder: folder)
  return try ConfigurationReader.read(document.applying(assignments), by: Sample.declare)
}

/// The messages of a scenario that must be refused.
func complaints(_ text: String, set assignments: [String] = []) -> [String] {
  do throws(ConfigurationError) {
    _ = try readSample(text, set: assignments)
    return []
  } catch {
    return error.problems.map(\.description)
  }
}

/// The messages about one more piece of text after a scenario that is well.
func complaintsAbout(_ piece: String) -> [String] { complaints(minimalText + "\n" + piece) }
