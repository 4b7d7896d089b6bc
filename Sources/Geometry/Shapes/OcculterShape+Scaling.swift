internal import Astronomy

extension OcculterShape {
  /// The same body larger or smaller about its frame's origin.
  public func scaled(by factor: Double) -> OcculterShape {
    switch self {
    case .sphere(let radius): return .sphere(radius: radius * factor)
    case .facingDisc(let radius): return .facingDisc(radius: radius * factor)
    case .disc(let radius, let normal): return .disc(radius: radius * factor, normal: normal)
    case .ellipsoid(let axes): return .ellipsoid(semiAxes: axes * factor)
    case .polygon(let vertices): return .polygon(vertices: vertices.map { $0 * factor })
    case .mesh(let mesh): return .mesh(mesh.scaled(by: factor))
    case .composite(let parts): return .composite(parts.map { $0.scaled(by: factor) })
    }
  }
}

extension BodyPart {
  /// The same piece larger or smaller about the body frame's origin.
  func scaled(by k: Double) -> BodyPart {
    switch self {
    case .sphere(let centre, let radius): return .sphere(centre: centre * k, radius: radius * k)
    case .ellipsoid(let centre, let a, let b, let c):
      return .ellipsoid(centre: centre * k, a * k, b * k, c * k)
    case .frustum(let start, let first, let end, let second):
      return .frustum(
        from: start * k, fromRadius: first * k, to: end * k, toRadius: second * k)
    case .revolved(let origin, let axis, let profile):
      return .revolved(about: origin * k, axis: axis, profile: profile.map { $0 * k })
    case .box(let centre, let a, let b, let c):
      return .box(centre: centre * k, a * k, b * k, c * k)
    case .disc(let centre, let normal, let radius):
      return .disc(centre: centre * k, normal: normal, radius: radius * k)
    case .polygon(let vertices): return .polygon(vertices: vertices.map { $0 * k })
    }
  }
}
