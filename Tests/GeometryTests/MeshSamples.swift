/// Texts of meshes that several tests read.
enum MeshSamples {
  /// A regular tetrahedron's corners on a cube of two units, faces left about seen from outside.
  static let tetrahedron = """
    # a tetrahedron
    mtllib none.mtl
    o tetra
    v 1 1 1
    v -1 -1 1 # with a remark
    v -1 1 -1
    v 1 -1 -1 1.0
    vn 0 0 1
    f 1//1 3//1 2//1
    f 1/1 2/1 4/1
    f -4 \\
      -1 -2
    f 2 3 4
    """
}
