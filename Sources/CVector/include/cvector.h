#ifndef CVECTOR_H
#define CVECTOR_H

/* Vector operations that Swift cannot express on Linux without one call per lane.
 *
 * clang's ext_vector_type(8) is imported into Swift as SIMD8<Double>. Everything here is lane-wise:
 * a lane's result never depends on its neighbours. */

typedef double cvector_double8 __attribute__((ext_vector_type(8)));

#define CVECTOR_INLINE static inline __attribute__((__always_inline__, __const__))

/* Square root. Swift's own squareRoot() becomes a call of libm's sqrt for each lane. */
CVECTOR_INLINE cvector_double8 cvector_square_root8(cvector_double8 x) {
  return __builtin_elementwise_sqrt(x);
}

/* a b + c, in one instruction where the processor has it, in two elsewhere: never a call of fma(). */
CVECTOR_INLINE cvector_double8 cvector_multiply_add8(
    cvector_double8 a, cvector_double8 b, cvector_double8 c) {
#pragma clang fp contract(fast)
  return a * b + c;
}

#endif
