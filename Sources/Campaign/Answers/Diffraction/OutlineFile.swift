internal import Foundation
internal import Imagery
internal import Optics
internal import VectorMath

/// Outlines of what stands before the Sun: CSV with the columns `x_m`, `y_m` and, if wanted, `z_m`, `loop`.
///
/// One corner a line, counter-clockwise round what is opaque and clockwise round a hole, toward the
/// observer `x` to the right and `y` up. `z_m` is the corner's distance from the observer's plane; without
/// the column all corners have the distance given beside the file. Corners with the same word in `loop`
/// make one closed line, in the order of the file; without the column all make one. Lines that begin with
/// `#` are remarks; a unit or remark after a blank in a column's heading does not count.
enum OutlineFile {
  private static let largestSizeBytes = 64 << 20

  /// The outline in a file.
  ///
  /// - Parameters:
  ///   - path: the file, as the user names it.
  ///   - distance: metres, for corners without one; nil when the file must tell.
  /// - Throws: `CampaignError` naming file and line.
  static func read(_ path: String, distance: Double?) throws -> DiffractingOutline {
    let bytes: [UInt8]
    do throws(ImageryError) {
      bytes = try FileBytes.read(path, limit: largestSizeBytes)
    } catch {
      throw CampaignError(
        .badRequest,
        "--outline \(PrintableText.quoted(path)): cannot be read (\(error.message)); name a CSV file "
          + "with the columns x_m,y_m")
    }
    return try parse(bytes, file: path, distance: distance)
  }

  /// The outline in a text.
  ///
  /// - Parameters:
  ///   - bytes: the text in UTF-8.
  ///   - file: its name, for messages.
  ///   - distance: metres, for corners without one; nil when the file must tell.
  /// - Throws: `CampaignError` naming file and line.
  static func parse(
    _ bytes: [UInt8], file: String, distance: Double?
  ) throws -> DiffractingOutline {
    var columns: Columns?
    var names: [String: Int] = [:]
    var loops: [[DiffractingOutline.Vertex]] = []
    var lines: [[Int]] = []
    for line in CommaSeparatedText(bytes) {
      let place = "\(file):\(line.number)"
      guard let known = columns else {
        columns = try Columns(line.cells, place, hasDistance: distance != nil)
        continue
      }
      let (vertex, loop) = try known.vertex(line.cells, place, distance)
      if let index = names[loop] {
        loops[index].append(vertex)
        lines[index].append(line.number)
      } else {
        names[loop] = loops.count
        loops.append([vertex])
        lines.append([line.number])
      }
    }
    guard !loops.isEmpty else {
      throw CampaignError(
        .badRequest, "\(file): has no corners; write x_m,y_m and a corner a line, counter-clockwise"
      )
    }
    guard loops.reduce(0, { $0 + signedArea($1) }) >= 0 else {
      throw CampaignError(
        .badRequest,
        "\(file): runs clockwise, which is a hole in nothing; write the corners counter-clockwise")
    }
    let outline: DiffractingOutline
    do throws(OpticsError) {
      outline = try DiffractingOutline(loops: loops.map { .polygon($0) })
    } catch { throw CampaignError(.badRequest, "\(file): \(error)") }
    if let crossing = outline.crossing {
      let (first, second) = crossing.edges
      let numbers = [first, second].map { lines[$0.loop][$0.corner] }.sorted()
      throw CampaignError(
        .badRequest,
        "\(file):\(numbers[1]): the edge that begins here crosses the one of line \(numbers[0]) at "
          + String(format: "(%.6g, %.6g) m", crossing.x, crossing.y)
          + "; write the corners in their order, and of parts that overlap the outline of both")
    }
    return outline
  }

  /// The area enclosed by corners, positive counter-clockwise, square metres.
  private static func signedArea(_ corners: [DiffractingOutline.Vertex]) -> Double {
    guard let origin = corners.first, var a = corners.last else { return 0 }
    var twice = 0.0
    for b in corners {
      twice += (a.x - origin.x) * (b.y - origin.y) - (a.y - origin.y) * (b.x - origin.x)
      a = b
    }
    return twice / 2
  }

  /// Where the columns stand.
  private struct Columns {
    var x: Int
    var y: Int
    var z: Int?
    var loop: Int?
    var count: Int

    /// The columns by the heading of the file.
    init(_ cells: [String], _ place: String, hasDistance: Bool) throws {
      let names = cells.map { String($0.prefix { $0 != " " }) }
      guard let x = names.firstIndex(of: "x_m"), let y = names.firstIndex(of: "y_m") else {
        throw CampaignError(
          .badRequest,
          "\(place): found the columns \(PrintableText.quoted(cells.joined(separator: ","))); an "
            + "outline begins with x_m,y_m, and may have z_m and loop")
      }
      let z = names.firstIndex(of: "z_m")
      guard z != nil || hasDistance else {
        throw CampaignError(
          .badRequest,
          "\(place): has no column z_m; add one, or give the distance of all corners with --distance"
        )
      }
      self.x = x
      self.y = y
      self.z = z
      loop = names.firstIndex(of: "loop")
      count = cells.count
    }

    /// The corner of a line and the word for its loop.
    func vertex(
      _ cells: [String], _ place: String, _ distance: Double?
    ) throws -> (DiffractingOutline.Vertex, loop: String) {
      guard cells.count == count else {
        throw CampaignError(
          .badRequest,
          "\(place): found \(cells.count) cells where the heading has \(count); write as many")
      }
      func number(_ column: Int, _ name: String) throws -> Double {
        guard let value = Double(decimal: cells[column]) else {
          throw CampaignError(
            .badRequest,
            "\(place): \(name) \(PrintableText.quoted(cells[column], limit: 40)) is no number; write "
              + "metres, as in 1.955")
        }
        return value
      }
      let z = try self.z.map { try number($0, "z_m") } ?? distance ?? 0
      guard z > 0 else {
        throw CampaignError(
          .badRequest, "\(place): z_m \(z): the distance from the observer must be above 0 m")
      }
      return (
        .init(x: try number(x, "x_m"), y: try number(y, "y_m"), distance: z),
        loop.map { cells[$0] } ?? ""
      )
    }
  }
}
