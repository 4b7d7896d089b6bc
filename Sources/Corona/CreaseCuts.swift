internal import Astronomy
internal import VectorMath

/// Where sightlines meet the creases of a density, lane by lane.
enum CreaseCuts {
  /// `tan(θ/2)` where a sightline is at a distance from the Sun's centre; zero where it never is.
  @inline(__always)
  static func halfTangent(rho: Double8, radius: Double8) -> Double8 {
    let square = (radius - rho) * (radius + rho)
    let s = Double8.sqrt(square.replacing(with: 0, where: square .< 0))
    return s / (radius + rho)
  }

  /// The cuts of sightlines off the disc in `τ = tan(θ/2)`, sorted, from 0 to 1.
  static func whole(
    _ group: SightlineGroup, _ creases: [DensityCrease], observer: Double8, _ cuts: inout [Double8]
  ) {
    cuts.removeAll(keepingCapacity: true)
    cuts.append(.zero)
    for crease in creases {
      switch crease {
      case .plane(let normal):
        // tan θ = |t·n| / |b·n| and tan(θ/2) = sin θ / (1 + cos θ).
        let (across, along) = projections(group, normal)
        let length = Double8.sqrt(across * across + along * along)
        let isFlat = length .== 0
        cuts.append(
          (magnitude(across) / (magnitude(along) + length)).replacing(with: 0, where: isFlat))
      case .sphere(let radius):
        cuts.append(
          halfTangent(rho: group.impactParameter, radius: Double8(repeating: radius)))
      }
    }
    cuts.append(observer)
    cuts.append(Double8(repeating: 1))
    sort(&cuts)
  }

  /// The cuts of sightlines on the disc in `w = t/(t + ½)`, sorted, from the photosphere to the
  /// observer.
  static func disc(
    _ group: SightlineGroup, rho: Double8, photosphere: Double8, _ creases: [DensityCrease],
    distance: Double, _ cuts: inout [Double8]
  ) {
    func coordinate(_ s: Double8) -> Double8 {
      let t = s - photosphere
      let positive = t.replacing(with: 0, where: .!(t .> 0))
      let w = positive / (positive + 0.5)
      return w.replacing(with: 1, where: positive .> 1e100)
    }
    func sphere(_ radius: Double) -> Double8 {
      let square = (radius - rho) * (radius + rho)
      return coordinate(.sqrt(square.replacing(with: 0, where: square .< 0)))
    }
    let end = distance.isFinite ? sphere(distance) : Double8(repeating: 1)
    cuts.removeAll(keepingCapacity: true)
    cuts.append(.zero)
    for crease in creases {
      let cut: Double8
      switch crease {
      case .plane(let normal):
        let (across, along) = projections(group, normal)
        cut = coordinate(-rho * across / along)
      case .sphere(let radius):
        cut = sphere(radius)
      }
      cuts.append(cut.replacing(with: end, where: cut .> end))
    }
    cuts.append(end)
    sort(&cuts)
  }

  @inline(__always)
  private static func projections(
    _ group: SightlineGroup, _ normal: Vector3
  ) -> (across: Double8, along: Double8) {
    (
      group.tangent.x * normal.x + group.tangent.y * normal.y + group.tangent.z * normal.z,
      group.back.x * normal.x + group.back.y * normal.y + group.back.z * normal.z
    )
  }

  @inline(__always)
  private static func magnitude(_ x: Double8) -> Double8 { x.replacing(with: -x, where: x .< 0) }

  /// Sorts every lane by exchanging neighbours: there are few cuts.
  private static func sort(_ cuts: inout [Double8]) {
    for end in stride(from: cuts.count - 1, to: 0, by: -1) {
      for index in 0..<end {
        let (a, b) = (cuts[index], cuts[index + 1])
        let isWrong = a .> b
        cuts[index] = a.replacing(with: b, where: isWrong)
        cuts[index + 1] = b.replacing(with: a, where: isWrong)
      }
    }
  }
}
